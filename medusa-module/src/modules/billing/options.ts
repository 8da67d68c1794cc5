import { z } from 'zod';

const secretsSchema = z
	.string()
	.transform((text) => text.split(',').map((secret) => secret.trim()))
	.pipe(z.array(z.string().startsWith('whsec_', 'a signing secret begins with whsec_')).min(1));

const stripeSchema = z.object({
	/** The secret key of the account that Medusa's own Stripe provider uses. */
	api_key: z.string().min(1),
	/** The signing secret of the webhook endpoint; two with a comma between while it is replaced. */
	webhook_secret: secretsSchema,
});
export type StripeOptions = z.infer<typeof stripeSchema>;

/**
 * Reads the part of the plugin's options that plans need.
 * @returns nothing when it is not there: then the shop sells packs, and no plans.
 * @throws Error with a sentence for the operator.
 */
export function readStripeOptions(stripe: unknown): StripeOptions | undefined {
	if (stripe === undefined || stripe === null) return undefined;
	const result = stripeSchema.safeParse(stripe);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw new Error(`Answerpack: the option stripe.${issue?.path.join('.')} is wrong: ${issue?.message}`);
}
