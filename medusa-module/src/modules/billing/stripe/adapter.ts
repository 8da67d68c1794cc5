import { AnswerpackError } from '@answerpack/shared/contract';
import Stripe from 'stripe';
import type { PlanPrice } from '../plan-terms';
import type { BilledInvoice, BilledSubscription, RecurringBilling } from '../recurring-billing';
import { idOf, PLAN_ID, readDispute, readInvoice, readPayment, readRefund, readSubscription } from './read';

const PAGE = 100;
const TIMEOUT_MS = 20_000;

/** Stripe Billing. */
export class StripeBilling implements RecurringBilling {
	private readonly stripe: Stripe;

	/** @param base another place than Stripe's own, such as the stand-in's. */
	constructor(apiKey: string, base?: string) {
		this.stripe = new Stripe(apiKey, { timeout: TIMEOUT_MS, ...(base && placeOf(base)) });
	}

	/** Stripe's prices never change, so the key says all that makes one. */
	async priceFor(price: PlanPrice): Promise<string> {
		const { offer_id, name, unit_amount, currency_code, interval, interval_count } = price;
		const lookup_key = `answerpack_${[offer_id, unit_amount, currency_code, interval, interval_count].join('_')}`;
		const find = async () => (await this.stripe.prices.list({ lookup_keys: [lookup_key], limit: 1 })).data[0]?.id;
		const known = await find();
		if (known) return known;
		try {
			const made = await this.stripe.prices.create({
				lookup_key,
				unit_amount,
				currency: currency_code,
				recurring: { interval, interval_count },
				product_data: { name },
			});
			return made.id;
		} catch (error) {
			// Somebody else made it meanwhile: a lookup key belongs to one price.
			const others = await find();
			if (others) return others;
			throw error;
		}
	}

	async begin({
		plan_id,
		payer_id,
		payment_method_id,
		price_id,
		begins_at,
	}: Parameters<RecurringBilling['begin']>[0]): Promise<BilledSubscription> {
		// Stripe forgets an idempotency key after a day; its list does not.
		for await (const known of this.stripe.subscriptions.list({ customer: payer_id, status: 'all', limit: PAGE })) {
			if (known.metadata[PLAN_ID] === plan_id) return readSubscription(known);
		}
		const subscription = {
			customer: payer_id,
			items: [{ price: price_id }],
			default_payment_method: payment_method_id,
			off_session: true,
			metadata: { [PLAN_ID]: plan_id },
		};
		const later = { billing_cycle_anchor: seconds(begins_at), proration_behavior: 'none' } as const;
		const create = (params: Stripe.SubscriptionCreateParams, idempotencyKey: string) =>
			this.stripe.subscriptions.create(params, { idempotencyKey });
		try {
			return readSubscription(await create({ ...subscription, ...later }, `answerpack:${plan_id}:begin`));
		} catch (error) {
			if (!isPast(error)) throw error;
			// Its second period should have begun by now: so it is billed at once.
			return readSubscription(await create(subscription, `answerpack:${plan_id}:begin-now`));
		}
	}

	async cancelAtPeriodEnd(id: string, cancel: boolean): Promise<BilledSubscription> {
		return readSubscription(await this.stripe.subscriptions.update(id, { cancel_at_period_end: cancel }));
	}

	async end(id: string): Promise<BilledSubscription> {
		const known = await this.stripe.subscriptions.retrieve(id);
		if (readSubscription(known).status === 'ended') return readSubscription(known); // a second cancel is a 404
		return readSubscription(await this.stripe.subscriptions.cancel(id));
	}

	async switchNow(id: string, priceId: string): Promise<BilledSubscription> {
		return this.asCard(async () => {
			const { item_id } = readSubscription(await this.stripe.subscriptions.retrieve(id));
			const switched = await this.stripe.subscriptions.update(id, {
				items: [{ id: item_id, price: priceId }],
				proration_behavior: 'always_invoice',
				payment_behavior: 'error_if_incomplete',
			});
			return readSubscription(switched);
		});
	}

	async switchAtPeriodEnd(id: string, priceId: string): Promise<BilledSubscription> {
		const { item_id } = readSubscription(await this.stripe.subscriptions.retrieve(id));
		const items = [{ id: item_id, price: priceId }];
		return readSubscription(await this.stripe.subscriptions.update(id, { items, proration_behavior: 'none' }));
	}

	async saveCard(payerId: string): Promise<{ client_secret: string }> {
		const { client_secret } = await this.stripe.setupIntents.create({ customer: payerId, usage: 'off_session' });
		if (!client_secret) throw new Error('A new setup intent has a client secret');
		return { client_secret };
	}

	async cardSavedAt(payerId: string, paymentMethodId: string): Promise<Date> {
		const method = await found(this.stripe.paymentMethods.retrieve(paymentMethodId));
		if (!method?.customer || idOf(method.customer) !== payerId) {
			throw new AnswerpackError('not_allowed', { field: 'payment_method' });
		}
		return new Date(method.created * 1000);
	}

