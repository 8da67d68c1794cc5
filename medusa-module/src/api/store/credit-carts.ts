import { AnswerpackError, CONSENT_KEY, type Consent, consentSchema } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../../modules/billing';
import type BillingModuleService from '../../modules/billing/service';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import type { PurchaseTerms } from '../../modules/offers/terms';
import { dropTrialLines, type TrialCart } from '../../orders/begin-trial';
import { endOtherCheckouts } from '../../orders/end-other-checkouts';
import { currentTerms, variantOffers } from '../../queries/variant-offers';
import { signedInCustomer } from './answerpack/customer-call';
import { requireCost, requireOnePlan, requireSavedCard, type SoldPieces, savingPayment } from './plan-carts';

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
	currency_code: string;
	total: number;
	items?: { variant_id: string | null; quantity: number; original_total: number }[];
	credit_lines?: { id: string; reference: string | null }[];
	payment_collection?: { payment_sessions?: { provider_id: string; data: unknown }[] } | null;
}

/** `POST /store/carts` with items, before there is a cart. */
export async function guardNewCart(req: MedusaRequest): Promise<void> {
	const sold = await soldPieces(req.scope, requestedPieces(req));
	if (sold.length === 0) return;
	await requireOnePlan(req.scope, requireCustomer(req), sold);
}

/** `POST /store/carts/:id/line-items`: adding a pack or a plan. */
export async function guardLineItem(req: MedusaRequest): Promise<void> {
	const sold = await soldPieces(req.scope, requestedPieces(req));
	if (sold.length === 0) return;
	const customerId = requireCustomer(req);
	const cart = await findCart(req.scope, req.params.id);
	if (!cart) return;
	requireOwnCart(cart, customerId);
	const known = await soldPieces(req.scope, cart.items ?? []);
	if (sold.some(({ kind }) => kind === 'plan'))
		await requireOnePlan(req.scope, customerId, [...known, ...sold], cart.id);
}

/** `POST /store/carts/:id/complete`. */
export async function guardCompletion(req: MedusaRequest): Promise<void> {
	const purchase = await guardPayment(req, req.params.id, { completes: true });
	if (purchase?.plans.length) requireSavedCard(purchase.cart.payment_collection?.payment_sessions);
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
	const purchase = await guardPayment(req, (data[0] as { cart_id: string } | undefined)?.cart_id);
	if (!purchase?.plans.length) return;
	req.body = savingPayment(req.body);
	const { cart, customer_id, plans } = purchase;
	for (const { bot_id } of plans) {
		await endOtherCheckouts(req.scope, { customer_id, bot_id, except_cart_id: cart.id });
	}
}

/**
 * Whatever leads to paying for a cart. Each route says itself which cart that is: a path that is compared by hand
 * misses what Express lets through, which takes `/STORE/carts` for `/store/carts`.
 */
async function guardPayment(
	req: MedusaRequest,
	cartId: string | undefined,
	{ completes } = { completes: false },
): Promise<{ cart: Cart; customer_id: string; plans: PurchaseTerms[] } | undefined> {
	const cart = await findCart(req.scope, cartId);
	// Medusa says itself what is wrong with a cart that is not there, and answers a completed one with its order.
	if (!cart || cart.completed_at) return undefined;
	// Left by a trial that broke off: whoever pays, pays all.
	if (await dropTrialLines(req.scope, cart.credit_lines)) return guardPayment(req, cartId, { completes });
	const { items = [], total } = cart;
	const terms = await termsOf(req.scope, cart);
	const offers = req.scope.resolve<OffersModuleService>(OFFERS_MODULE);
	if (terms.length === 0) {
		await offers.clearPurchase(cart.id);
		return undefined;
	}
	const customer_id = requireCustomer(req);
	requireOwnCart(cart, customer_id);
	await requireOnePlan(req.scope, customer_id, await soldPieces(req.scope, items), cart.id);
	requireCost(terms, Number(total));
	const consent = consentOf(cart);
	if (completes && !consent && offers.requiresConsent) throw new AnswerpackError('consent_required');
	await offers.recordPurchase({ cart_id: cart.id, customer_id, terms, consent });
	return { cart, customer_id, plans: terms.filter(({ kind }) => kind === 'plan') };
}

