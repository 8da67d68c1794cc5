import { createWorkflow, transform, WorkflowResponse, when } from '@medusajs/framework/workflows-sdk';
import { deleteProductsWorkflow, removeRemoteLinkStep } from '@medusajs/medusa/core-flows';
import { OFFERS_MODULE } from '../modules/offers';
import { removeCreditOffersStep } from './steps/remove-credit-offers';

export interface RemoveCreditOffersInput {
	ids: string[];
	/** Products that sold nothing else, and go with them. */
	product_ids?: string[];
}

/** Makes variants sell no credits any more. What was bought before is granted on the terms of that time. */
export const removeCreditOffersWorkflow = createWorkflow(
	'answerpack-remove-credit-offers',
	(input: RemoveCreditOffersInput) => {
		const ids = removeCreditOffersStep(input.ids);
		removeRemoteLinkStep(
			transform({ ids }, ({ ids }) => ids.map((credit_offer_id) => ({ [OFFERS_MODULE]: { credit_offer_id } }))),
		);
		when(input, ({ product_ids = [] }) => product_ids.length > 0).then(() => {
			deleteProductsWorkflow.runAsStep({
				input: transform({ input }, ({ input }) => ({ ids: input.product_ids ?? [] })),
			});
		});
		return new WorkflowResponse(ids);
	},
);
