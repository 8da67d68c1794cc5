import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { HoldBody } from '@answerpack/shared/contract';
import { botSettingsSchema } from '@answerpack/shared/pools';
import pg from 'pg';
import type { Child } from '../stack/children.mjs';
import { openMedusas } from '../stack/medusas.mjs';
import { Books } from './books.ts';
import { createCaller, request, untilKnown } from './callers.ts';
import { asker, claimer, editor, owner, type Street } from './clients.ts';
import { expectTheSame } from './comparison.ts';
import { logInOwner, signUpCustomer } from './people.ts';
import { cutConnections, type Harm, killAgainAndAgain } from './trouble.ts';

const DEEP = process.env.ANSWERPACK_DEEP === '1';
const TRAFFIC_SECONDS = DEEP ? 600 : 60;

type Medusas = Awaited<ReturnType<typeof openMedusas>>;
let shop: Medusas;
let one: Awaited<ReturnType<Medusas['add']>>;
let other: typeof one;
let running: [Child, Child];
/** The owner's. */
let token: string;

beforeAll(async () => {
	shop = await openMedusas();
	one = await shop.add('one');
	other = await shop.add('other');
	running = await Promise.all([one.start(), other.start()]);
	token = await logInOwner(one.url, shop.state);
}, 240_000);
afterAll(() => shop?.stop(), 60_000);

/** Where it is between six in the morning and six in the evening now: no day and no month ends under these tests. */
const time_zone = new Date().getUTCHours() < 12 ? 'Etc/GMT-6' : 'Etc/GMT+6';

const settings = (overrides: object = {}) =>
	botSettingsSchema.parse({
		name: 'Faults',
		slug: 'faults',
		version: 1,
		time_zone,
		pools: {
			owner_cap: { credits_per_month: 100_000 },
			free_reserve: { credits: 50, per_visitor: 20 },
			giveaways: { credits_per_month: 1000 },
		},
		...overrides,
	});

