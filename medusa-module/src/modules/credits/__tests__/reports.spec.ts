import fc from 'fast-check';
import { addDays, localDay } from '../../../reports/days';
import { hold, NOON, openLedger, settings } from './ledger';

// What the owner's reports say is what stands in the books, whatever was done before.

const BOT = 'bot1';
const ZONE = 'Pacific/Auckland'; // half a day away from the database's
const DAYS = { bot_ids: [BOT], from: '2026-01-01', to: '2026-12-31' };
const USAGE = { model: 'extractive', input_tokens: 0, output_tokens: 0 };

let books: Awaited<ReturnType<typeof openLedger>>;
let now: number;

beforeAll(async () => {
	books = await openLedger('answerpack_reports');
});
afterAll(() => books.close());
beforeEach(start);

async function start() {
	await books.clear();
	now = Date.parse(NOON);
	await books.ledger.putBot(BOT, settings({ time_zone: ZONE }));
}

function pass(hours: number) {
	now += hours * 3_600_000;
	books.setNow(new Date(now).toISOString());
}

const CUSTOMERS = ['cus_1', 'cus_2'];
const amount = fc.integer({ min: 1, max: 12_000 });
const anyone = fc.constantFrom(...CUSTOMERS);
const step = fc.oneof(
	fc.record({
		do: fc.constant('grant' as const),
		customer: anyone,
		amount,
		category: fc.constantFrom('pack' as const, 'plan' as const, 'giveaway' as const, 'adjustment' as const),
		valid_days: fc.option(fc.integer({ min: 1, max: 6 })),
		key: fc.constantFrom('grant:', 'plan:in_1:rollover?', 'restored:re_1:'),
	}),
	fc.record({ do: fc.constant('ask' as const), customer: fc.option(anyone), amount }),
	fc.record({ do: fc.constant('settle' as const), amount }),
	fc.record({ do: fc.constant('release' as const) }),
	fc.record({ do: fc.constant('revoke' as const), amount, moves: fc.boolean() }),
	fc.record({ do: fc.constant('freeze' as const) }),
	fc.record({ do: fc.constant('thaw' as const) }),
	fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 60 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

/** Does it all, as far as the ledger lets it, and sweeps in the end. */
async function run(steps: Step[]) {
	const { ledger } = books;
	const lots: string[] = [];
	const open: string[] = [];
	const disputes: string[] = [];
	/** A refusal is part of life. */
	const attempt = async <T>(call: Promise<T>) => call.catch((error: { code?: string }) => error.code && undefined);
	for (const [n, one] of steps.entries()) {
		const lot_id = lots.at(-1);
		switch (one.do) {
			case 'grant': {
				const { customer: customer_id, category, valid_days, key } = one;
				const source_key = key.endsWith('?') ? `plan:in_${n}:rollover` : `${key}${n}`;
				lots.push(
					(await ledger.grant({ bot_id: BOT, customer_id, category, valid_days, source_key, amount: one.amount }))
						.lot_id,
				);
				break;
			}
			case 'ask': {
				const subject = one.customer
					? ({ kind: 'customer', key: one.customer } as const)
					: ({ kind: 'visitor', key: 'v' } as const);
				const held = await attempt(
					ledger.reserve(BOT, hold({ subject, amount: Math.min(one.amount, 3000), ttl_seconds: 3600 })),
				);
				if (held) open.push(held.id);
				break;
			}
			case 'settle':
				if (open[0]) await attempt(ledger.settle(BOT, open.shift() as string, { amount: one.amount, usage: USAGE }));
				break;
			case 'release':
				if (open[0]) await attempt(ledger.release(BOT, open.shift() as string, { reason: 'it failed' }));
				break;
			case 'revoke': {
				const key = one.moves ? `plan:in_${n}:rollover:${lot_id}` : `reversal:re_${n}`;
				if (lot_id) await ledger.revoke(BOT, { key, lot_id, amount: one.amount, reason: 'refund' });
				break;
			}
			case 'freeze':
				if (lot_id) await ledger.freeze(BOT, `dispute:${n}`, lot_id).then(() => disputes.push(`dispute:${n}`));
				break;
			case 'thaw':
				if (disputes[0]) await ledger.thaw(BOT, disputes.shift() as string);
				break;
			case 'pass':
				pass(one.hours);
		}
	}
	await ledger.expireHolds(1000);
	await ledger.expireLots(1000);
	expect(await ledger.audit()).toEqual([]);
}

/** What the entries say, summed by local day where that is asked for. */
async function entries(where: string, by: 'day' | 'all' = 'all'): Promise<Record<string, number>> {
	const day = by === 'day' ? `to_char(at at time zone '${ZONE}', 'YYYY-MM-DD')` : `'all'`;
	const rows = await books.rows<{ day: string; amount: number }>(
		`select ${day} as day, sum(amount)::float8 as amount from credits_entry where ${where} group by 1`,
	);
	return Object.fromEntries(rows.map(({ day, amount }) => [day, amount]));
}

function byDay(rows: { day: string; amount: number }[]): Record<string, number> {
	const days: Record<string, number> = {};
	for (const { day, amount } of rows) days[day] = (days[day] ?? 0) + amount;
	return days;
}

const total = (days: Record<string, number>) => Object.values(days).reduce((sum, amount) => sum + amount, 0);

test('whatever was done, sums of the report are sums of the entries', async () => {
	await fc.assert(
		fc
			.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), async (steps) => {
				await run(steps);
				const [used, changes, [left]] = await Promise.all([
					books.ledger.usedByDay(DAYS),
					books.ledger.changesByDay(DAYS),
					books.ledger.outstanding([BOT]),
				]);
				const of = (...kinds: string[]) => byDay(changes.filter(({ change }) => kinds.includes(change)));

				const spent = (pool: boolean) =>
					byDay(
						used
							.filter((row) => (row.pool === 'end_user_credits') === pool)
							.map(({ day, spent }) => ({ day, amount: spent })),
					);
				const without = (days: Record<string, number>) =>
					Object.fromEntries(Object.entries(days).filter(([, n]) => n > 0));
				expect(without(spent(true))).toEqual(await entries(`target = 'spent' and lot_id is not null`, 'day'));
				expect(without(spent(false))).toEqual(await entries(`target = 'spent' and lot_id is null`, 'day'));

				const granted = of('pack', 'plan', 'giveaway', 'adjustment', 'moved_in', 'given_again');
				expect(granted).toEqual(await entries(`operation = 'grant'`, 'day'));
				// What an open answer gives back later is taken, and expires, on the day that brought it about.
				expect(total(of('taken_back', 'moved_out'))).toBe(total(await entries(`target = 'revoked'`)));
				expect(total(of('expired'))).toBe(total(await entries(`target = 'expired'`)));

				const [accounts] = await books.rows<{ left: number; held: number }>(
					`select coalesce(sum(available), 0)::float8 as left, coalesce(sum(held), 0)::float8 as held from credits_account`,
				);
				expect({ left: left?.left ?? 0, held: left?.held ?? 0 }).toEqual(accounts);
				const gone = total(spent(true)) + total(of('expired')) + total(of('taken_back', 'moved_out'));
				expect(total(granted) - gone).toBe((left?.left ?? 0) + (left?.held ?? 0) + (left?.disputed ?? 0));
			})
			.beforeEach(start),
		{ numRuns: Number(process.env.ANSWERPACK_RUNS ?? 25), seed: 20261122 },
	);
}, 120_000);

