import { type OffersAnswer, parse, textSchema } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import type { MedusaStoreRequest } from '@medusajs/framework/http';
import { z } from 'zod';
import { BILLING_MODULE } from '../../../../../../modules/billing';
import type BillingModuleService from '../../../../../../modules/billing/service';
import { listSoldOffers } from '../../../../../../queries/bot-offers';
import { type VariantPrice, variantPrices } from '../../../../../../queries/variant-prices';
import { signedInCustomer, visitorCall } from '../../../customer-call';

const querySchema = z.object({ region_id: textSchema.optional() });

/** What can be bought for a bot, with its price in a region. */
export const GET = visitorCall(async ({ req, bot_id }): Promise<OffersAnswer> => {
	const { region_id } = parse(querySchema, req.query);
	const { publishable_key_context } = req as MedusaStoreRequest;
	const plans = req.scope.resolve<BillingModuleService>(BILLING_MODULE).sellsPlans();
	const sold = (await listSoldOffers(req.scope, { bot_id }, publishable_key_context?.sales_channel_ids)).filter(
		({ offer }) => offer.kind === 'pack' || plans,
	);
	const variantIds = sold.map(({ variant }) => variant.id);
	const prices = await variantPrices(req.scope, variantIds, { region_id, customer_id: signedInCustomer(req) });
	return {
		offers: sold.map(({ offer, variant, product }) => ({
			id: offer.id,
			kind: offer.kind,
			name: offer.name,
			product_id: product.id,
			handle: product.handle,
			variant_id: variant.id,
			credits: toCredits(offer.amount),
			price: priceOf(prices.get(variant.id)),
			valid_days: offer.valid_days,
			interval: offer.interval,
			interval_count: offer.interval_count,
			rollover: toCredits(offer.rollover_max),
			trial_days: offer.trial_days,
		})),
	};
});

function priceOf(price?: VariantPrice) {
	return price ? { amount: price.amount, currency_code: price.currency_code } : null;
}
