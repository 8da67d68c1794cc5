import { z } from 'zod';

const perMillion = z.number().nonnegative();

const modelCostsSchema = z.object({
	/** What the provider bills in. */
	currency_code: z
		.string()
		.regex(/^[a-z]{3}$/i, 'a currency has three letters, such as usd')
		.toLowerCase(),
	/** What a million tokens of a model cost, for answers whose settlement did not say what they cost. */
	per_million_tokens: z.record(z.string(), z.object({ input: perMillion, output: perMillion })).default({}),
});
export type ModelCosts = z.infer<typeof modelCostsSchema>;

/**
 * Reads the part of the plugin's options that says what models cost.
 * @returns nothing when it is not there: then reports say that the cost is not known.
 * @throws Error with a sentence for the operator.
 */
export function readModelCosts(option: unknown): ModelCosts | undefined {
	if (option === undefined || option === null) return undefined;
	const result = modelCostsSchema.safeParse(option);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw new Error(`Answerpack: the option model_costs.${issue?.path.join('.')} is wrong: ${issue?.message}`);
}
