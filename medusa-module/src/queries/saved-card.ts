import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { isCardProvider, readSavedCard, type SavedCard } from '../modules/billing/stripe/saved-card';

/** The card that an order's payment saved at Stripe, or nothing when it was paid otherwise. */
export async function findSavedCard(container: MedusaContainer, orderId: string): Promise<SavedCard | undefined> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order',
		fields: ['payment_collections.payments.*'],
		filters: { id: orderId },
	});
	const [order] = data as { payment_collections?: { payments?: Payment[] }[] }[];
	const payments = (order?.payment_collections ?? []).flatMap(({ payments = [] }) => payments);
	for (const { provider_id, captured_at, data } of payments) {
		const card = captured_at && isCardProvider(provider_id) ? readSavedCard(data) : undefined;
		if (card) return card;
	}
	return undefined;
}

interface Payment {
	provider_id: string;
	captured_at: string | Date | null;
	data: unknown;
}
