import type { Subject } from '@answerpack/shared/contract';
import { openLedger } from '../ledger';
import { sameInSomeOrder } from './at-once';
import { sameOneAtATime } from './one-at-a-time';
import type { Operation, Published } from './operations';

/** Found by the other two specs, made small and given a name. */
const NOON = '2026-03-10T12:00:00.000Z';
/** How often a race is run: each had shown itself within a few. */
const ROUNDS = 10;
const terms: Published = {
	status: 'active',
	zone: 'Europe/Berlin',
	owner: 5,
	open: 0,
	training: 100,
	reserve: 5,
	window: 'day',
	each: 5,
	giveaways: 10,
	first: 'credits_first',
};
const put = (change: Partial<Published> = {}): Operation => ({
	do: 'put',
	bot: 'bot1',
	version: 'next',
	...terms,
	...change,
});
const ann: Subject = { kind: 'customer', key: 'ann' };
const bob: Subject = { kind: 'customer', key: 'bob' };
const reserve = (subject: Subject, amount: number, ttl = 60): Operation => ({
	do: 'reserve',
	bot: 'bot1',
	hold: 'new',
	subject,
	purpose: 'answer',
	amount,
	ttl,
});
const grant = (customer: string, key: number): Operation => ({
	do: 'grant',
	bot: 'bot1',
	customer,
	key,
	category: 'pack',
	amount: 1000,
	expires: { at_ms: 60_000 },
});
const atOnce = (...operations: Operation[]) =>
	operations.map((operation, process) => ({ process: process % 3, operation }));

describe('the model once found that', () => {
	let books: Awaited<ReturnType<typeof openLedger>>;

	beforeAll(async () => {
		books = await openLedger('answerpack_counterexamples_spec');
	});
	afterAll(() => books.close());

	it('a lot that had expired was taken back or frozen, unless the sweeper had been there first', async () => {
		const expired = [put(), grant('ann', 0), { do: 'wait for', next: 'lot', early: false }] as const;
		const revoke: Operation = { do: 'revoke', bot: 'bot1', lot: 0, key: 0, amount: 1000 };
		const freeze: Operation = { do: 'freeze', bot: 'bot1', lot: 0, key: 0 };
		for (const takeBack of [revoke, freeze]) {
			await sameOneAtATime(books, NOON, [...expired, takeBack]);
			await sameOneAtATime(books, NOON, [...expired, { do: 'expire lots' }, takeBack]);
		}
	});

	it('a customer whose grant had been refused was told of credits that they never had', async () => {
		await sameOneAtATime(books, NOON, [put(), grant('ann', 0), grant('bob', 0), reserve(bob, 20_000)]);
	});

	it('another time zone opened a second month for giveaways', async () => {
		const offer: Operation = {
			do: 'offer',
			bot: 'bot1',
			code: 'SPRING',
			amount: 3000,
			claims: 10,
			from_days: 0,
			days: 40,
			valid_days: null,
		};
		const claim = (customer: string): Operation => ({ do: 'claim', bot: 'bot1', code: 'SPRING', customer });
		const terms = { giveaways: 5 };
		await sameOneAtATime(books, NOON, [put(terms), offer, claim('ann'), put({ ...terms, zone: 'UTC' }), claim('bob')]);
	});

	it('who opened a window together were each told what was left without the other', async () => {
		for (let round = 0; round < ROUNDS; round++)
			await sameInSomeOrder(books, NOON, [atOnce(put()), atOnce(reserve(ann, 1000), reserve(bob, 1000))]);
	});

	it('a late settle absorbed all when somebody else took a part meanwhile', async () => {
		const late: Operation = { do: 'settle', bot: 'bot1', hold: 0, amount: 5000 };
		for (let round = 0; round < ROUNDS; round++)
			await sameInSomeOrder(books, NOON, [
				atOnce(put()),
				atOnce(reserve(ann, 5000, 1)),
				{ do: 'wait for', next: 'hold', early: false },
				atOnce({ do: 'expire holds' }),
				atOnce(reserve(bob, 1000), late),
			]);
	});

	it('a window hung whoever asked, when another time zone began it at the same moment and ended it at another', async () => {
		const wide = { reserve: 30, window: 'month', each: 30 } as const;
		await sameOneAtATime(books, NOON, [
			put(wide),
			reserve(ann, 1000),
			put({ ...wide, zone: 'Africa/Lagos' }),
			{ do: 'wait for', next: 'month', early: true },
			reserve(bob, 1000),
		]);
	});

	it('a limit that was published while a window opened was never kept', async () => {
		for (let round = 0; round < ROUNDS; round++)
			await sameInSomeOrder(books, NOON, [
				atOnce(put({ reserve: 5 })),
				atOnce(reserve(ann, 1), put({ reserve: 1 })),
				atOnce(reserve(bob, 2000)),
			]);
	});

	it('an answer grew in another window than its own when the reserve was counted by month instead of by day', async () => {
		const grow: Operation = { do: 'extend', bot: 'bot1', hold: 0, ttl: 60, amount: 1500 };
		await sameOneAtATime(books, NOON, [put(), reserve(ann, 1000), put({ window: 'month' }), grow]);
	});

	it('an answer was not allowed to grow while settings were published', async () => {
		for (let round = 0; round < ROUNDS; round++)
			await sameInSomeOrder(books, NOON, [
				atOnce(put()),
				atOnce(reserve(ann, 1000)),
				atOnce({ do: 'extend', bot: 'bot1', hold: 0, ttl: 60, amount: 2000 }, put({ each: 4 })),
			]);
	});

	it('a late settle absorbed all while settings were published', async () => {
		const late: Operation = { do: 'settle', bot: 'bot1', hold: 0, amount: 5000 };
		for (let round = 0; round < ROUNDS; round++)
			await sameInSomeOrder(books, NOON, [
				atOnce(put()),
				atOnce(reserve(ann, 5000, 1)),
				{ do: 'wait for', next: 'hold', early: false },
				atOnce({ do: 'expire holds' }),
				atOnce(reserve(bob, 1), late, put({ each: 4 })),
			]);
	});
});
