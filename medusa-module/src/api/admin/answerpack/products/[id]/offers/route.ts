import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import type { CreditOfferDTO } from '../../../../../../modules/offers';
import { adminCall } from '../../../admin-call';
import { botNames, presentOffer } from '../../../present';
import type { AdminProductOffers } from '../../../types';

/** What each variant of a product grants. */
export const GET = adminCall(async ({ req, credits, id }): Promise<AdminProductOffers> => {
	const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
	const [{ data }, names] = await Promise.all([
		query.graph({
			entity: 'product_variant',
			fields: ['id', 'title', 'credit_offer.*'],
			filters: { product_id: id },
		}),
		botNames(credits),
	]);
	return {
		variants: (data as { id: string; title: string; credit_offer?: CreditOfferDTO | null }[]).map(
			({ id, title, credit_offer }) => ({
				id,
				title,
				offer: credit_offer ? presentOffer(credit_offer, names) : null,
			}),
		),
	};
});
