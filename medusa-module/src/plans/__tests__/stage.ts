import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Migrator } from '@medusajs/framework/mikro-orm/migrations';
import { MikroORM } from '@medusajs/framework/mikro-orm/postgresql';
import Stripe from 'stripe';
import { serveRoutes } from '../../api/__tests__/routes';
import { BILLING_MODULE } from '../../modules/billing';
import type { PlanTerms } from '../../modules/billing/plan-terms';
import type { Plan } from '../../modules/billing/plans';
import BillingModuleService from '../../modules/billing/service';
import { openLedger, settings } from '../../modules/credits/__tests__/ledger';
import { type Books, ignored } from '../books';
import { followInvoice } from '../follow-invoice';
import { type StartedPlan, startPlan } from '../start-plan';
import { workOff } from '../work-off';

export const BOT = 'bot1';
export const CUSTOMER = 'cus_of_the_shop';
export const DAY_SECONDS = 86_400;

/** 10 credits a month for 9.90 EUR; 3 of them may move on. */
export const SMALL: PlanTerms = {
	offer_id: 'aoffer_small',
	bot_id: BOT,
	name: '10 credits a month',
	unit_amount: 990,
	currency_code: 'eur',
	interval: 'month',
	interval_count: 1,
	amount: 10_000,
	rollover_max: 3000,
};

/** 10 credits a year for 9.90 EUR. */
export const YEARLY: PlanTerms = { ...SMALL, offer_id: 'aoffer_yearly', name: '10 credits a year', interval: 'year' };

/** 50 credits a month for 29.90 EUR. */
export const LARGE: PlanTerms = {
	...SMALL,
	offer_id: 'aoffer_large',
	name: '50 credits a month',
	unit_amount: 2990,
	amount: 50_000,
};

interface Started {
	plan: Plan;
	started: StartedPlan;
	payer: Stripe.Customer;
	payment: Stripe.PaymentIntent;
}

/**
 * Everything that plans need, real: the stand-in for Stripe in a process of its own, the routes, the ledger, and billing on one
 * database. Its clock is the stand-in's.
 */
