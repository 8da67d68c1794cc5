import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import { startStripe } from '../doubles/stripe/index.mjs';
import type { Child } from '../stack/children.mjs';
import { openMedusas } from '../stack/medusas.mjs';
import { createCaller, outcomeOf, request } from './callers.ts';
import { logInOwner } from './people.ts';
import { openShopper } from './shopper.ts';
import { settings } from './stage.ts';
import { type Harm, killAgainAndAgain } from './trouble.ts';

// Scenarios 9 and 10 of the ledger, over the whole way: what goes back at Stripe is told to both of two processes, in shuffled order,
// each message twice, while both are killed again and again. After that the books and the customers' credits are right.

/** How often both processes are killed, together. */
const KILLS = 4;
const USED = 2000;

interface Bought {
	payment: string;
	order_id: string;
}

let double: Awaited<ReturnType<typeof startStripe>>;
let shop: Awaited<ReturnType<typeof openMedusas>>;
let stripe: Stripe;
let started: { url: string; start: () => Promise<Child>; child: Child }[] = [];

beforeAll(async () => {
	double = await startStripe();
	stripe = new Stripe('sk_test_faults', { host: double.host, port: double.port, protocol: 'http' });
	const keys = {
		api_key: 'sk_test_faults',
		publishable_key: 'pk_test_faults',
		provider_webhook_secret: 'whsec_of_the_provider',
		plugin_webhook_secret: 'whsec_not_known_yet', // the migration reads it as well
		api_base: double.url,
	};
	shop = await openMedusas({ stripe: keys });
	const medusas = [await shop.add('one'), await shop.add('other')];
	const secrets: string[] = [];
	for (const { url } of medusas) {
		const hook = await stripe.webhookEndpoints.create({ url: `${url}/hooks/answerpack/stripe`, enabled_events: ['*'] });
		secrets.push(String(hook.secret));
	}
	keys.plugin_webhook_secret = secrets.join(',');
	started = await Promise.all(medusas.map(async ({ url, start }) => ({ url, start, child: await start() })));
}, 400_000);

afterAll(async () => {
	await shop?.stop();
	await double?.stop();
}, 60_000);

async function control(path: string, body: object): Promise<{ id: string }> {
	const response = await fetch(`${double.url}/_double${path}`, {
		method: 'POST',
		body: JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
	});
	if (!response.ok) throw new Error(await response.text());
	return (await response.json()) as { id: string };
}

/** What happens to the money of an order, and what is left of ten credits then, of which two were used. In millicredits. */
const FATES: [string, number, (bought: Bought, refundInMedusa: () => Promise<unknown>) => Promise<unknown>][] = [
	['nothing', 8000, async () => {}],
	['a refund at Stripe', 0, ({ payment }) => stripe.refunds.create({ payment_intent: payment })],
	['a refund of half of it', 3000, ({ payment }) => stripe.refunds.create({ payment_intent: payment, amount: half })],
	['a refund in Medusa', 0, (_, refundInMedusa) => refundInMedusa()],
	[
		'a refund that comes to nothing',
		8000,
		async ({ payment }) => {
			const { id } = await stripe.refunds.create({ payment_intent: payment });
			await control(`/refunds/${id}/fail`, {});
		},
	],
	['an open dispute', 0, ({ payment }) => control('/disputes', { payment_intent: payment })],
	['a dispute that is won', 8000, (bought) => disputed(bought, 'won')],
	['a dispute that is lost', 0, (bought) => disputed(bought, 'lost')],
	[
		'a refund of half of it, and a lost dispute of the rest',
		0,
		async (bought) => {
			await stripe.refunds.create({ payment_intent: bought.payment, amount: half });
			await disputed(bought, 'lost', half);
		},
	],
];
let half = 0;

async function disputed({ payment }: Bought, outcome: 'won' | 'lost', amount?: number): Promise<void> {
	const { id } = await control('/disputes', { payment_intent: payment, ...(amount && { amount }) });
	await control(`/disputes/${id}`, { outcome });
}

