import { config } from '../../config';
import { createConcurrencyLimit, createLimits, createRateLimit } from '../limits';

const tooMany = expect.objectContaining({ code: 'too_many_requests', status: 429 });
const outcome = (act: () => unknown) => {
	try {
		act();
		return 'ok';
	} catch (error) {
		return error;
	}
};

test('an address may do so much at once, then so much a minute; others do not mind', () => {
	let now = 0;
	const take = createRateLimit({ burst: 2, per_minute: 6 }, () => now);
	expect([1, 2, 3].map(() => outcome(() => take('a')))).toEqual(['ok', 'ok', tooMany]);
	expect(outcome(() => take('b'))).toBe('ok');
	expect(outcome(() => take('a'))).toMatchObject({ details: { retry_after_seconds: 10 } });
	now = 9_999;
	expect(outcome(() => take('a'))).toMatchObject({ details: { retry_after_seconds: 1 } });
	now = 10_000;
	expect([1, 2].map(() => outcome(() => take('a')))).toEqual(['ok', tooMany]);
});

test('only so many run at once, and one that is over makes room', () => {
	const enter = createConcurrencyLimit(1);
	const leave = enter('a');
	expect(outcome(() => enter('a'))).toEqual(tooMany);
	leave();
	expect(outcome(() => enter('a'))).toBe('ok');
});

test('an answer that the rate refuses does not count as running', () => {
	const rate = { burst: 1, per_minute: 0.001 };
	const limits = createLimits({
		visitorTokens: { burst: 1, per_hour: 1 },
		answers: rate,
		answersAtOnce: 2,
		streamsAtOnce: 2,
	});
	limits.answer('a')();
	for (let n = 0; n < 5; n++) expect(outcome(() => limits.answer('a'))).toEqual(tooMany);
	expect(outcome(() => limits.answer('b'))).toBe('ok');
});

test('new visitors are scarce: a few from one address, then one every five minutes', () => {
	const { limits } = config.default({ env: () => undefined });
	const { visitorToken } = createLimits(limits);
	expect([1, 2, 3, 4, 5].map(() => outcome(() => visitorToken('a')))).toEqual(Array(5).fill('ok'));
	expect(outcome(() => visitorToken('a'))).toMatchObject({ details: { retry_after_seconds: 300 } });
	expect(outcome(() => visitorToken('b'))).toBe('ok');
});
