// What every probe needs: a client, pointed at the stand-in, or at Stripe's test mode if STRIPE_SECRET_KEY is set. Probes
// know Stripe's API alone, so that both must answer alike.
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { startStripe } from '../index.mjs';

const key = process.env.STRIPE_SECRET_KEY;
if (key && !key.startsWith('sk_test_')) throw new Error('STRIPE_SECRET_KEY is no test key: probes create and charge.');
const double = key ? undefined : await startStripe();
afterAll(() => double?.stop());

export const stripe = double
	? new Stripe('sk_test_probe', { host: double.host, port: double.port, protocol: 'http' })
	: new Stripe(String(key));
/** For what stripe-node cannot send. */
export const api = { url: double?.url ?? 'https://api.stripe.com', key: key ?? 'sk_test_probe' };

const PAUSE_MS = double ? 5 : 1_000;
const TRIES = 250;

/** Asks again until there is an answer. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
	for (let tries = 0; tries < TRIES; tries += 1) {
		const found = await look();
		if (found) return found;
		await sleep(PAUSE_MS);
	}
	throw new Error(`It did not happen: ${what}`);
}

/** The error that a call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
	try {
		await call;
	} catch (error) {
		if (error instanceof Stripe.errors.StripeError) return error;
		throw error;
	}
	throw new Error('It was not refused');
}

/** What was asked to be expanded, and is. */
export function expanded<T extends { id: string }>(
	value: string | T | null | undefined,
): Exclude<T, { deleted: true }> {
	if (typeof value === 'object' && value !== null) return value as Exclude<T, { deleted: true }>;
	throw new Error(`It is not expanded: ${value}`);
}

export function only<T>(members: T[]): T {
	const [first] = members;
	if (first === undefined || members.length > 1) throw new Error(`There are ${members.length}`);
	return first;
}

const RETURN_URL = 'https://example.com/return';

/** A payment that is confirmed at once, by a server. */
export const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}, options?: Stripe.RequestOptions) =>
	stripe.paymentIntents.create(
		{
			amount: 1_000,
			currency: 'eur',
			payment_method: 'pm_card_visa',
			confirm: true,
			return_url: RETURN_URL,
			...params,
		},
		options,
	);

/** A customer whose invoices are paid by a card. */
export async function customerWith(card: string, params: Stripe.CustomerCreateParams = {}): Promise<Stripe.Customer> {
	const customer = await stripe.customers.create({ email: 'probe@example.com', ...params });
	const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
	return stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
}

/** A recurring price, a month unless it says otherwise. */
export const priceOf = (unit_amount: number, recurring: Stripe.PriceCreateParams.Recurring = { interval: 'month' }) =>
	stripe.prices.create({ currency: 'eur', unit_amount, recurring, product_data: { name: `Plan of ${unit_amount}` } });

export const DAY = 86_400;
export const HOUR = 3_600;

/** A test clock, and how to turn it. */
export async function clock(frozen_time = Math.floor(Date.now() / 1000)) {
	const { id } = await stripe.testHelpers.testClocks.create({ frozen_time });
	return {
		id,
		start: frozen_time,
		async to(time: number) {
			const begun = await stripe.testHelpers.testClocks.advance(id, { frozen_time: time });
			const ready = await until('the clock is ready', async () => {
				const now = await stripe.testHelpers.testClocks.retrieve(id);
				return now.status === 'ready' && now;
			});
			return { begun, ready };
		},
	};
}

export async function latestInvoice(subscription: string): Promise<Stripe.Invoice> {
	const { data } = await stripe.invoices.list({ subscription, limit: 1 });
	return only(data);
}
