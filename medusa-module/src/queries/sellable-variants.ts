import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../modules/billing';
import type BillingModuleService from '../modules/billing/service';
import type { OfferKind } from '../modules/offers/terms';
import { variantOffers } from './variant-offers';

/**
 * @throws AnswerpackError `plans_unavailable` for a plan where Stripe is not set up; `invalid_request` when there is no such
 * variant, or it sells credits already.
 */
export async function requireSellable(
	container: MedusaContainer,
	offers: { variant_id?: string; kind?: OfferKind }[],
): Promise<void> {
	const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
	if (offers.some(({ kind }) => kind === 'plan') && !billing.sellsPlans()) {
		throw new AnswerpackError('plans_unavailable');
	}
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const variantIds = offers.flatMap(({ variant_id }) => variant_id ?? []);
	if (variantIds.length === 0) return;
	const [{ data }, taken] = await Promise.all([
		query.graph({ entity: 'product_variant', fields: ['id'], filters: { id: variantIds } }),
		variantOffers(container, variantIds),
	]);
	const known = new Set(data.map(({ id }) => id));
	for (const id of variantIds) {
		if (!known.has(id)) throw refusal(`there is no variant ${id}`);
		if (taken.has(id)) throw refusal(`variant ${id} sells credits already`);
	}
}

function refusal(reason: string): AnswerpackError {
	return new AnswerpackError('invalid_request', { field: 'variant_id', reason }, { message: reason });
}
