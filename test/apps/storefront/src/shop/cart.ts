import type { HttpTypes } from '@medusajs/types';
import { storage } from '../storage.js';
import { Value } from '../value.js';
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
		return keep(
			(await medusa().store.cart.createLineItem(current.id, { variant_id, quantity }, { fields: FIELDS })).cart,
		);
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
 * Pays by the test provider and places the order. A cart that was ordered already (a lost answer, a second try) gives
 * the same order again.
 * @returns the order, or null when the payment was refused
 */
export function placeOrder(): Promise<HttpTypes.StoreOrder | null> {
	return inTurn(async () => {
		const { cart: current } = await medusa().store.cart.retrieve(requireCart().id, { fields: FIELDS });
		const payment = current.payment_collection;
		const isReady = payment?.payment_sessions?.length && payment.amount === current.total;
		if (!isOrdered(current) && !isReady)
			await medusa().store.payment.initiatePaymentSession(current, { provider_id: 'pp_system_default' });
		const result = await medusa().store.cart.complete(current.id);
		if (result.type !== 'order') return null;
		forgetCart();
		return result.order;
	});
}

/** Ordered in another tab, or the answer to the order was lost on the way. */
function isOrdered(found: Cart): boolean {
	return Boolean(found.completed_at);
}

function requireCart(): Cart {
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
