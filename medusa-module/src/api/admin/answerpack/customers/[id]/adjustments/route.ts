import { botIdSchema, parse, textSchema } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { creditsSchema } from '@answerpack/shared/pools';
import { z } from 'zod';
import { actorOf, adminCall } from '../../../admin-call';

const reasonSchema = z
	.string()
	.trim()
	.min(1)
	.max(500)
	.regex(/^[^\0]*$/);
const bodySchema = z.discriminatedUnion('kind', [
	/** The id is the caller's, so that a second click gives nothing twice. */
	z.object({
		kind: z.literal('give'),
		id: z.uuid(),
		bot_id: botIdSchema,
		credits: creditsSchema.positive(),
		valid_days: z.number().int().min(1).max(3650).nullable().default(null),
		reason: reasonSchema,
	}),
	z.object({
		kind: z.literal('take_back'),
		id: z.uuid(),
		bot_id: botIdSchema,
		lot_id: textSchema.min(1),
		credits: creditsSchema.positive(),
		reason: reasonSchema,
	}),
]);

/** Gives a customer credits, or takes back what is left of a lot, for a reason that is kept with who did it. */
export const POST = adminCall(async ({ req, credits, id: customer_id }) => {
	const body = parse(bodySchema, req.body);
	const actor_id = actorOf(req);
	const amount = toMillicredits(body.credits);
	const key = `adjustment:${body.id}`;
	const { bot_id, reason } = body;
	if (body.kind === 'give') {
		const reference = { reason, by: actor_id };
		const { valid_days } = body;
		return credits.grant({
			bot_id,
			customer_id,
			source_key: key,
			category: 'adjustment',
			amount,
			valid_days,
			reference,
		});
	}
	const taken = await credits.revoke(bot_id, { key, lot_id: body.lot_id, amount, reason: `${reason} (${actor_id})` });
	return { lot_id: body.lot_id, ...taken };
});
