import { parse } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { z } from 'zod';
import { refundUnused } from '../../../../../../orders/refund-unused';
import { actorOf, adminCall } from '../../../admin-call';

/** The id is the caller's, so that a second click refunds nothing twice. */
const bodySchema = z.object({ id: z.uuid() });

/** Gives the money of an order's unused credits back, and takes these credits back. */
export const POST = adminCall(async ({ req, id: order_id }) => {
	const { id } = parse(bodySchema, req.body);
	const { credits, ...money } = await refundUnused(req.scope, { order_id, id, by: actorOf(req) });
	return { ...money, credits: toCredits(credits) };
});
