import { randomBytes } from 'node:crypto';
import { ContainerRegistrationKeys, toHandle } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';

/** A product's handle from its title; two bots may both sell "10 credits", so one that is taken gets an ending. */
export const freeHandleStep = createStep('answerpack-free-handle-step', async (title: string, { container }) => {
	const handle = toHandle(title);
	const { data: taken } = await container
		.resolve(ContainerRegistrationKeys.QUERY)
		.graph({ entity: 'product', fields: ['id'], filters: { handle } });
	return new StepResponse(
		taken.length === 0 && handle ? handle : `${handle || 'credits'}-${randomBytes(3).toString('hex')}`,
	);
});
