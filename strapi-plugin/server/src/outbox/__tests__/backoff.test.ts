import { backoffMs } from '../backoff';

test('each attempt waits longer than the one before, up to a quarter of a minute', () => {
	expect([1, 2, 3, 4, 5, 6, 100].map(backoffMs)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});
