import { AnswerpackError, CONSENT_KEY, consentSchema } from '@answerpack/shared/contract';
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
	metadata: Record<string, unknown> | null;
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
	const cart = await findCart(req.scope, req.params.id);
	if (cart) requireOwnCart(cart, customerId);
}

/** `POST /store/carts/:id/complete`. */
export async function guardCompletion(req: MedusaRequest): Promise<void> {
	await guardPayment(req, req.params.id, { completes: true });
}

/** `POST /store/payment-collections`: paying begins. */
export async function guardPaymentCollection(req: MedusaRequest): Promise<void> {
	const { cart_id } = (req.body ?? {}) as { cart_id?: unknown };
	await guardPayment(req, typeof cart_id === 'string' ? cart_id : undefined);
}

/** `POST /store/payment-collections/:id/payment-sessions`. */
export async function guardPaymentSession(req: MedusaRequest): Promise<void> {
	const { data } = await req.scope.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'cart_payment_collection',
		fields: ['cart_id'],
		filters: { payment_collection_id: req.params.id },
	});
	await guardPayment(req, (data[0] as { cart_id: string } | undefined)?.cart_id);
}

/**
 * Whatever leads to paying for a cart. Each route says itself which cart that is: a path that is compared by hand
 * misses what Express lets through, which takes `/STORE/carts` for `/store/carts`.
 */
async function guardPayment(
	req: MedusaRequest,
	cartId: string | undefined,
	{ completes } = { completes: false },
): Promise<void> {
	const cart = await findCart(req.scope, cartId);
	// Medusa says itself what is wrong with a cart that is not there, and answers a completed one with its order.
	if (!cart || cart.completed_at) return;
	const terms = await currentTerms(req.scope, variantsOf(cart.items));
	const offers = req.scope.resolve<OffersModuleService>(OFFERS_MODULE);
	if (terms.length === 0) {
		await offers.clearPurchase(cart.id);
		return;
	}
	const customer_id = requireCustomer(req);
	requireOwnCart(cart, customer_id);
	const { data: consent } = consentSchema.safeParse(cart.metadata?.[CONSENT_KEY]);
	if (completes && !consent && offers.requiresConsent) throw new AnswerpackError('consent_required');
	await offers.recordPurchase({ cart_id: cart.id, customer_id, terms, consent });
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

async function findCart(container: MedusaContainer, id: string | undefined): Promise<Cart | undefined> {
	if (id === undefined) return undefined; // as a filter it would find any cart
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'cart',
		fields: ['id', 'customer_id', 'completed_at', 'metadata', 'items.variant_id'],
		filters: { id },
	});
	return data[0] as Cart | undefined;
}
