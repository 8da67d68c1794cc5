import { withCost } from '../cost';

const usage = { model: 'a-model', input_tokens: 1234, output_tokens: 56 };
const prices = { 'a-model': { input: 0.25, output: 2 } };

test.each([
	['the tokens by the price of the model', usage, prices, 0.0004205],
	['what the provider said, whatever the price list says', { ...usage, cost: 0.5 }, prices, 0.5],
	['nothing where the provider says that it was nothing', { ...usage, cost: 0 }, prices, 0],
	['not known without a price of this model', { ...usage, model: 'another' }, prices, undefined],
	['not known without prices', usage, {}, undefined],
	[
		'a price without binary noise',
		{ ...usage, input_tokens: 3, output_tokens: 0 },
		{ 'a-model': { input: 0.1, output: 0 } },
		3e-7,
	],
])('an answer costs %s', (_what, used, list, cost) => {
	expect(withCost(used, list).cost).toBe(cost);
});
