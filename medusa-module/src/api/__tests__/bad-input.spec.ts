import { claimBodySchema, parse } from '@answerpack/shared/contract';
import { hold, openLedger, SERVICE_SECRET, settings } from '../../modules/credits/__tests__/ledger';
import { serveRoutes } from './routes';

// What must never reach the books: each is refused with a code, and nothing is written.

const BOT = '/answerpack/bots/bot1';
const LONG = 'x'.repeat(256);
const USAGE = { model: 'a-model', input_tokens: 1, output_tokens: 1 };
/** As they would arrive in JSON; NaN and fractions of a string cannot. */
const NO_AMOUNTS = [-1, 0.5, 2 ** 53, '1000', null, true, [1000]];

let books: Awaited<ReturnType<typeof openLedger>>;
let connection: ReturnType<typeof books.connect>;
let routes: Awaited<ReturnType<typeof serveRoutes>>;
/** An open hold of a customer, and a bot that is paused. */
const open = hold({ subject: { kind: 'customer', key: 'cus_1' } });

async function call(method: string, path: string, body?: unknown) {
	const response = await fetch(routes.url + path, {
		method,
		headers: { authorization: `Bearer ${SERVICE_SECRET}` },
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const answer = (await response.json()) as Record<string, unknown> & { error?: { details?: object } };
	return { status: response.status, body: answer };
}

async function expectRefused(status: number, code: string, method: string, path: string, body?: unknown) {
	const before = await books.fingerprints();
	const answer = await call(method, path, body);
	expect(answer).toMatchObject({ status, body: { error: { code, message: expect.stringMatching(/\S/) } } });
	expect(await books.fingerprints()).toEqual(before);
	return answer.body.error?.details;
}

beforeAll(async () => {
	books = await openLedger('answerpack_bad_input');
	connection = books.connect();
	routes = await serveRoutes(books.openProcess({ connection }), connection);
	await books.ledger.putBot('bot1', settings());
	await books.ledger.putBot('bot2', settings());
	await books.ledger.putBot('paused', settings());
	const grant = { customer_id: 'cus_1', source_key: 'grant:li_1', category: 'pack', amount: 10_000 } as const;
	await books.ledger.grant({ bot_id: 'bot1', ...grant });
	await books.ledger.reserve('bot1', open);
	await books.ledger.reserve('paused', open);
	await books.ledger.putBot('paused', settings({ version: 2, status: 'paused' }));
});
afterAll(async () => {
	expect(await books.ledger.audit()).toEqual([]);
	await routes.close();
	await connection.destroy();
	await books.close();
});

describe('scenario 5: an amount', () => {
	it.each(NO_AMOUNTS)('of %p is refused wherever there is one', async (amount) => {
		const ends = `${BOT}/holds/${open.id}`;
		const wrong = { ...hold(), amount };
		const refused = [
			await expectRefused(400, 'invalid_request', 'POST', `${BOT}/holds`, wrong),
			await expectRefused(400, 'invalid_request', 'POST', `${ends}/settle`, { amount, usage: USAGE }),
			await expectRefused(400, 'invalid_request', 'POST', `${ends}/extend`, { ttl_seconds: 60, amount }),
		];
		for (const details of refused) expect(details).toMatchObject({ field: expect.stringMatching(/^amount/) });
	});

	it.each(['NaN', 'Infinity', '1e400', '-1e400', '0x10', '01'])('written as %s is refused', async (amount) => {
		const text = JSON.stringify({ ...hold(), amount: 0 }).replace('"amount":0', `"amount":${amount}`);
		await expectRefused(400, 'invalid_request', 'POST', `${BOT}/holds`, text);
	});
});

describe('a reserve', () => {
	it.each([
		['an id that is no uuid', { id: '1' }],
		['an id of 256 characters', { id: LONG }],
		['a key of 256 characters', { subject: { kind: 'visitor', key: LONG } }],
		['an empty key', { subject: { kind: 'customer', key: '' } }],
		['a key with a NUL', { subject: { kind: 'visitor', key: 'a\0b' } }],
		['a kind of subject that there is not', { subject: { kind: 'owner', key: 'a' } }],
		['a purpose that there is not', { purpose: 'dancing' }],
		['no time to live', { ttl_seconds: 0 }],
		['more than an hour to live', { ttl_seconds: 3601 }],
		['half a second to live', { ttl_seconds: 0.5 }],
	])('with %s is refused', async (_what, change) => {
		await expectRefused(400, 'invalid_request', 'POST', `${BOT}/holds`, { ...hold(), ...change });
	});

	it.each([
		['an unknown bot', '/answerpack/bots/nobody', 404, 'bot_not_found'],
		['a bot id of 255 characters that nobody has', `/answerpack/bots/${LONG.slice(1)}`, 404, 'bot_not_found'],
		['a bot id of 256 characters', `/answerpack/bots/${LONG}`, 400, 'invalid_request'],
		['a bot id with a NUL', '/answerpack/bots/a%00b', 400, 'invalid_request'],
		['a paused bot', '/answerpack/bots/paused', 423, 'bot_paused'],
	])('of %s is refused', async (_what, path, status, code) => {
		await expectRefused(status, code, 'POST', `${path}/holds`, hold());
	});

	it('of a customer of another bot is not paid with those credits', async () => {
		const subject = { kind: 'customer', key: 'cus_1' };
		const answer = await call('POST', '/answerpack/bots/bot2/holds', { ...hold(), subject });
		expect(answer).toMatchObject({ status: 201, body: { pool: 'free_reserve' } });
		const { left, held } = await books.ledger.customerCredits('bot1', 'cus_1');
		expect({ left, held }).toEqual({ left: 9000, held: 1000 });
	});

	it('of a visitor who wants to play or train is refused', async () => {
		for (const purpose of ['playground', 'training']) {
			await expectRefused(403, 'not_allowed', 'POST', `${BOT}/holds`, { ...hold(), purpose });
		}
	});
});

describe('the end of a hold', () => {
	it.each([
		['negative tokens', { ...USAGE, input_tokens: -1 }],
		['half a token', { ...USAGE, output_tokens: 0.5 }],
		['more tokens than can be counted', { ...USAGE, output_tokens: 2 ** 53 }],
		['no tokens', { model: 'a-model' }],
		['a model of 256 characters', { ...USAGE, model: LONG }],
		['a model with a NUL', { ...USAGE, model: 'a\0b' }],
		['a negative cost', { ...USAGE, cost: -0.01 }],
		['nothing', undefined],
	])('with a usage of %s is refused', async (_what, usage) => {
		const body = { amount: 1000, usage };
		await expectRefused(400, 'invalid_request', 'POST', `${BOT}/holds/${open.id}/settle`, body);
	});

	it.each([
		['no reason', {}],
		['an empty reason', { reason: '' }],
		['a reason of 256 characters', { reason: LONG }],
	])('with %s is refused', async (_what, body) => {
		await expectRefused(400, 'invalid_request', 'POST', `${BOT}/holds/${open.id}/release`, body);
	});

	it.each([
		['settle', { amount: 1000, usage: USAGE }],
		['release', { reason: 'failed' }],
		['extend', { ttl_seconds: 60 }],
	])('that is another bot’s is not found: %s', async (end, body) => {
		await expectRefused(404, 'hold_not_found', 'POST', `/answerpack/bots/bot2/holds/${open.id}/${end}`, body);
		await expectRefused(404, 'hold_not_found', 'POST', `${BOT}/holds/${LONG}/${end}`, body);
	});

	it('of a bot that is paused by now is taken: the answer was given before', async () => {
		const settle = { amount: 1000, usage: USAGE };
		const path = `/answerpack/bots/paused/holds/${open.id}`;
		await expectRefused(423, 'bot_paused', 'POST', `${path}/extend`, { ttl_seconds: 60, amount: 2000 });
		expect(await call('POST', `${path}/settle`, settle)).toMatchObject({ status: 200, body: { spent: 1000 } });
	});
});

describe('a giveaway’s code', () => {
	it.each([
		['of 256 characters', LONG],
		['of two characters', 'AB'],
		['with a NUL', 'SPR\0ING'],
		['with a space in it', 'SPR ING'],
		['that is a number', 12345],
	])('%s is refused before any book is opened', (_what, code) => {
		expect(() => parse(claimBodySchema, { code })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
	});
});

describe('settings', () => {
	const { pools } = settings();
	const owner_cap = (change: object) => ({ pools: { ...pools, owner_cap: { ...pools.owner_cap, ...change } } });
	const free_reserve = (change: object) => ({
		pools: { ...pools, free_reserve: { ...pools.free_reserve, ...change } },
	});

	it.each([
		['a negative budget', owner_cap({ credits_per_month: -1 })],
		['a budget with a fourth decimal', owner_cap({ credits_per_month: 0.0001 })],
		['a budget past all counting', owner_cap({ credits_per_month: 1e300 })],
		['no budget', owner_cap({ credits_per_month: undefined })],
		['a share over 100 %', owner_cap({ open_to_visitors_percent: 101 })],
		['a share below 0 %', owner_cap({ training_percent: -1 })],
		['a share of half a percent', owner_cap({ open_to_visitors_percent: 0.5 })],
		['an alert over 100 %', owner_cap({ alert_at_percent: [101] })],
		['eleven alerts', owner_cap({ alert_at_percent: Array(11).fill(50) })],
		['a negative reserve', free_reserve({ credits: -1 })],
		['a negative limit for one visitor', free_reserve({ per_visitor: -1 })],
		['a window that there is not', free_reserve({ window: 'week' })],
		['negative giveaways', { pools: { ...pools, giveaways: { credits_per_month: -1 } } }],
		['an order that there is not', { pools: { ...pools, paying_visitors: 'never' } }],
		['a negative price', { price: { mode: 'per_answer', credits: -1 } }],
		['a metered price without rates', { price: { mode: 'metered' } }],
		['a price of no known kind', { price: { mode: 'by_mood', credits: 1 } }],
		['a time zone that there is not', { time_zone: 'Mars/Olympus_Mons' }],
		['a time zone by its offset', { time_zone: '+02:00' }],
		['a negative version', { version: -1 }],
		['a version past all counting', { version: 2 ** 53 }],
		['a name of 256 characters', { name: LONG }],
		['a name with a NUL', { name: 'a\0b' }],
		['a slug of 256 characters', { slug: LONG }],
	])('with %s are refused, and the stored ones stay', async (_what, change) => {
		const details = await expectRefused(400, 'invalid_request', 'PUT', BOT, { ...settings({ version: 2 }), ...change });
		expect(details).toMatchObject({ field: expect.stringContaining(Object.keys(change)[0] as string) });
	});

	it('for a bot id of 256 characters are refused', async () => {
		await expectRefused(400, 'invalid_request', 'PUT', `/answerpack/bots/${LONG}`, settings());
	});
});
