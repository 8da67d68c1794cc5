import { MathBN } from '@medusajs/framework/utils';
import type { AdminModelCost, AdminMoney } from '../api/admin/answerpack/types';
import type { ModelOnDay } from '../modules/credits/report-queries';
import type { ModelCosts } from '../modules/reports/options';
import { addUp } from './money';

const TOKENS = 1_000_000;

/**
 * What models cost: what the ends of holds said, and for answers whose end did not, their tokens by the owner's prices. Answers
 * without any token cost nothing (nobody asked a model). What is left is not known.
 */
export function modelCost(rows: ModelOnDay[], prices: ModelCosts | undefined): AdminModelCost {
	let amount = MathBN.convert(0);
	let known = rows.length === 0;
	let unknown_answers = 0;
	for (const row of rows) {
		const { model, answers, answers_without_cost, cost } = row;
		const [input, output] = [row.input_tokens_without_cost, row.output_tokens_without_cost];
		const price = prices?.per_million_tokens[model];
		known ||= answers > answers_without_cost;
		amount = MathBN.add(amount, cost);
		if (price) {
			amount = MathBN.sum(amount, MathBN.div(MathBN.mult(input, price.input), TOKENS));
			amount = MathBN.sum(amount, MathBN.div(MathBN.mult(output, price.output), TOKENS));
		}
		if (price || input + output === 0) known = true;
		else unknown_answers += answers_without_cost;
	}
	if (!known) return { amount: null, currency_code: prices?.currency_code ?? null, unknown_answers };
	return { amount: amount.toNumber(), currency_code: prices?.currency_code ?? null, unknown_answers };
}

/**
 * What is left of what was sold, in each currency.
 * @returns nothing when the cost is not known, or when it is in a currency in which nothing was sold: no rate is made up here.
 */
export function marginOf(revenue: AdminMoney[], refunds: AdminMoney[], cost: AdminModelCost): AdminMoney[] | null {
	if (cost.amount === null || cost.unknown_answers > 0) return null;
	const net = addUp([...revenue, ...refunds.map(({ amount, ...money }) => ({ ...money, amount: -amount }))]);
	if (cost.amount === 0) return net;
	if (!net.some(({ currency_code }) => currency_code === cost.currency_code)) return null;
	return addUp([...net, { amount: -cost.amount, currency_code: cost.currency_code as string }]);
}