describe('while the database cannot be reached', () => {
	const bot_id = 'away';
	const visitor = { kind: 'visitor' as const, key: 'somebody' };
	const newHold = (): HoldBody => ({
		id: randomUUID(),
		subject: visitor,
		purpose: 'answer',
		amount: 1000,
		ttl_seconds: 600,
	});
	const service = () => ({ authorization: `Bearer ${shop.state.secrets.service}` });

	async function ask(
		method: string,
		path: string,
		{ body, headers = service() as object }: { body?: object; headers?: object } = {},
	) {
		const response = await fetch(one.url + path, {
			method,
			headers: { 'Content-Type': 'application/json', ...headers },
			body: body && JSON.stringify(body),
		});
		return { status: response.status, retry: response.headers.get('Retry-After'), body: await response.json() };
	}
	/** As Strapi does it: until it is known how that ended. */
	const again: ReturnType<typeof createCaller> = (call) => createCaller([one.url], shop.state.secrets.service)(call);
	const hold = (body: HoldBody) => ask('POST', `/answerpack/bots/${bot_id}/holds`, { body });
	const unreachable = {
		status: 503,
		retry: expect.stringMatching(/^[1-9]\d*$/),
		body: { error: { code: 'ledger_unreachable', message: expect.any(String), details: expect.any(Object) } },
	};

	/** What is on the database while `work` is done. */
	async function meanwhile<T>(begin: string, end: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
		const client = new pg.Client({ connectionString: shop.database_url });
		await client.connect();
		await client.query(begin);
		try {
			return await work(client);
		} finally {
			await client.query(end);
			await client.end();
		}
	}

	/** Ends the session that waits for a lock, as soon as there is one. */
	async function cutWhoWaits(client: pg.Client): Promise<void> {
		for (;;) {
			await client.query('select pg_stat_clear_snapshot()'); // within a transaction activity is only looked up once
			const { rowCount } = await client.query(
				`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
			);
			if (rowCount) return;
			await pause(20);
		}
	}

	/** Ends all other sessions: the next ones begin with the settings of now. */
	const CUT_ALL =
		'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

	beforeAll(async () => {
		expect(await ask('PUT', `/answerpack/bots/${bot_id}`, { body: settings() })).toMatchObject({ status: 200 });
	});

	test('every call is answered 503 and when to try again; afterwards the same calls do their work once', async () => {
		const kept = newHold();
		const taken = await hold(kept);
		expect(taken.status).toBe(201);
		const settle = () =>
			ask('POST', `/answerpack/bots/${bot_id}/holds/${kept.id}/settle`, {
				body: { amount: 700, usage: { model: 'faults', input_tokens: 1, output_tokens: 1 } },
			});
		const crowd = Array.from({ length: 20 }, newHold);

		await shop.stopPostgres();
		try {
			expect(await settle()).toMatchObject(unreachable);
			for (const answer of await Promise.all(crowd.map(hold))) expect(answer).toMatchObject(unreachable);
			expect(await ask('PUT', `/answerpack/bots/${bot_id}`, { body: settings({ version: 2 }) })).toMatchObject(
				unreachable,
			);
			for (const path of ['ledger', 'bots', 'customers/cus_1/credits', 'offers', 'orders/order_1/credits']) {
				const headers = { authorization: `Bearer ${token}` };
				expect([path, await ask('GET', `/admin/answerpack/${path}`, { headers })]).toMatchObject([path, unreachable]);
			}
			expect(await ask('POST', `/answerpack/bots/${bot_id}/holds`, { headers: {} })).toMatchObject({ status: 401 });
		} finally {
			await shop.startPostgres();
		}

		const settled = await again((ledger) =>
			ledger.settle(bot_id, kept.id, { amount: 700, usage: { model: 'faults', input_tokens: 1, output_tokens: 1 } }),
		);
		expect(settled).toMatchObject({ spent: 700, absorbed: 0 });
		expect(await settle()).toMatchObject({ status: 200, body: settled });
		expect(await hold(kept)).toMatchObject({ status: 200, body: taken.body });
		const first = crowd[0] as HoldBody;
		const answer = await again((ledger) => ledger.hold(bot_id, first));
		expect(await hold(first)).toMatchObject({ status: 200, body: answer });
	});

	test('a connection that is lost in mid-call is a 503, and the same call again does its work once', async () => {
		const body = newHold();
		const lost = await meanwhile('begin; lock credits_pool_window', 'rollback', async (client) => {
			const [answer] = await Promise.all([hold(body), cutWhoWaits(client)]);
			return answer;
		});
		expect(lost).toMatchObject(unreachable);
		const answer = await again((ledger) => ledger.hold(bot_id, body));
		expect(await hold(body)).toMatchObject({ status: 200, body: answer });
	});

	test('so is one that is lost in what Medusa itself looks up before our route', async () => {
		const headers = { 'x-publishable-api-key': shop.publishable_key };
		const path = `/store/answerpack/bots/${bot_id}/offers`;
		const lost = await meanwhile('begin; lock api_key', 'rollback', async (client) => {
			const [answer] = await Promise.all([ask('GET', path, { headers }), cutWhoWaits(client)]);
			return answer;
		});
		expect(lost).toMatchObject(unreachable);
		await untilKnown([one.url], (url) => request(url + path, { headers }));
		// What is not ours keeps Medusa's own shape.
		expect(await ask('GET', '/store/products')).toMatchObject({ status: 400, body: { type: 'not_allowed' } });
	});

	test('so is a database that only reads, as a standby does until it takes over', async () => {
		const only = (state: string) => `alter database medusa set default_transaction_read_only = ${state}`;
		const body = newHold();
		const refused = await meanwhile(
			only('on'),
			`set default_transaction_read_only = off; ${only('off')}`,
			async (client) => {
				await client.query(CUT_ALL);
				return hold(body);
			},
		);
		expect(refused).toMatchObject(unreachable);
		await meanwhile(CUT_ALL, 'select', () => Promise.resolve());
		expect(await again((ledger) => ledger.hold(bot_id, body))).toMatchObject({ id: body.id });
	});
});

test(
	'two processes stay exact together while both are killed and their connections are cut',
	async () => {
		const bot_id = 'busy';
		const urls = [one.url, other.url];
		const books = new Books();
		const call = createCaller(urls, shop.state.secrets.service);
		const published = settings();
		const before = await call((ledger) => ledger.putBot(bot_id, published));
		expect(before.version).toBe(1);
		books.budgets.push({ at: performance.now(), amount: 50_000 });

		const people = [];
		for (let n = 1; n <= 6; n++)
			people.push(await signUpCustomer(one.url, shop.publishable_key, `customer-${n}@faults.example`));
		const asOwner = <T>(method: string, path: string, body?: object) =>
			untilKnown(urls, (url) =>
				request<T>(url + path, { method, body, headers: { authorization: `Bearer ${token}` } }),
			);
		// Four of six can have it.
		const giveaway = { bot_id, code: 'FAULTS', name: 'Faults', credits: 3, total_credits: 12 };
		await asOwner('POST', '/admin/answerpack/giveaways', {
			...giveaway,
			starts_at: new Date(Date.now() - 60_000),
			ends_at: new Date(Date.now() + 3_600_000),
		});

		const ends = performance.now() + TRAFFIC_SECONDS * 1000;
		let done = false;
		const over = () => done || performance.now() > ends;
		const harm: Harm = { processes_killed: [], backends_terminated: 0, postgres_crashed: 0 };
		const street: Street = {
			bot_id,
			call,
			books,
			over,
			shop: (path, { token, body }) => {
				const headers = { authorization: `Bearer ${token}`, 'x-publishable-api-key': shop.publishable_key };
				return untilKnown(urls, (url) => request(url + path, { method: 'POST', body, headers }));
			},
		};
		const work = [
			killAgainAndAgain(running[0], one.start, { over, harm }),
			killAgainAndAgain(running[1], other.start, { over, harm }),
			cutConnections(shop.database_url, { over, harm }),
			editor(street, { ...published, version: 2 }),
			owner(
				street,
				token,
				people.map(({ id }) => id),
			),
			...people.map((person) => claimer(street, person, giveaway.code)),
			...people.map(({ id }) => asker(street, { kind: 'customer', key: id })),
			...Array.from({ length: 12 }, (_, n) => asker(street, { kind: 'visitor', key: `visitor-${n}` })),
			...[1, 2].map((n) => asker(street, { kind: 'operator', key: `operator-${n}` }, 'playground')),
		];
		try {
			await Promise.all(work);
		} finally {
			done = true; // nobody goes on behind a test that is over
			await Promise.allSettled(work);
		}
		console.info('two processes:', {
			holds: books.holds.length,
			refusals: Object.fromEntries(books.refusals),
			...harm,
		});

		// The run was what it should be: everybody was at work, and everything was broken.
		expect(Math.min(...harm.processes_killed, harm.backends_terminated)).toBeGreaterThan(0);
		for (const pool of ['free_reserve', 'end_user_credits', 'owner_cap'] as const) {
			expect([pool, books.totals(pool).answers]).toEqual([pool, expect.any(Number)]);
			expect(books.totals(pool).answers).toBeGreaterThan(0);
		}

		await expectTheSame(books, { bot_id, people, call, asOwner });
	},
	(TRAFFIC_SECONDS * 2 + 180) * 1000,
);