export async function openStage(name: string) {
	const double = await startDouble();
	process.env.STRIPE_API_BASE = double.url;
	const { hostname: host, port } = new URL(double.url);
	const stripe: Stripe = new Stripe('sk_test_stage', { host, port, protocol: 'http' });
	const books = await openLedger(name);
	await migrateBilling(books.url);
	let endpointSecrets: string[] = [];
	const connection = books.connect();
	/** Another Medusa on the same database. */
	const openBilling = () =>
		new BillingModuleService(
			{ __pg_connection__: connection },
			{ stripe: { api_key: 'sk_test_stage', webhook_secret: endpointSecrets.join(',') } },
		);

	async function control(path: string, body?: object): Promise<Record<string, unknown>> {
		const response = await fetch(`${double.url}/_double${path}`, {
			method: body ? 'POST' : 'GET',
			...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		const answer = (await response.json()) as Record<string, unknown>;
		if (!response.ok) throw new Error(JSON.stringify(answer));
		return answer;
	}

	// The routes need billing, which needs the endpoint's secret, which needs the routes' address: so billing comes last.
	let billing: BillingModuleService;
	const whicheverBilling = new Proxy({}, { get: (_, member) => Reflect.get(billing, member).bind?.(billing) });
	const routes = await serveRoutes(books.ledger, connection, { [BILLING_MODULE]: whicheverBilling });
	const hook = `${routes.url}/hooks/answerpack/stripe`;
	/** A new account at Stripe, which nothing has happened in. */
	async function openAccount(): Promise<void> {
		await control('/reset', {});
		const { secret } = await stripe.webhookEndpoints.create({ url: hook, enabled_events: ['*'] });
		endpointSecrets = [String(secret)];
		billing = openBilling();
		await control('/webhooks', { hold: true });
	}

	const plansBooks = (): Books => ({
		billing,
		credits: books.ledger,
		followOrder: async () => ignored('this shop has no orders'),
	});
	let order = 0;
	/**
	 * Until every message was worked on at least once: the routes begin by themselves, and so does whoever calls this. Only then
	 * is there something to say about the books.
	 */
	async function workOffAll(): Promise<void> {
		for (;;) {
			await workOff(plansBooks(), () => {}); // a message keeps why it failed
			const [open] = await books.rows(
				"select id from answerpack_webhook where state = 'waiting' and reason is null limit 1",
			);
			if (!open) return;
			await new Promise(setImmediate);
		}
	}

	/** Also what a test has begun and not ended: nobody works on anything after this. */
	async function leaveNothing(): Promise<void> {
		if (!billing) return;
		await books.rows("update answerpack_webhook set due_at = clock_timestamp() where state = 'waiting'");
		await workOffAll();
	}

	async function clock(): Promise<Date> {
		const { now } = (await control('/state')) as { now: number };
		return new Date(now * 1000);
	}

	return {
		books,
		stripe,
		secret: () => String(endpointSecrets[0]),
		hook,
		control,
		routes,
		billing: () => billing,
		plansBooks,
		openBilling,
		/** What a new process would have: nothing in memory. */
		restart: () => {
			billing = openBilling();
		},
		addSecret: (secret: string) => {
			endpointSecrets.push(secret);
			billing = openBilling();
		},
		workOff: workOffAll,
		/** Messages that failed and are to be tried again, or never. */
		failed: () =>
			books.rows<{ type: string; reason: string }>(
				"select type, reason from answerpack_webhook where state in ('waiting', 'dead') and reason is not null",
			),
		/** Delivers what the stand-in holds back, and works it off. */
		async deliver(flushed: 'oldest_first' | 'newest_first' | 'shuffled' = 'oldest_first') {
			await control('/webhooks/flush', { order: flushed });
			await workOffAll();
		},
		clock,
		/** Lets time pass, at Stripe and here. */
		async pass(seconds: number) {
			await control('/clock', { advance_seconds: Math.round(seconds) });
			books.setNow((await clock()).toISOString());
		},
		/** A customer who has paid the first period in the shop, with a card that was saved. */
		async start(terms: PlanTerms = SMALL, customer_id = `${CUSTOMER}_${++order}`): Promise<Started> {
			const payer = await stripe.customers.create({ email: `${customer_id}@example.com` });
			const payment = await stripe.paymentIntents.create({
				amount: terms.unit_amount,
				currency: terms.currency_code,
				customer: payer.id,
				payment_method: 'pm_card_visa',
				setup_future_usage: 'off_session',
				confirm: true,
				return_url: 'https://example.com/return',
			});
			const starts_at = await clock();
			const ends_at = new Date(starts_at.getTime() + 28 * DAY_SECONDS * 1000);
			const started = {
				customer_id,
				order_id: `order_${customer_id}`,
				line_item_id: `line_${customer_id}`,
				terms,
				paid: terms.unit_amount,
				payment_id: payment.id,
				payer_id: payer.id,
				payment_method_id: String(payment.payment_method),
				starts_at,
				ends_at,
			};
			return { plan: await startPlan(plansBooks(), started), started, payer, payment };
		},
		/** A customer who has paid the second period, of which Stripe alone knows; of the first one nothing is left. */
		async renewed(terms: PlanTerms, customer_id?: string) {
			const { plan, ...started } = await this.start({ ...terms, rollover_max: 0 }, customer_id);
			await this.pass((plan.period_ends_at.getTime() - (await clock()).getTime()) / 1000 + 3 * 3600);
			const [invoice] = await this.paidInvoices(plan.subscription_id);
			await followInvoice(plansBooks(), String(invoice?.id));
			const { data } = await stripe.invoicePayments.list({ invoice: String(invoice?.id) });
			return {
				...started,
				plan,
				payment: { id: String(data[0]?.payment.payment_intent) },
				invoice: String(invoice?.id),
			};
		},
		lots: async (customerId: string) =>
			Object.fromEntries(
				(await books.ledger.customerCredits(BOT, customerId)).lots.map(
					({ source_key, left, spent, expired, revoked, frozen, granted }) => [
						source_key,
						{ granted, left, spent, expired, revoked, frozen },
					],
				),
			),
		left: async (customerId: string) => (await books.ledger.customerCredits(BOT, customerId)).left,
		/** Spends so much of a customer's credits. */
		async spend(customerId: string, amount: number) {
			const held = await books.ledger.reserve(BOT, {
				id: crypto.randomUUID(),
				subject: { kind: 'customer', key: customerId },
				purpose: 'answer',
				amount,
				ttl_seconds: 60,
			});
			await books.ledger.settle(BOT, held.id, { amount, usage: { model: 'm', input_tokens: 1, output_tokens: 1 } });
		},
		paidInvoices: async (subscription: string | null): Promise<Stripe.Invoice[]> =>
			(await stripe.invoices.list({ subscription: String(subscription), status: 'paid' })).data.reverse(),
		async begin() {
			await leaveNothing();
			await openAccount();
			await books.clear();
			await connection.raw(
				'truncate answerpack_webhook, answerpack_plan, answerpack_plan_period, answerpack_reversal, answerpack_payment cascade',
			);
			await books.ledger.putBot(BOT, settings({ pools: { free_reserve: { credits: 0, window: 'day' as const } } }));
			books.setNow((await clock()).toISOString());
		},
		async close() {
			await leaveNothing();
			await routes.close();
			await connection.destroy();
			await books.close();
			await double.stop();
		},
	};
}

async function migrateBilling(clientUrl: string): Promise<void> {
	const orm = await MikroORM.init({
		clientUrl,
		entities: [],
		discovery: { warnWhenNoEntities: false },
		extensions: [Migrator],
		migrations: { path: resolve(__dirname, '../../modules/billing/migrations'), silent: true, snapshot: false },
	});
	await orm.getMigrator().up();
	await orm.close();
}

/** The stand-in for Stripe, on a free port. */
export async function startDouble(): Promise<{ url: string; stop(): Promise<void> }> {
	const script = resolve(__dirname, '../../../../test/doubles/stripe/cli.mjs');
	const child: ChildProcess = spawn(process.execPath, [script], {
		env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (!child.stdout) throw new Error('its output is a pipe');
	for await (const line of createInterface({ input: child.stdout })) {
		const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
		if (!url) continue;
		return {
			url,
			async stop() {
				child.kill('SIGTERM');
				if (child.exitCode === null) await once(child, 'exit');
			},
		};
	}
	throw new Error('the stand-in for Stripe did not start');
}