	async changeCard(id: string, paymentMethodId: string): Promise<BilledSubscription> {
		return this.asCard(async () => {
			const subscription = await this.stripe.subscriptions.retrieve(id);
			await this.cardSavedAt(idOf(subscription.customer), paymentMethodId);
			// What is open first: a card that is refused must not become the one that is billed.
			for await (const invoice of this.stripe.invoices.list({ subscription: id, status: 'open', limit: PAGE })) {
				await this.stripe.invoices.pay(invoice.id, { payment_method: paymentMethodId });
			}
			await this.stripe.subscriptions.update(id, { default_payment_method: paymentMethodId });
			return readSubscription(await this.stripe.subscriptions.retrieve(id));
		});
	}

	async subscription(id: string) {
		const subscription = await found(this.stripe.subscriptions.retrieve(id));
		return subscription && readSubscription(subscription);
	}

	async invoice(id: string) {
		const invoice = await found(this.stripe.invoices.retrieve(id, { expand: ['payments'] }));
		return invoice && this.withLines(invoice);
	}

	async refund(id: string) {
		const refund = await found(this.stripe.refunds.retrieve(id));
		return refund && readRefund(refund);
	}

	async dispute(id: string) {
		const dispute = await found(this.stripe.disputes.retrieve(id));
		return dispute && readDispute(dispute);
	}

	async payment(id: string) {
		const intent = await found(this.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }));
		if (!intent) return undefined;
		const of = { payment_intent: id, limit: PAGE };
		const [refunds, disputes] = await Promise.all([
			this.stripe.refunds.list(of).autoPagingToArray({ limit: 1000 }),
			this.stripe.disputes.list(of).autoPagingToArray({ limit: 1000 }),
		]);
		return readPayment(intent, intent.latest_charge as Stripe.Charge | null, refunds, disputes); // it is expanded
	}

	async refundsOfCharge(charge: string) {
		const refunds = await found(this.stripe.refunds.list({ charge, limit: PAGE }).autoPagingToArray({ limit: 1000 }));
		return (refunds ?? []).map(readRefund);
	}

	async invoiceOfPayment(payment_intent: string) {
		const payment = { type: 'payment_intent', payment_intent } as const;
		const [first] = (await this.stripe.invoicePayments.list({ payment, limit: 1 })).data;
		return first && idOf(first.invoice);
	}

	async payUrl(subscription: string) {
		const { data } = await this.stripe.invoices.list({ subscription, status: 'open', limit: PAGE });
		return data.at(-1)?.hosted_invoice_url ?? null;
	}

	async paidInvoices(subscription: string) {
		const invoices: BilledInvoice[] = [];
		const expand = ['data.payments'];
		for await (const invoice of this.stripe.invoices.list({ subscription, status: 'paid', limit: PAGE, expand })) {
			invoices.push(await this.withLines(invoice));
		}
		return invoices.reverse();
	}

	async *subscriptionsSince(since: Date) {
		const made = { created: { gte: seconds(since) }, limit: PAGE };
		for await (const one of this.stripe.subscriptions.list({ ...made, status: 'all' })) yield readSubscription(one);
	}

	async *invoicesSince(since: Date) {
		const made = { created: { gte: seconds(since) }, limit: PAGE };
		for await (const one of this.stripe.invoices.list({ ...made, expand: ['data.payments'] })) {
			yield await this.withLines(one);
		}
	}

	async *refundsSince(since: Date) {
		const made = { created: { gte: seconds(since) }, limit: PAGE };
		for await (const refund of this.stripe.refunds.list(made)) yield readRefund(refund);
	}

	async *disputesSince(since: Date) {
		const made = { created: { gte: seconds(since) }, limit: PAGE };
		for await (const dispute of this.stripe.disputes.list(made)) yield readDispute(dispute);
	}

	/** An invoice carries its first ten lines only. */
	private async withLines(invoice: Stripe.Invoice): Promise<BilledInvoice> {
		const { data, has_more } = invoice.lines;
		const lines = has_more
			? await this.stripe.invoices.listLineItems(invoice.id, { limit: PAGE }).autoPagingToArray({ limit: 1000 })
			: data;
		return readInvoice(invoice, lines);
	}

	private async asCard<T>(call: () => Promise<T>): Promise<T> {
		try {
			return await call();
		} catch (error) {
			if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
			throw new AnswerpackError('card_refused', { reason: error.code }, { cause: error });
		}
	}
}

/** What is there, or nothing when this account has no such object. */
async function found<T>(call: Promise<T>): Promise<T | undefined> {
	try {
		return await call;
	} catch (error) {
		if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return undefined;
		throw error;
	}
}

function isPast(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'billing_cycle_anchor';
}

function placeOf(base: string): { host: string; port: string; protocol: 'http' | 'https' } {
	const { hostname, port, protocol } = new URL(base);
	const secure = protocol === 'https:';
	return { host: hostname, port: port || (secure ? '443' : '80'), protocol: secure ? 'https' : 'http' };
}

function seconds(date: Date): number {
	return Math.floor(date.getTime() / 1000);
}