test('a day is the bot’s own, from its midnight to its midnight', async () => {
	const grant = { bot_id: BOT, customer_id: 'cus_1', category: 'pack', amount: 5000 } as const;
	const midnight = Date.parse('2026-03-11T11:00:00Z'); // 00:00 on the 12th in Auckland
	for (const [n, at] of [midnight - 1, midnight].entries()) {
		books.setNow(new Date(at).toISOString());
		await books.ledger.grant({ ...grant, source_key: `grant:${n}` });
		const { id } = await books.ledger.reserve(BOT, hold({ subject: { kind: 'customer', key: 'cus_1' } }));
		await books.ledger.settle(BOT, id, { amount: 1000, usage: USAGE });
	}
	const days = { bot_ids: [BOT], from: '2026-03-11', to: '2026-03-12' };
	expect((await books.ledger.changesByDay(days)).map(({ day }) => day)).toEqual(['2026-03-11', '2026-03-12']);
	expect((await books.ledger.usedByDay(days)).map(({ day, spent }) => [day, spent])).toEqual([
		['2026-03-11', 1000],
		['2026-03-12', 1000],
	]);
	expect((await books.ledger.modelsByDay(days)).map(({ day, answers }) => [day, answers])).toEqual([
		['2026-03-11', 1],
		['2026-03-12', 1],
	]);
	const only = { ...days, from: '2026-03-12' };
	expect(await books.ledger.changesByDay(only)).toHaveLength(1);
	expect(await books.ledger.usedByDay(only)).toHaveLength(1);
	expect(await books.ledger.modelsByDay(only)).toHaveLength(1);
	expect(localDay(new Date(midnight), ZONE)).toBe('2026-03-12');
	expect(localDay(new Date(midnight - 1), ZONE)).toBe('2026-03-11');
});

