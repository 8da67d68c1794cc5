import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { variantOffers } from './variant-offers';

/** @throws AnswerpackError `invalid_request` when there is no such variant, or it sells credits already. */
export async function requireSellable(container: MedusaContainer, variantIds: string[]): Promise<void> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
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
