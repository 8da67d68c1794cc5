import { config } from '../../config';
import { createConcurrencyLimit, createLimits } from '../limits';
import { createRateLimiters, type Rate } from '../rate-limiters';

const log = { warn: jest.fn(), info: jest.fn() };
const { create } = createRateLimiters(undefined, log);
const { limits: own } = config.default({ env: () => undefined });
const tooMany = expect.objectContaining({ code: 'too_many_requests', status: 429 });
const outcome = async (act: () => unknown) => {
	try {
		await act();
		return 'ok';
	} catch (error) {
		return error;
	}
};
const times = async (count: number, act: () => unknown) => {
	const outcomes = [];
	for (let n = 0; n < count; n++) outcomes.push(await outcome(act));
	return outcomes;
};

describe('a rate', () => {
	beforeEach(() => jest.useFakeTimers({ now: 0 }));
	afterEach(() => jest.useRealTimers());

	test('lets so much through at once, then so much a minute; others do not mind', async () => {
		const take = create('a', { burst: 3, per_minute: 6 });
		expect(await times(4, () => take('a'))).toEqual(['ok', 'ok', 'ok', tooMany]);
		expect(await outcome(() => take('b'))).toBe('ok');
		expect(await outcome(() => take('a'))).toMatchObject({ details: { retry_after_seconds: 10 } });
		jest.advanceTimersByTime(9_500);
		expect(await outcome(() => take('a'))).toMatchObject({ details: { retry_after_seconds: 1 } });
		jest.advanceTimersByTime(500);
		expect(await times(2, () => take('a'))).toEqual(['ok', tooMany]);
		jest.advanceTimersByTime(60_000);
		expect(await times(4, () => take('a'))).toEqual(['ok', 'ok', 'ok', tooMany]);
	});

	test('of new visitors is scarce: a few from one address, then one every five minutes', async () => {
		const { visitorToken } = createLimits(own, create);
		expect(await times(6, () => visitorToken('a'))).toEqual([...Array(5).fill('ok'), tooMany]);
		expect(await outcome(() => visitorToken('a'))).toMatchObject({ details: { retry_after_seconds: 300 } });
		expect(await outcome(() => visitorToken('b'))).toBe('ok');
		jest.advanceTimersByTime(300_000);
		expect(await times(2, () => visitorToken('a'))).toEqual(['ok', tooMany]);
	});

	test('forgets the oldest of more than ten thousand addresses, so that memory stays bounded', async () => {
		const take = create('many', { burst: 1, per_minute: 1 });
		await take('first');
		for (let n = 0; n < 9_999; n++) await take(`address ${n}`);
		expect(await outcome(() => take('first'))).toEqual(tooMany);
		for (let n = 0; n < 10_000; n++) await take(`another ${n}`);
		expect(await outcome(() => take('first'))).toBe('ok');
	});
});

describe('what runs at the same time', () => {
	test('is limited for each address, and what is over makes room', () => {
		const enter = createConcurrencyLimit({ perAddress: 1, perProcess: 10 });
		const leave = enter('a');
		expect(() => enter('a')).toThrow(tooMany);
		leave();
		expect(() => enter('a')).not.toThrow();
	});

	test('is limited in this process: who comes then is told when to come back', () => {
		const enter = createConcurrencyLimit({ perAddress: 10, perProcess: 2 });
		const leave = enter('a');
		enter('b');
		expect(() => enter('c')).toThrow(
			expect.objectContaining({ code: 'busy', status: 503, details: { retry_after_seconds: 3 } }),
		);
		leave();
		expect(() => enter('c')).not.toThrow();
	});
});

describe('an answer', () => {
	const many: Rate = { burst: 1000, per_minute: 60 };
	const few = { burst: 1, per_minute: 1 };
	const base = { ...own, answersPerVisitor: many, answersPerAddress: many, answersPerBot: many } as typeof own;
	const asking = { visitor: 'v', address: 'a', bot_id: 'b' };
	const others = { visitor: 'v2', address: 'a2', bot_id: 'b2' };

	test.each([
		['answersPerVisitor', 'visitor'],
		['answersPerAddress', 'address'],
		['answersPerBot', 'bot_id'],
	] as const)('counts for %s, and only for the same %s', async (limit, key) => {
		const limits = createLimits({ ...base, [limit]: few }, create);
		const ask = async (who: typeof asking) => (await limits.answer(who)).leave();
		await ask(asking);
		expect(await outcome(() => ask({ ...others, [key]: asking[key] }))).toEqual(tooMany);
		expect(await outcome(() => ask({ ...asking, [key]: others[key] }))).toBe('ok');
	});

	test('that is refused to a visitor uses up nothing of its address, and that of an address nothing of its bot', async () => {
		const limits = createLimits(
			{ ...base, answersPerVisitor: few, answersPerAddress: { burst: 2, per_minute: 1 } },
			create,
		);
		const ask = async (visitor: string) => (await limits.answer({ ...asking, visitor })).leave();
		await ask('one');
		expect(await times(5, () => ask('one'))).toEqual(Array(5).fill(tooMany));
		expect(await outcome(() => ask('two'))).toBe('ok');
		expect(await outcome(() => ask('three'))).toEqual(tooMany);
	});

	test('that was there before is counted nowhere, at once or later', async () => {
		const two = { burst: 2, per_minute: 1 };
		const limits = createLimits(
			{ ...base, answersPerVisitor: two, answersPerAddress: two, answersPerBot: two },
			create,
		);
		for (let n = 0; n < 5; n++) {
			const { leave, uncount } = await limits.answer(asking);
			leave();
			await uncount();
			await uncount();
		}
		const ask = async () => (await limits.answer(asking)).leave();
		expect(await times(3, ask)).toEqual(['ok', 'ok', tooMany]);
	});

	test('that is sent again because its question was counts for itself, and not without end', async () => {
		const limits = createLimits(
			{ ...base, answersPerVisitor: few, callsPerVisitor: { burst: 3, per_minute: 1 } },
			create,
		);
		expect(await times(4, () => limits.call(asking))).toEqual(['ok', 'ok', 'ok', tooMany]);
		expect(await outcome(() => limits.call(others))).toBe('ok');
		expect(await outcome(() => limits.answer(asking))).toBe('ok');
	});

	test('that the rate refuses does not count as running', async () => {
		const limits = createLimits(
			{ ...base, answersPerVisitor: few, answersAtOnce: { perAddress: 2, perProcess: 2 } },
			create,
		);
		(await limits.answer(asking)).leave();
		for (let n = 0; n < 5; n++) expect(await outcome(() => limits.answer(asking))).toEqual(tooMany);
		expect(await outcome(() => limits.answer(others))).toBe('ok');
	});
});
