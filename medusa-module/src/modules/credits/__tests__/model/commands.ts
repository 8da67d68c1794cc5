import fc from 'fast-check';
import type { Expiry, Operation, Tick } from './operations';

/**
 * Arbitrary operations over few names and few round amounts, so that they meet: the same key, the same subject, an amount
 * that is exactly what is left.
 */
const bot = fc.oneof(
	{ weight: 50, arbitrary: fc.constant('bot1') },
	{ weight: 5, arbitrary: fc.constant('bot2') },
	{ weight: 1, arbitrary: fc.constant('nobody') },
);
const customer = fc.constantFrom('ann', 'ann', 'bob');
const amount = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(1000, 500, 1500, 2000, 3000) },
	{ weight: 1, arbitrary: fc.constantFrom(0, 1, 999, 5000, 20_000) },
);
const ttl = fc.constantFrom(60, 1, 3600);
const recent = fc.oneof({ weight: 4, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(6) });
const key = fc.nat(2);
const code = fc.constantFrom('SPRING', 'SPRING', 'SUMMER');
const dispute = fc.nat(1);

const put: fc.Arbitrary<Operation> = fc.record({
	do: fc.constant('put' as const),
	bot,
	version: fc.constantFrom('next', 'next', 'next', 'same', 'older'),
	status: fc.oneof(
		{ weight: 9, arbitrary: fc.constant('active' as const) },
		{ weight: 1, arbitrary: fc.constant('paused' as const) },
	),
	zone: fc.constantFrom('Europe/Berlin', 'Europe/Berlin', 'Europe/Berlin', 'UTC', 'America/New_York'),
	owner: fc.constantFrom(10, 5, 5, 2.5, 2, 1, 0),
	open: fc.constantFrom(0, 50, 33, 100),
	training: fc.constantFrom(100, 0, 50, 33),
	reserve: fc.constantFrom(5, 30, 10, 3, 2, 1, 0),
	window: fc.constantFrom('day', 'day', 'month'),
	each: fc.constantFrom(2, null, 3, 50, 1.5, 1, 0),
	giveaways: fc.constantFrom(10, 20, 5, 0),
	first: fc.constantFrom('credits_first', 'credits_first', 'free_first'),
});

const expiry: fc.Arbitrary<Expiry> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant('never' as const) },
	fc.record({ days: fc.constantFrom(1, 30) }),
	fc.record({ at_ms: fc.constantFrom(3_600_000, 60_000, 86_400_000, 1000, 0) }),
);

const grant: fc.Arbitrary<Operation> = fc.record({
	do: fc.constant('grant' as const),
	bot,
	customer,
	key: fc.nat(15),
	category: fc.constantFrom('pack', 'pack', 'pack', 'giveaway', 'plan', 'adjustment'),
	amount: fc.constantFrom(1000, 500, 1500, 2000, 3000, 5000, 1000, 500, 1500, 2000, 3000, 0),
	expires: expiry,
});

const asker = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant('customer' as const), key: customer }) },
	// A visitor may bear the name of a customer and is somebody else.
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('visitor' as const), key: fc.constantFrom('eve', 'ann') }) },
);
const operator = fc.record({ kind: fc.constant('operator' as const), key: fc.constant('editor') });
const purpose = fc.constantFrom('answer' as const, 'training' as const, 'playground' as const);
const asks = fc.oneof(
	{ weight: 15, arbitrary: fc.record({ subject: asker, purpose: fc.constant('answer' as const) }) },
	{ weight: 4, arbitrary: fc.record({ subject: operator, purpose }) },
	{ weight: 1, arbitrary: fc.record({ subject: asker, purpose }) },
);
const newHold = fc.oneof({ weight: 15, arbitrary: fc.constant('new' as const) }, { weight: 1, arbitrary: recent });
const reserve: fc.Arbitrary<Operation> = fc
	.record({ bot, hold: newHold, asks, amount, ttl })
	.map(({ asks, ...it }) => ({ do: 'reserve', ...it, ...asks }));

