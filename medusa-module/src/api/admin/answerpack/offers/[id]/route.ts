import { AnswerpackError, parse } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { z } from 'zod';
import { OFFERS_MODULE, type OffersModuleService } from '../../../../../modules/offers';
import type { OfferKind } from '../../../../../modules/offers/terms';
import { findOffers } from '../../../../../queries/offers';
import { removeCreditOffersWorkflow } from '../../../../../workflows/remove-credit-offers';
import { updateCreditOffersWorkflow } from '../../../../../workflows/update-credit-offers';
import { adminCall } from '../../admin-call';
import { botNames, presentOffer } from '../../present';
import type { AdminOffer, AdminOfferAnswer } from '../../types';
import { offerChangeSchemas, periodSchema } from '../validators';

/** Changes what an offer sells from now on; what was bought keeps its terms. @throws AnswerpackError `offer_not_found` */
export const POST = adminCall(async ({ req, credits, id }): Promise<AdminOfferAnswer> => {
	const [offer] = await req.scope.resolve<OffersModuleService>(OFFERS_MODULE).listCreditOffers({ id });
	if (!offer) throw new AnswerpackError('offer_not_found');
	const change = changeOf(offer.kind, req.body);
	if (offer.kind === 'plan') parse(periodSchema, { ...offer, ...change });
	const { result } = await updateCreditOffersWorkflow(req.scope).run({ input: { offers: [{ id, ...change }] } });
	const [changed] = result;
	if (!changed) throw new Error('one offer in, one offer out');
	return { offer: presentOffer(changed, await botNames(credits)) };
});

/** One offer with the variants that sell it. @throws AnswerpackError `offer_not_found` */
export const GET = adminCall(async ({ req, credits, id }): Promise<{ offer: AdminOffer }> => {
	const { offers } = await findOffers(req.scope, { id }, { limit: 1, offset: 0 });
	const [found] = offers;
	if (!found) throw new AnswerpackError('offer_not_found');
	const { variants, prices, ...offer } = found;
	return { offer: { ...presentOffer(offer, await botNames(credits)), variants, prices } };
});

const deleteQuerySchema = z.object({ with_product: z.stringbool().default(false) });

/** Takes an offer away; one that is not there is away already. `?with_product=true` deletes a product that was made for it, too. */
export const DELETE = adminCall(async ({ req, id }) => {
	const { with_product } = parse(deleteQuerySchema, req.query);
	const { offers } = with_product ? await findOffers(req.scope, { id }, { limit: 1, offset: 0 }) : { offers: [] };
	const made = offers.flatMap(({ variants }) => variants.filter(({ made_for_it }) => made_for_it));
	const product_ids = made.map(({ product_id }) => product_id);
	await removeCreditOffersWorkflow(req.scope).run({ input: { ids: [id], product_ids } });
	return { id, object: 'credit_offer', deleted: true };
});

/** Only what is named; credits as the module counts them. */
function changeOf(kind: OfferKind, body: unknown) {
	if (kind === 'pack') {
		const { credits, ...change } = parse(offerChangeSchemas.pack, body);
		return { ...change, ...(credits !== undefined && { amount: toMillicredits(credits) }) };
	}
	const { credits, rollover, ...change } = parse(offerChangeSchemas.plan, body);
	return {
		...change,
		...(credits !== undefined && { amount: toMillicredits(credits) }),
		...(rollover !== undefined && { rollover_max: toMillicredits(rollover) }),
	};
}
