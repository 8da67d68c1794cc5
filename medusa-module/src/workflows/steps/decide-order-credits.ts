import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { decideOrderCredits } from '../../queries/order-credits';

/** Decides what an order should have granted by now. */
export const decideOrderCreditsStep = createStep(
	'answerpack-decide-order-credits',
	async ({ order_id }: { order_id: string }, { container }) => {
		return new StepResponse((await decideOrderCredits(container, order_id)) ?? null);
	},
);
