import type { Interval } from '@answerpack/shared/contract';
import { createWorkflow, WorkflowResponse } from '@medusajs/framework/workflows-sdk';
import { updateCreditOffersStep } from './steps/update-credit-offers';

/** What changes of an offer; its kind and its bot never do. Amounts in millicredits. */
export interface UpdateCreditOfferInput {
	id: string;
	name?: string;
	amount?: number;
	/** Of a pack. */
	valid_days?: number | null;
	/** Of a plan. */
	interval?: Interval;
	interval_count?: number;
	rollover_max?: number;
	trial_days?: number;
}

/**
 * Changes what is sold from now on. What was bought before keeps the terms of that time, and so does every plan that runs.
 *
 * @example
 * await updateCreditOffersWorkflow(container).run({ input: { offers: [{ id: 'aoffer_123', name: '12 credits', amount: 12_000 }] } })
 */
export const updateCreditOffersWorkflow = createWorkflow(
	'answerpack-update-credit-offers',
	(input: { offers: UpdateCreditOfferInput[] }) => new WorkflowResponse(updateCreditOffersStep(input.offers)),
);
