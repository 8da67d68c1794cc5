import { ProductStatus } from '@medusajs/framework/utils';
import { createWorkflow, transform, WorkflowResponse } from '@medusajs/framework/workflows-sdk';
import { createProductsWorkflow } from '@medusajs/medusa/core-flows';
import { OF_AN_OFFER } from '../queries/offer-product';
import { type CreatePackInput, type CreatePlanInput, createCreditOffersWorkflow } from './create-credit-offers';
import { freeHandleStep } from './steps/free-handle';

/** What a new product costs: in a currency, or in one region, which then has its own price. In the main unit: 4.99. */
export interface CreditProductPrice {
	amount: number;
	currency_code: string;
	region_id?: string;
}

export interface CreateCreditProductInput {
	offer: Omit<CreatePackInput, 'variant_id'> | Omit<CreatePlanInput, 'variant_id'>;
	prices: CreditProductPrice[];
	sales_channel_ids: string[];
}

/** The one option of a product that is made for an offer: Medusa wants every variant to have one. */
const OPTION = 'Credits';

/**
 * Makes a product that sells an offer: published, in the given sales channels, with one variant that needs no stock and no
 * shipping. When a step fails, nothing of it is left.
 *
 * @example
 * await createCreditProductWorkflow(container).run({
 * 	input: {
 * 		offer: { bot_id: 'abc', name: '10 credits', amount: 10_000, valid_days: 365 },
 * 		prices: [{ amount: 4.99, currency_code: 'eur' }],
 * 		sales_channel_ids: ['sc_123'],
 * 	},
 * })
 */
export const createCreditProductWorkflow = createWorkflow(
	'answerpack-create-credit-product',
	(input: CreateCreditProductInput) => {
		const handle = freeHandleStep(transform({ input }, ({ input }) => input.offer.name));
		const products = createProductsWorkflow.runAsStep({
			input: transform({ input, handle }, ({ input, handle }) => ({
				products: [
					{
						title: input.offer.name,
						handle,
						status: ProductStatus.PUBLISHED,
						metadata: { [OF_AN_OFFER]: true },
						sales_channels: input.sales_channel_ids.map((id) => ({ id })),
						options: [{ title: OPTION, values: [input.offer.name] }],
						variants: [
							{
								title: input.offer.name,
								options: { [OPTION]: input.offer.name },
								manage_inventory: false,
								prices: input.prices.map(({ region_id, ...price }) => ({
									...price,
									...(region_id && { rules: { region_id } }),
								})),
							},
						],
					},
				],
			})),
		});
		const offers = createCreditOffersWorkflow.runAsStep({
			input: transform({ input, products }, ({ input, products }) => ({
				offers: [{ ...input.offer, variant_id: products[0]?.variants[0]?.id ?? '' }],
			})),
		});
		return new WorkflowResponse(offers);
	},
);