test('what expired counts on its day, whether the sweeper has come by or not', async () => {
	const grant = { bot_id: BOT, customer_id: 'cus_1', category: 'giveaway', amount: 5000 } as const;
	await books.ledger.grant({ ...grant, source_key: 'g', valid_days: 2 });
	pass(24 * 10);
	const expired = [{ bot_id: BOT, day: addDays(localDay(new Date(NOON), ZONE), 2), change: 'expired', amount: 5000 }];
	const ask = async () => (await books.ledger.changesByDay(DAYS)).filter(({ change }) => change === 'expired');
	expect(await ask()).toEqual(expired);
	expect(await books.ledger.outstanding([BOT])).toEqual([{ bot_id: BOT, left: 0, held: 0, disputed: 0 }]);
	await books.ledger.expireLots(10);
	expect(await ask()).toEqual(expired);
});

test('of models it counts what was free for its asker, and cost the owner', async () => {
	const usage = { model: 'm', input_tokens: 500, output_tokens: 2, cost: 0.001 };
	const [unknown, late, free] = await Promise.all(
		[1, 2, 3].map(() => books.ledger.reserve(BOT, hold({ amount: 100 }))),
	);
	await books.ledger.release(BOT, String(unknown?.id), { reason: 'unknown', usage });
	await books.ledger.release(BOT, String(free?.id), { reason: 'stopped' });
	pass(24);
	await books.ledger.expireHolds(10);
	await books.ledger.release(BOT, String(late?.id), { reason: 'model_unreachable', usage });
	const [first, second] = [{ day: '2026-03-11' }, { day: '2026-03-12' }].map((day) => ({
		...day,
		bot_id: BOT,
		model: 'm',
		answers: 1,
		answers_without_cost: 0,
		input_tokens_without_cost: 0,
		output_tokens_without_cost: 0,
		cost: '0.001',
	}));
	expect(await books.ledger.modelsByDay(DAYS)).toEqual([first, second]);
	expect(await books.ledger.usedByDay(DAYS)).toEqual([]);
	expect(await books.ledger.audit()).toEqual([]);
});

test('of models it says what settlements said, and the tokens of those that did not', async () => {
	for (const usage of [
		{ model: 'm', input_tokens: 1000, output_tokens: 100, cost: 0.0012 },
		{ model: 'm', input_tokens: 2000, output_tokens: 200 },
		{ model: 'm', input_tokens: 1, output_tokens: 1, cost: 0 },
	]) {
		const { id } = await books.ledger.reserve(BOT, hold({ amount: 100 }));
		await books.ledger.settle(BOT, id, { amount: 100, usage });
	}
	const released = await books.ledger.reserve(BOT, hold({ amount: 100 }));
	await books.ledger.release(BOT, released.id, { reason: 'it failed' });
	expect(await books.ledger.modelsByDay(DAYS)).toEqual([
		{
			bot_id: BOT,
			day: '2026-03-11',
			model: 'm',
			answers: 3,
			answers_without_cost: 1,
			input_tokens_without_cost: 2000,
			output_tokens_without_cost: 200,
			cost: '0.0012',
		},
	]);
});
