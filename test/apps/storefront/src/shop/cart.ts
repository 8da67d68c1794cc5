import type { HttpTypes } from '@medusajs/types';
import type { PayForm } from '../pay/index.js';
import { storage } from '../storage.js';
import { Value } from '../value.js';
import { call } from './call.js';
import { region } from './catalog.js';
import { customerToken, hasStatus, medusa } from './medusa.js';

/** A cart with what the SDK's type leaves out. */
export type Cart = HttpTypes.StoreCart & { customer?: { id: string } | null };
export type LineItem = HttpTypes.StoreCartLineItem;

const ID_KEY = 'kupferkanne.cart';
/** Beyond what Medusa gives by itself. */
const FIELDS = '*items,+items.total,*shipping_methods';

/** The visitor's cart; null while there is none, undefined while it was not asked for. */
export const cart = new Value<Cart | null | undefined>(undefined);

let queue: Promise<unknown> = Promise.resolve();

/** Changes of the cart go one after the other: quick clicks must not overtake each other. */
function inTurn<T>(change: () => Promise<T>): Promise<T> {
	const turn = queue.then(change, change);
	queue = turn.catch(() => {});
	return turn;
}

function keep(next: Cart): Cart {
	storage.set(ID_KEY, next.id);
	cart.set(next);
	return next;
}

/** Forgets the cart, after an order or at sign-out. */
export function forgetCart(): void {
	storage.remove(ID_KEY);
	cart.set(null);
}

async function load(): Promise<Cart | null> {
	const id = storage.get(ID_KEY);
	if (!id) {
		cart.set(null);
		return null;
	}
	try {
		const { cart: found } = await medusa().store.cart.retrieve(id, { fields: FIELDS });
		if (isOrdered(found)) {
			forgetCart();
			return null;
		}
		return keep(found);
	} catch (error) {
		if (!hasStatus(error, 404)) throw error;
		forgetCart();
		return null;
	}
}

export function loadCart(): Promise<Cart | null> {
	return inTurn(load);
}

/** Adds pieces of a variant; makes the cart first when there is none (or none any more). */
export function addToCart(variant_id: string, quantity: number): Promise<Cart> {
	return inTurn(async () => {
		const current = (await load()) ?? keep((await medusa().store.cart.create({ region_id: (await region()).id })).cart);
		const { cart: changed } = await call<{ cart: Cart }>(`/store/carts/${current.id}/line-items`, {
			method: 'POST',
			query: { fields: FIELDS },
			body: { variant_id, quantity },
		});
		return keep(changed);
	});
}

export function setQuantity(item: LineItem, quantity: number): Promise<Cart | null> {
	return inTurn(async () => {
		const { id } = requireCart();
		if (quantity > 0)
			return keep((await medusa().store.cart.updateLineItem(id, item.id, { quantity }, { fields: FIELDS })).cart);
		await medusa().store.cart.deleteLineItem(id, item.id);
		return load();
	});
}

export function updateCart(change: HttpTypes.StoreUpdateCart): Promise<Cart> {
	return inTurn(async () =>
		keep((await medusa().store.cart.update(requireCart().id, change, { fields: FIELDS })).cart),
	);
}

export function chooseShipping(option_id: string): Promise<Cart> {
	return inTurn(async () =>
		keep((await medusa().store.cart.addShippingMethod(requireCart().id, { option_id }, { fields: FIELDS })).cart),
	);
}

export async function shippingOptions(): Promise<HttpTypes.StoreCartShippingOptionWithServiceZone[]> {
	return (await medusa().store.fulfillment.listCartOptions({ cart_id: requireCart().id })).shipping_options;
}

/** Gives an anonymous cart to the customer who has just signed in. */
export function claimCart(): Promise<Cart | null> {
	return inTurn(async () => {
		const current = await load();
		if (!current || !customerToken()) return current;
		return keep((await medusa().store.cart.transferCart(current.id, { fields: FIELDS })).cart);
	});
}

/**
 * Pays, and places the order. A cart that was paid or ordered already (a lost answer, a second try) is not paid again, and gives
 * the same order.
 * @param return_url where the card's bank sends the customer back to
 * @returns the order, or null when the payment was refused
 */
export function placeOrder(form: PayForm, return_url: string): Promise<HttpTypes.StoreOrder | null> {
	return inTurn(async () => {
		const { cart: current } = await medusa().store.cart.retrieve(requireCart().id, { fields: FIELDS });
		if (!isOrdered(current)) {
			const session = await paymentSession(current, form.provider());
			const { client_secret } = session.data;
			if (typeof client_secret === 'string') await form.confirm({ kind: 'payment', client_secret }, return_url);
		}
		const path = `/store/carts/${current.id}/complete`;
		const result = await call<HttpTypes.StoreCompleteCartResponse>(path, { method: 'POST' });
		if (result.type !== 'order') return null;
		forgetCart();
		return result.order;
	});
}

/** The payment of a cart with a provider: the one that was begun, as long as it fits, else a new one. */
async function paymentSession(current: Cart, provider_id: string): Promise<HttpTypes.StorePaymentSession> {
	const fits = ({ provider_id: of, status }: HttpTypes.StorePaymentSession) =>
		of === provider_id && (status === 'pending' || status === 'requires_more');
	const begun = current.payment_collection;
	const open = begun?.amount === current.total ? begun?.payment_sessions?.find(fits) : undefined;
	if (open) return open;
	type Answer = HttpTypes.StorePaymentCollectionResponse;
	const post = (path: string, body: object) =>
		call<Answer>(`/store/payment-collections${path}`, { method: 'POST', body });
	const id = begun?.id ?? (await post('', { cart_id: current.id })).payment_collection.id;
	const { payment_collection } = await post(`/${id}/payment-sessions`, { provider_id });
	const made = payment_collection.payment_sessions?.find(fits);
	if (!made) throw new Error('Medusa began no payment.');
	return made;
}

/** Ordered in another tab, or the answer to the order was lost on the way. */
function isOrdered(found: Cart): boolean {
	return Boolean(found.completed_at);
}

export function requireCart(): Cart {
	const current = cart.get();
	if (!current) throw new Error('There is no cart.');
	return current;
}

/** The items in the order in which they came, which Medusa does not promise. */
export function itemsOf(current: Cart | null | undefined): LineItem[] {
	const time = (item: LineItem) => new Date(item.created_at ?? 0).getTime();
	return [...(current?.items ?? [])].sort((a, b) => time(a) - time(b) || a.id.localeCompare(b.id));
}

export function countOf(current: Cart | null | undefined): number {
	return itemsOf(current).reduce((sum, item) => sum + item.quantity, 0);
}

export function needsShipping(current: Cart): boolean {
	return itemsOf(current).some((item) => item.requires_shipping);
}

/** Starts afresh in another tab's wake: it may have made, changed or ordered the cart. */
export function isCartEvent(event: StorageEvent): boolean {
	return event.key === ID_KEY;
}