const extend: fc.Arbitrary<Operation> = fc.record(
	{ do: fc.constant('extend' as const), bot, hold: recent, ttl, amount },
	{ requiredKeys: ['do', 'bot', 'hold', 'ttl'] },
);
const settle: fc.Arbitrary<Operation> = fc.record({ do: fc.constant('settle' as const), bot, hold: recent, amount });
const release: fc.Arbitrary<Operation> = fc.record({
	do: fc.constant('release' as const),
	bot,
	hold: recent,
	reason: fc.constantFrom('failed', 'stopped'),
});
const revoke: fc.Arbitrary<Operation> = fc.record({
	do: fc.constant('revoke' as const),
	bot,
	lot: recent,
	key,
	amount,
});
const freeze: fc.Arbitrary<Operation> = fc.record({
	do: fc.constant('freeze' as const),
	bot,
	lot: recent,
	key: dispute,
});
const thaw: fc.Arbitrary<Operation> = fc.record({ do: fc.constant('thaw' as const), bot, key: dispute });
const offer: fc.Arbitrary<Operation> = fc.record({
	do: fc.constant('offer' as const),
	bot,
	code,
	amount: fc.constantFrom(1000, 3000, 6000),
	claims: fc.constantFrom(1, 2, 10),
	from_days: fc.constantFrom(0, -1, -1, 1),
	days: fc.constantFrom(40, 2),
	valid_days: fc.constantFrom(30, null, 1),
});
const claim: fc.Arbitrary<Operation> = fc.record({ do: fc.constant('claim' as const), bot, code, customer });
const endOffer: fc.Arbitrary<Operation> = fc.record({ do: fc.constant('end offer' as const), bot, code });
const again: fc.Arbitrary<Operation> = fc.record({ do: fc.constant('again' as const), back: fc.nat(4) });

export const operation: fc.Arbitrary<Operation> = fc.oneof(
	{ weight: 30, arbitrary: reserve },
	{ weight: 12, arbitrary: settle },
	{ weight: 9, arbitrary: grant },
	{ weight: 6, arbitrary: extend },
	{ weight: 5, arbitrary: put },
	{ weight: 5, arbitrary: release },
	{ weight: 5, arbitrary: revoke },
	{ weight: 5, arbitrary: again },
	{ weight: 4, arbitrary: freeze },
	{ weight: 3, arbitrary: thaw },
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('expire holds' as const) }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('expire lots' as const) }) },
	{ weight: 4, arbitrary: claim },
	{ weight: 3, arbitrary: offer },
	{ weight: 1, arbitrary: endOffer },
);

export const tick: fc.Arbitrary<Tick> = fc.oneof(
	{
		weight: 1,
		// Clocks of instances differ, so one may also be a little behind the last.
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			ms: fc.constantFrom(1000, 1000, 60_000, 3_600_000, 8 * 86_400_000, -2000),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('wait for' as const),
			next: fc.constantFrom('hold', 'hold', 'hold', 'lot', 'lot', 'lot', 'day', 'day', 'month'),
			early: fc.boolean(),
		}),
	},
);

/** Where the clock begins: an ordinary noon, the eves of both clock changes, and the last ms of January in Berlin. */
export const beginning = fc.constantFrom(
	'2026-03-10T12:00:00.000Z',
	'2026-03-28T22:59:59.000Z',
	'2026-10-24T21:59:59.000Z',
	'2026-01-31T22:59:59.999Z',
);

/** A bot is there, with settings of some kind, customers who have something, and answers under way. */
export const opening: fc.Arbitrary<Operation[]> = fc
	.tuple(
		put,
		fc.oneof({ weight: 1, arbitrary: put }, { weight: 1, arbitrary: offer }),
		fc.array(grant, { maxLength: 6, size: 'max' }),
		fc.array(reserve, { maxLength: 3 }),
	)
	.map(([first, second, grants, reserves]) => [
		{ ...first, bot: 'bot1', status: 'active' } as Operation,
		{ ...second, bot: second.do === 'put' ? 'bot2' : 'bot1' },
		...grants,
		...reserves,
	]);

/** Long ones too, from the first run on. */
export const sequenceOf = <T>(one: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> =>
	fc.noBias(fc.array(one, { maxLength, size: 'max' }));

/** Operations that are asked at once, each of one of three processes. */
export const atOnce = fc.array(fc.record({ process: fc.nat(2), operation }), { minLength: 2, maxLength: 5 });
