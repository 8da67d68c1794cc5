import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, MathBN } from '@medusajs/framework/utils';
import type { PlanTerms } from '../modules/billing/plan-terms';
import type { Plan } from '../modules/billing/plans';
import { toUnits } from '../modules/billing/stripe/amounts';
import { listSoldOffers } from './bot-offers';
import { variantOffers } from './variant-offers';
import { variantPrices } from './variant-prices';

/** What a customer names to switch to: an offer, or a variant that sells one. */
export type PlanChoice = { offer_id: string } | { variant_id: string };

/**
 * The terms on which a plan could go on as another one, that is for sale now: at the price of the region that it was bought in,
 * taxed as it was itself.
 * @param salesChannels only what is sold in one of these.
 * @throws AnswerpackError `offer_not_found` for what is not for sale; `invalid_request` for a pack; `plan_conflict` when it has no
 * price in the plan's region; `offer_unavailable` for a price of nothing.
 */
export async function findPlanTarget(
	container: MedusaContainer,
	plan: Plan,
	choice: PlanChoice,
	salesChannels?: string[],
): Promise<PlanTerms> {
	const { offer, variant } = await findChoice(container, choice, salesChannels);
	const { id: offer_id, kind, bot_id, name, amount, rollover_max, interval, interval_count } = offer;
	if (kind !== 'plan' || interval === null || interval_count === null) {
		const reason = 'this is no plan';
		throw new AnswerpackError('invalid_request', { field: Object.keys(choice)[0], reason }, { message: reason });
	}
	const { region_id, tax_rate } = await boughtIn(container, plan);
	const prices = await variantPrices(container, [variant.id], { region_id, customer_id: plan.customer_id });
	const price = prices.get(variant.id);
	if (!price) throw new AnswerpackError('plan_conflict', { reason: 'currency' });
	if (price.amount <= 0) throw new AnswerpackError('offer_unavailable', { reason: 'price' });
	const { currency_code } = price;
	const taxed = price.tax_inclusive ? price.amount : MathBN.mult(price.amount, MathBN.add(1, tax_rate)).toNumber();
	const unit_amount = toUnits(taxed, currency_code);
	return { offer_id, bot_id, name, amount, rollover_max, interval, interval_count, unit_amount, currency_code };
}

async function findChoice(container: MedusaContainer, choice: PlanChoice, salesChannels?: string[]) {
	const id =
		'offer_id' in choice
			? choice.offer_id
			: (await variantOffers(container, [choice.variant_id])).get(choice.variant_id)?.id;
	const sold = id === undefined ? [] : await listSoldOffers(container, { id }, salesChannels);
	const found = sold.find(({ variant }) => !('variant_id' in choice) || variant.id === choice.variant_id);
	if (!found) throw new AnswerpackError('offer_not_found');
	return found;
}

/** Where a plan was bought, and the part of its net price that its taxes were. */
async function boughtIn(container: MedusaContainer, plan: Plan): Promise<{ region_id: string; tax_rate: number }> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order',
		fields: ['region_id', 'items.*', 'items.tax_lines.rate'],
		filters: { id: plan.order_id },
	});
	const [order] = data as unknown as {
		region_id: string;
		items: { id: string; tax_lines?: { rate: number }[] }[];
	}[];
	if (!order) throw new Error(`Plan ${plan.id} was bought with an order that is not there`);
	const line = order.items.find(({ id }) => id === plan.line_item_id);
	const percent = MathBN.sum(...(line?.tax_lines ?? []).map(({ rate }) => rate));
	return { region_id: order.region_id, tax_rate: MathBN.div(percent, 100).toNumber() };
}
