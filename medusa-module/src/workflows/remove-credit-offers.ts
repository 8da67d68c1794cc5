import { createWorkflow, transform, WorkflowResponse } from '@medusajs/framework/workflows-sdk';
import { removeRemoteLinkStep } from '@medusajs/medusa/core-flows';
import { OFFERS_MODULE } from '../modules/offers';
import { removeCreditOffersStep } from './steps/remove-credit-offers';

/** Makes variants sell no credits any more. What was bought before is granted on the terms of that time. */
export const removeCreditOffersWorkflow = createWorkflow(
	'answerpack-remove-credit-offers',
	(input: { ids: string[] }) => {
		const ids = removeCreditOffersStep(input.ids);
		removeRemoteLinkStep(
			transform({ ids }, ({ ids }) => ids.map((credit_offer_id) => ({ [OFFERS_MODULE]: { credit_offer_id } }))),
		);
		return new WorkflowResponse(ids);
	},
);
