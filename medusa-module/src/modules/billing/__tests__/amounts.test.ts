import { fromUnits, toUnits } from '../stripe/amounts';

describe('an amount at Stripe', () => {
	it.each([
		[9.9, 'eur', 990],
		[8.165, 'EUR', 817],
		[0.005, 'usd', 1],
		[1000, 'jpy', 1000],
		[5.124, 'kwd', 5120],
		[300, 'isk', 30_000],
		[1500, 'huf', 150_000],
		[0, 'eur', 0],
	])('for %p %s is %p', (amount, currency, units) => {
		expect(toUnits(amount, currency)).toBe(units);
	});

	it.each([
		[990, 'eur', 9.9],
		[1000, 'jpy', 1000],
		[5120, 'kwd', 5.12],
	])('of %p %s is read as %p by people', (units, currency, amount) => {
		expect(fromUnits(units, currency)).toBe(amount);
	});
});
