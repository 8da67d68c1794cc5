import { backoffMs } from '../backoff';

test('what Medusa refuses is tried ever less often, up to once a minute', () => {
	expect([1, 2, 3, 4, 5, 6, 1000].map((attempts) => backoffMs(attempts, false) / 1000)).toEqual([
		2, 4, 8, 16, 32, 60, 60,
	]);
});

test('while Medusa is away it is tried every two seconds, so that settings are there soon after it is back', () => {
	expect([1, 5, 1000].map((attempts) => backoffMs(attempts, true))).toEqual([2000, 2000, 2000]);
});
