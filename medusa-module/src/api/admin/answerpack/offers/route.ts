import { botIdSchema, parse, textSchema } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { z } from 'zod';
import { OFFER_KINDS } from '../../../../modules/offers/terms';
import { requireKnown } from '../../../../queries/offer-product';
import { findOffers } from '../../../../queries/offers';
import { requireSellable } from '../../../../queries/sellable-variants';
import { createCreditOffersWorkflow } from '../../../../workflows/create-credit-offers';
import { createCreditProductWorkflow } from '../../../../workflows/create-credit-product';
import { pageSchema } from '../../../paging';
import { adminCall } from '../admin-call';
import { botNames, presentOffer } from '../present';
import type { AdminOfferAnswer, AdminOffers } from '../types';
import { newOfferSchema } from './validators';

const querySchema = pageSchema.extend({
	bot_id: botIdSchema.optional(),
	kind: z.enum(OFFER_KINDS).optional(),
	q: textSchema.trim().optional(),
});

/** What this shop sells for its bots, with the variants that sell it. */
export const GET = adminCall(async ({ req, credits }): Promise<AdminOffers> => {
	const { limit, offset, ...filters } = parse(querySchema, req.query);
	const [{ offers, count }, names] = await Promise.all([
		findOffers(req.scope, filters, { limit, offset }),
		botNames(credits),
	]);
	return {
		offers: offers.map(({ variants, prices, ...offer }) => ({ ...presentOffer(offer, names), variants, prices })),
		count,
		limit,
		offset,
	};
});

/** Makes a variant sell credits, or a product that does. @throws AnswerpackError `plans_unavailable`, `invalid_request`, `bot_not_found` */
export const POST = adminCall(async ({ req, credits }): Promise<AdminOfferAnswer> => {
	const { credits: amount, variant_id, product, ...body } = parse(newOfferSchema, req.body);
	const { rollover, ...plan } = body.kind === 'plan' ? body : { ...body, rollover: undefined };
	const offer = { ...plan, amount: toMillicredits(amount), rollover_max: rollover && toMillicredits(rollover) };
	await credits.retrieveBot(offer.bot_id);
	await requireSellable(req.scope, [{ ...offer, variant_id }]); // the workflow would say so too, but its errors lose their code
	if (product) await requireKnown(req.scope, product);
	const { result } = product
		? await createCreditProductWorkflow(req.scope).run({ input: { offer, ...product } })
		: await createCreditOffersWorkflow(req.scope).run({
				input: { offers: [{ ...offer, variant_id: variant_id ?? '' }] },
			});
	const [created] = result;
	if (!created) throw new Error('one offer in, one offer out');
	return { offer: presentOffer(created, await botNames(credits)) };
});
