import type { ModelOnDay } from '../../modules/credits/report-queries';
import { readModelCosts } from '../../modules/reports/options';
import { marginOf, modelCost } from '../model-cost';
import { addUp } from '../money';

const row = (overrides: Partial<ModelOnDay> = {}): ModelOnDay => ({
	bot_id: 'bot1',
	day: '2026-03-01',
	model: 'm',
	answers: 10,
	answers_without_cost: 10,
	input_tokens_without_cost: 2_000_000,
	output_tokens_without_cost: 100_000,
	cost: '0',
	...overrides,
});
const prices = readModelCosts({ currency_code: 'USD', per_million_tokens: { m: { input: 0.15, output: 0.6 } } });
const eur = (amount: number) => ({ amount, currency_code: 'eur' });
const usd = (amount: number) => ({ amount, currency_code: 'usd' });

test('without prices nothing is known, and that is not zero', () => {
	expect(modelCost([row()], undefined)).toEqual({ amount: null, currency_code: null, unknown_answers: 10 });
});

test('tokens cost what the owner says, and what settlements said is added', () => {
	expect(modelCost([row(), row({ model: 'other', answers_without_cost: 0, cost: '0.1' })], prices)).toEqual({
		amount: 0.46,
		currency_code: 'usd',
		unknown_answers: 0,
	});
});

test('a model without a price is not known, while others are', () => {
	expect(modelCost([row(), row({ model: 'other' })], prices)).toMatchObject({ amount: 0.36, unknown_answers: 10 });
});

test('answers without a model cost nothing', () => {
	const extractive = row({ model: 'extractive', input_tokens_without_cost: 0, output_tokens_without_cost: 0 });
	expect(modelCost([extractive], undefined)).toEqual({ amount: 0, currency_code: null, unknown_answers: 0 });
	expect(modelCost([], undefined)).toMatchObject({ amount: 0 });
});

test('the margin is what is left in the currency of the cost, and the others are left alone', () => {
	const cost = { amount: 1.5, currency_code: 'usd', unknown_answers: 0 };
	expect(marginOf([eur(20), usd(10)], [eur(5)], cost)).toEqual([eur(15), usd(8.5)]);
});

test('there is no margin without the cost, or in a currency in which nothing was sold', () => {
	expect(marginOf([eur(20)], [], { amount: null, currency_code: null, unknown_answers: 3 })).toBeNull();
	expect(marginOf([eur(20)], [], { amount: 1, currency_code: 'eur', unknown_answers: 3 })).toBeNull();
	expect(marginOf([eur(20)], [], { amount: 1, currency_code: 'usd', unknown_answers: 0 })).toBeNull();
	expect(marginOf([eur(20)], [], { amount: 0, currency_code: null, unknown_answers: 0 })).toEqual([eur(20)]);
});

test('what is in different currencies is never added, and sums end where the currency does', () => {
	expect(addUp([eur(0.1), eur(0.2), usd(1), { amount: 1200.4, currency_code: 'jpy' }])).toEqual([
		eur(0.3),
		{ amount: 1200, currency_code: 'jpy' },
		usd(1),
	]);
});

test('an option that is wrong says what is wrong', () => {
	expect(() => readModelCosts({ currency_code: 'dollars' })).toThrow(/model_costs\.currency_code .*three letters/);
	expect(readModelCosts(undefined)).toBeUndefined();
});