/**
 * A cart of the signed-in customer with one plan and nothing else, that they may have for nothing first.
 * @throws AnswerpackError `cart_not_found`, `trial_unavailable`, and whatever keeps the plan from being bought
 */
export async function requireTrial(req: MedusaRequest): Promise<TrialCart> {
	const cart = await findCart(req.scope, req.params.id);
	const customer_id = requireCustomer(req);
	if (!cart) throw new AnswerpackError('cart_not_found');
	requireOwnCart(cart, customer_id);
	if (cart.completed_at) return { id: cart.id, customer_id, completed: true };
	if (await dropTrialLines(req.scope, cart.credit_lines)) return requireTrial(req);
	const { items = [] } = cart;
	if (items.length > 1) throw new AnswerpackError('trial_unavailable', { reason: 'other_items' });
	const [term] = await termsOf(req.scope, cart);
	const offer = (await variantOffers(req.scope, variantsOf(items))).get(term?.variant_id ?? '');
	if (term?.kind !== 'plan' || !offer?.trial_days)
		throw new AnswerpackError('trial_unavailable', { reason: 'no_trial' });
	await requireOnePlan(req.scope, customer_id, await soldPieces(req.scope, items), cart.id);
	requireCost([term], Number(cart.total));
	const plans = await req.scope.resolve<BillingModuleService>(BILLING_MODULE).plansOf(customer_id);
	if (plans.some(({ bot_id }) => bot_id === term.bot_id)) {
		throw new AnswerpackError(
			'trial_unavailable',
			{ reason: 'had_one' },
			{ message: 'You have had a plan for this bot before.' },
		);
	}
	const consent = consentOf(cart);
	const offers = req.scope.resolve<OffersModuleService>(OFFERS_MODULE);
	if (!consent && offers.requiresConsent) throw new AnswerpackError('consent_required');
	const total = Number(cart.total);
	return { id: cart.id, customer_id, completed: false, total, term, days: offer.trial_days, consent };
}

/** On which terms a cart's lines would be sold now; a plan's price is what its line costs, without promotions. */
async function termsOf(container: MedusaContainer, { items = [], currency_code }: Cart): Promise<PurchaseTerms[]> {
	return currentTerms(container, variantsOf(items), (variant_id) => {
		const item = items.find((item) => item.variant_id === variant_id);
		return item && { price: Number(item.original_total) / Number(item.quantity), currency_code };
	});
}

function consentOf({ metadata }: Cart): Consent | undefined {
	return consentSchema.safeParse(metadata?.[CONSENT_KEY]).data;
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

/** What these lines would sell, as far as they sell credits. */
async function soldPieces(
	container: MedusaContainer,
	lines: { variant_id: string | null; quantity: number }[],
): Promise<SoldPieces[]> {
	const offers = await variantOffers(container, variantsOf(lines));
	return lines.flatMap(({ variant_id, quantity }) => {
		const offer = offers.get(variant_id ?? '');
		return offer ? [{ kind: offer.kind, bot_id: offer.bot_id, quantity: Number(quantity) }] : [];
	});
}

/** The lines in the body of a cart route, which Medusa has not checked yet. */
function requestedPieces(req: MedusaRequest): { variant_id: string; quantity: number }[] {
	const body = req.body as { items?: unknown } | undefined;
	return [body, ...(Array.isArray(body?.items) ? body.items : [])].flatMap((line) => {
		const { variant_id, quantity = 1 } = (line ?? {}) as { variant_id?: unknown; quantity?: unknown };
		return typeof variant_id === 'string' ? [{ variant_id, quantity: Number(quantity) }] : [];
	});
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
		fields: [
			'id',
			'customer_id',
			'completed_at',
			'metadata',
			'currency_code',
			'total',
			'items.*',
			'items.original_total',
			'credit_lines.*',
			'payment_collection.payment_sessions.*',
		],
		filters: { id },
	});
	return data[0] as unknown as Cart | undefined;
}
