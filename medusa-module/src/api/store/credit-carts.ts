import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { currentTerms, variantOffers } from '../../queries/variant-offers';
import { signedInCustomer } from './answerpack/customer-call';

/**
 * Credits belong to a person: who buys them must be signed in, and the cart must be theirs. These guards stand before
 * Medusa's own cart routes, and fix beneficiary and terms before an order exists. Carts that a payment provider's
 * webhook completes pass no middleware: theirs were fixed when the payment session was made, and the grant looks again.
 */
interface Cart {
	id: string;
	customer_id: string | null;
	completed_at: string | Date | null;
	items?: { variant_id: string | null }[];
}

/** `POST /store/carts` with items, before there is a cart. */
export async function guardNewCart(req: MedusaRequest): Promise<void> {
	if (!(await sellsCredits(req.scope, requestedVariants(req)))) return;
	requireCustomer(req);
}

/** `POST /store/carts/:id/line-items`: adding a pack. */
export async function guardLineItem(req: MedusaRequest): Promise<void> {
	if (!(await sellsCredits(req.scope, requestedVariants(req)))) return;
	const customerId = requireCustomer(req);
	const cart = await findCart(req.scope, { id: req.params.id });
	if (cart) requireOwnCart(cart, customerId);
}

/** `POST /store/carts/:id/complete`, and whatever else leads to paying for a cart. */
export async function guardPayment(req: MedusaRequest): Promise<void> {
	const cart = await paidCart(req);
	// Medusa says itself what is wrong with a cart that is not there, and answers a completed one with its order.
	if (!cart || cart.completed_at) return;
	const terms = await currentTerms(req.scope, variantsOf(cart.items));
	if (terms.length === 0) return;
	const customer_id = requireCustomer(req);
	requireOwnCart(cart, customer_id);
	const offers = req.scope.resolve<OffersModuleService>(OFFERS_MODULE);
	await offers.recordPurchase({ cart_id: cart.id, customer_id, terms });
}

function requireCustomer(req: MedusaRequest): string {
	const customerId = signedInCustomer(req);
	if (customerId) return customerId;
	throw new AnswerpackError('customer_required', undefined, {
		message: 'To buy credits, please sign in or create a customer profile first: credits belong to a person.',
	});
}

function requireOwnCart(cart: Cart, customerId: string): void {
	if (cart.customer_id === customerId) return;
	throw new AnswerpackError('customer_required', undefined, {
		message: `This cart is not the signed-in customer's. Take it over first: POST /store/carts/${cart.id}/customer.`,
	});
}

async function sellsCredits(container: MedusaContainer, variantIds: string[]): Promise<boolean> {
	return (await variantOffers(container, variantIds)).size > 0;
}

/** The variants in the body of a cart route, which Medusa has not checked yet. */
function requestedVariants(req: MedusaRequest): string[] {
	const body = req.body as { variant_id?: unknown; items?: unknown } | undefined;
	return variantsOf([body, ...(Array.isArray(body?.items) ? body.items : [])]);
}

function variantsOf(items: unknown[] = []): string[] {
	return items.flatMap((item) => {
		const variantId = (item as { variant_id?: unknown } | undefined)?.variant_id;
		return typeof variantId === 'string' ? [variantId] : [];
	});
}

async function findCart(container: MedusaContainer, filters: { id?: string }): Promise<Cart | undefined> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'cart',
		fields: ['id', 'customer_id', 'completed_at', 'items.variant_id'],
		filters,
	});
	return data[0] as Cart | undefined;
}

/** The cart that a payment route is about: named in the path, in the body, or by its payment collection. */
async function paidCart(req: MedusaRequest): Promise<Cart | undefined> {
	if (req.path.startsWith('/store/carts/')) return findCart(req.scope, { id: req.params.id });
	const { cart_id } = (req.body ?? {}) as { cart_id?: unknown };
	if (typeof cart_id === 'string') return findCart(req.scope, { id: cart_id });
	if (!req.params.id) return undefined;
	const { data } = await req.scope.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'cart_payment_collection',
		fields: ['cart_id'],
		filters: { payment_collection_id: req.params.id },
	});
	const linked = data[0] as { cart_id: string } | undefined;
	return linked && findCart(req.scope, { id: linked.cart_id });
}
