import { isServiceSecret, readSecrets, SECRET_LENGTH_MIN } from '../index.js';

const [current, former] = ['x'.repeat(SECRET_LENGTH_MIN), 'y'.repeat(64)];

describe('service secrets from configuration', () => {
	test.each([
		['one', current, [current]],
		['two during a rotation, the current one first', `${current},${former}`, [current, former]],
		['with spaces and a comma too many', ` ${current} , ${former},`, [current, former]],
	])('%s', (_what, configured, expected) => {
		expect(readSecrets(configured)).toEqual(expected);
	});

	test.each([
		['none', undefined],
		['an empty one', ''],
		['only commas', ' , ,'],
		['one that is too short', 'x'.repeat(SECRET_LENGTH_MIN - 1)],
		['a second one that is too short', `${current},short`],
	])('%s: refused in a sentence that says how to make one', (_what, configured) => {
		expect(() => readSecrets(configured)).toThrow(/at least 32 characters, the same in Medusa and Strapi.*node -p/s);
	});

	test('the refusal does not repeat a secret', () => {
		expect(() => readSecrets('hunter2')).toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
		);
	});
});

describe('a given service secret', () => {
	test.each([
		['the current one', current, true],
		['the former one', former, true],
		['another one', 'z'.repeat(64), false],
		['the beginning of one', former.slice(0, 40), false],
		['none', '', false],
		['both at once', `${current},${former}`, false],
	])('%s: %#', (_what, given, expected) => {
		expect(isServiceSecret([current, former], given)).toBe(expected);
	});
});
