import { botIdSchema, parse, textSchema } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { creditsSchema } from '@answerpack/shared/pools';
import { z } from 'zod';
import { findOffers } from '../../../../queries/offers';
import { requireSellable } from '../../../../queries/sellable-variants';
import { createCreditOffersWorkflow } from '../../../../workflows/create-credit-offers';
import { pageSchema } from '../../../paging';
import { adminCall } from '../admin-call';
import { botNames, presentOffer } from '../present';
import type { AdminOffer, AdminOffers } from '../types';

const querySchema = pageSchema.extend({ bot_id: botIdSchema.optional() });

/** What this shop sells for its bots, with the variants that sell it. */
export const GET = adminCall(async ({ req, credits }): Promise<AdminOffers> => {
	const { limit, offset, bot_id } = parse(querySchema, req.query);
	const [{ offers, count }, names] = await Promise.all([
		findOffers(req.scope, { bot_id }, { limit, offset }),
		botNames(credits),
	]);
	return {
		offers: offers.map(({ variants, ...offer }) => ({ ...presentOffer(offer, names), variants })),
		count,
		limit,
		offset,
	};
});

/** The most one piece may grant: the column holds a 32-bit integer of millicredits. */
const CREDITS_MAX = 2_000_000;
const VALID_DAYS_MAX = 3650;

const bodySchema = z.object({
	variant_id: textSchema.min(1),
	bot_id: botIdSchema,
	name: textSchema.trim().min(1),
	credits: creditsSchema.positive().max(CREDITS_MAX),
	valid_days: z.number().int().min(1).max(VALID_DAYS_MAX).nullable().default(null),
});

/** Makes a variant sell credits. */
export const POST = adminCall(async ({ req, credits }): Promise<{ offer: Omit<AdminOffer, 'variants'> }> => {
	const { credits: amount, ...offer } = parse(bodySchema, req.body);
	await credits.retrieveBot(offer.bot_id);
	await requireSellable(req.scope, [offer.variant_id]); // the workflow would say so too, but its errors lose their code
	const { result } = await createCreditOffersWorkflow(req.scope).run({
		input: { offers: [{ ...offer, amount: toMillicredits(amount) }] },
	});
	const [created] = result;
	if (!created) throw new Error('one offer in, one offer out');
	return { offer: presentOffer(created, await botNames(credits)) };
});
