import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { goneBots } from '../../queries/gone-bots';
import { variantOffers } from '../../queries/variant-offers';

// Credits of a bot that was deleted, or taken off the air, are not sold any more: they would answer nothing. What was bought stays.

/** `POST /store/carts` and `POST /store/carts/:id/line-items`: what is put in. */
export async function guardNewLines({ scope, body }: MedusaRequest): Promise<void> {
	const { variant_id, items } = (body ?? {}) as { variant_id?: unknown; items?: unknown };
	const lines = Array.isArray(items) ? (items as { variant_id?: unknown }[]) : [];
	await requireLivingBots(scope, [variant_id, ...lines.map((line) => line?.variant_id)]);
}

/** `POST /store/payment-collections`: what is to be paid. */
export async function guardNewPayment({ scope, body }: MedusaRequest): Promise<void> {
	await requireLivingCart(scope, (body as { cart_id?: unknown } | undefined)?.cart_id);
}

/** `POST /store/payment-collections/:id/payment-sessions`. */
export async function guardNewSession({ scope, params }: MedusaRequest): Promise<void> {
	const { data } = await scope.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'cart_payment_collection',
		fields: ['cart_id'],
		filters: { payment_collection_id: params.id },
	});
	await requireLivingCart(scope, (data[0] as { cart_id: string } | undefined)?.cart_id);
}

/** `POST /store/carts/:id/complete`. */
export async function guardNewOrder({ scope, params }: MedusaRequest): Promise<void> {
	await requireLivingCart(scope, params.id);
}

async function requireLivingCart(container: MedusaContainer, cartId: unknown): Promise<void> {
	if (typeof cartId !== 'string') return; // Medusa says itself what is wrong with that
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'cart',
		fields: ['completed_at', 'items.variant_id'],
		filters: { id: cartId },
	});
	const [cart] = data as unknown as { completed_at: unknown; items?: { variant_id: string | null }[] }[];
	if (!cart || cart.completed_at) return;
	await requireLivingBots(container, cart.items?.map(({ variant_id }) => variant_id) ?? []);
}

/** @throws AnswerpackError `offer_unavailable` */
async function requireLivingBots(container: MedusaContainer, variantIds: unknown[]): Promise<void> {
	const offers = await variantOffers(
		container,
		variantIds.filter((id) => typeof id === 'string'),
	);
	const [name] = await goneBots(
		container,
		[...offers.values()].map(({ bot_id }) => bot_id),
	);
	if (name === undefined) return;
	throw new AnswerpackError(
		'offer_unavailable',
		{ reason: 'bot_gone' },
		{
			message: `Credits for ${name} are not sold any more. Please take them out of the cart.`,
		},
	);
}
