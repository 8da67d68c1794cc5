import { createWorkflow, WorkflowResponse } from '@medusajs/framework/workflows-sdk';
import { syncOrderCreditsStep } from './steps/sync-order-credits';

export interface SyncOrderCreditsInput {
	order_id: string;
}

/**
 * Makes an order's credits what they should be. Level-triggered: it looks at the order as it is now, not at the event
 * that called it, so it may be called at any time, by anything, as often as one likes.
 *
 * @example
 * await syncOrderCreditsWorkflow(container).run({ input: { order_id: 'order_123' } })
 */
export const syncOrderCreditsWorkflow = createWorkflow(
	'answerpack-sync-order-credits',
	(input: SyncOrderCreditsInput) => new WorkflowResponse(syncOrderCreditsStep(input)),
);
