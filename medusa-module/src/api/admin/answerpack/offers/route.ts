import { botIdSchema, parse } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { findOffers } from '../../../../queries/offers';
import { requireSellable } from '../../../../queries/sellable-variants';
import { createCreditOffersWorkflow } from '../../../../workflows/create-credit-offers';
import { pageSchema } from '../../../paging';
import { adminCall } from '../admin-call';
import { botNames, presentOffer } from '../present';
import type { AdminOfferAnswer, AdminOffers } from '../types';
import { newOfferSchema } from './validators';

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

/** Makes a variant sell credits. @throws AnswerpackError `plans_unavailable`, `invalid_request`, `bot_not_found` */
export const POST = adminCall(async ({ req, credits }): Promise<AdminOfferAnswer> => {
	const { credits: amount, ...body } = parse(newOfferSchema, req.body);
	const { rollover, ...plan } = body.kind === 'plan' ? body : { ...body, rollover: undefined };
	const offer = { ...plan, amount: toMillicredits(amount), rollover_max: rollover && toMillicredits(rollover) };
	await credits.retrieveBot(offer.bot_id);
	await requireSellable(req.scope, [offer]); // the workflow would say so too, but its errors lose their code
	const { result } = await createCreditOffersWorkflow(req.scope).run({ input: { offers: [offer] } });
	const [created] = result;
	if (!created) throw new Error('one offer in, one offer out');
	return { offer: presentOffer(created, await botNames(credits)) };
});