test('money that goes back at Stripe takes its credits along, whatever becomes of the processes that hear of it', async () => {
	const [one] = started;
	if (!one) throw new Error('there are two');
	const urls = started.map(({ url }) => url);
	const bot_id = shop.state.demo.bot_id;
	const call = createCaller(urls, shop.state.secrets.service);
	await call((ledger) => ledger.putBot(bot_id, settings()));
	const token = await logInOwner(one.url, shop.state);
	const asOwner = <T>(method: string, path: string, body?: object) =>
		request<T>(one.url + path, { method, body, headers: { authorization: `Bearer ${token}` } });

	const { regions } = await asOwner<{ regions: { id: string }[] }>('GET', '/admin/regions');
	const region_id = String(regions[0]?.id);
	await asOwner('POST', `/admin/regions/${region_id}`, { payment_providers: ['pp_stripe_stripe'] });
	const till = { url: one.url, publishable_key: shop.publishable_key, stripe_url: double.url, region_id };
	await control('/webhooks', { hold: true, duplicate: 1 });

	const customers = await Promise.all(
		FATES.map(async ([name, left, fate], n) => {
			const shopper = await openShopper(till, `customer-${n}@money.example`);
			type Offers = { offers: { kind: string; variant_id: string; credits: number; price: { amount: number } }[] };
			const { offers } = await shopper.ask<Offers>('GET', `/store/answerpack/bots/${bot_id}/offers`);
			const pack = offers.filter(({ kind }) => kind === 'pack').sort((a, b) => a.credits - b.credits)[0];
			if (!pack) throw new Error('the demo shop sells packs');
			half = Math.round(pack.price.amount * 50);
			return { name, left, fate, shopper, pack, bought: await shopper.buy(pack.variant_id) };
		}),
	);
	const leftOf = async ({ shopper }: (typeof customers)[0]) =>
		(await shopper.ask<{ left: number }>('GET', `/store/answerpack/bots/${bot_id}/credits`)).left * 1000;
	/** Waits for the thing itself. */
	const until = async (what: string, is: () => Promise<boolean>, tries = 600) => {
		while (!(await is())) {
			if (--tries === 0) throw new Error(`It did not come to be: ${what}`);
			await pause(200);
		}
	};

	for (const customer of customers) {
		await until('the credits are there', async () => (await leftOf(customer)) === customer.pack.credits * 1000);
		const id = randomUUID();
		const subject = { kind: 'customer', key: customer.shopper.id } as const;
		await call((ledger) => ledger.hold(bot_id, { id, subject, purpose: 'answer', amount: USED, ttl_seconds: 600 }));
		const usage = { model: 'm', input_tokens: 1, output_tokens: 1 };
		await call((ledger) => ledger.settle(bot_id, id, { amount: USED, usage }));
	}
	for (const { fate, bought } of customers) {
		await fate(bought, async () => {
			type Order = { order: { payment_collections: { payments: { id: string; amount: number }[] }[] } };
			const { order } = await asOwner<Order>(
				'GET',
				`/admin/orders/${bought.order_id}?fields=*payment_collections.payments`,
			);
			const payment = order.payment_collections[0]?.payments[0];
			await asOwner('POST', `/admin/payments/${payment?.id}/refund`, { amount: payment?.amount });
		});
	}

	const harm: Harm[] = started.map(() => ({ processes_killed: [], backends_terminated: 0, postgres_crashed: 0 }));
	let kills = 0;
	const over = () => kills >= KILLS;
	const killing = started.map(({ child, start }, at) =>
		killAgainAndAgain(
			child,
			() => {
				kills += 1;
				return start();
			},
			{ over, harm: harm[at] as Harm },
		),
	);
	const killed = Promise.all(killing);
	while (!over()) {
		await control('/webhooks/flush', { order: 'shuffled' });
		await pause(100);
	}
	await killed;
	expect(Math.min(...harm.flatMap(({ processes_killed }) => processes_killed))).toBeGreaterThan(0);

	await control('/webhooks/flush', { order: 'shuffled' });
	type Webhooks = { webhooks: { id: string; type: string; reason: string | null }[]; count: number };
	const waiting = () => asOwner<Webhooks>('GET', '/admin/answerpack/webhooks?state=waiting');
	// Those that failed have to wait for their turn; some come to their end before they are asked to.
	const now = (id: string) => outcomeOf(asOwner('POST', `/admin/answerpack/webhooks/${id}/retry`), [404]);
	for (const { id } of (await waiting()).webhooks) await now(id);
	await until('everything is worked off', async () => (await waiting()).count === 0);

	expect(await asOwner<Webhooks>('GET', '/admin/answerpack/webhooks?state=dead')).toMatchObject({ count: 0 });
	const lefts = await Promise.all(customers.map(async (customer) => [customer.name, await leftOf(customer)]));
	expect(lefts).toEqual(customers.map(({ name, left }) => [name, left]));
	expect(await asOwner('GET', '/admin/answerpack/ledger')).toMatchObject({ breaches: [] });
}, 600_000);
