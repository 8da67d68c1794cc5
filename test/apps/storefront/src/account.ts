import { closeWidget, refreshWidgetCredits } from './bot-widget.js';
import { flash } from './flash.js';
import { navigate, replace } from './router.js';
import { offersOrNone } from './shop/bot.js';
import { addToCart, claimCart, forgetCart, itemsOf, loadCart } from './shop/cart.js';
import { explain } from './shop/explain.js';
import { hasStatus } from './shop/medusa.js';
import { dropSession, session } from './shop/session.js';
import { words } from './words/index.js';

/** The address of the log-in page that leads on to `next`, and puts a pack into the cart on the way. */
export function signInPath(next: string, variant_id?: string, reason?: 'expired'): string {
	const query = new URLSearchParams({ next });
	if (variant_id) query.set('add', variant_id);
	if (reason) query.set('reason', reason);
	return `/sign-in?${query}`;
}

/**
 * Puts a pack or a plan into the cart and goes there. Who is not signed in does that first; it waits in the
 * address of the log-in page, so that neither a reload nor the way through registration loses it.
 */
export async function buyOffer(variant_id: string): Promise<void> {
	closeWidget();
	if (!session.get()) return navigate(signInPath('/cart', variant_id));
	try {
		await addOffer(variant_id);
	} catch (error) {
		if (!hasStatus(error, 401)) throw error;
		await dropSession();
		refreshWidgetCredits();
		return navigate(signInPath('/cart', variant_id, 'expired'));
	}
	navigate('/cart');
}

/** One more of a pack; of a plan there is only one. */
async function addOffer(variant_id: string): Promise<void> {
	const [offers, current] = await Promise.all([offersOrNone(), loadCart()]);
	const isPlan = offers.some((offer) => offer.variant_id === variant_id && offer.kind === 'plan');
	if (isPlan && itemsOf(current).some((item) => item.variant_id === variant_id)) return;
	await addToCart(variant_id, 1);
}

/** After log-in or registration: the cart becomes the customer's, a waiting pack goes in, and on we go. */
export async function continueSignedIn(next: string, variant_id: string | null): Promise<void> {
	refreshWidgetCredits();
	try {
		await claimCart();
		if (variant_id) await addOffer(variant_id);
	} catch (error) {
		flash(explain(error), 'problem');
	}
	replace(next);
}

export async function signOut(): Promise<void> {
	await dropSession();
	// The cart is the customer's by now; the next person at this machine must not find it.
	forgetCart();
	refreshWidgetCredits();
	flash(words().session.signed_out);
	navigate('/');
}

/** The log-in is over (or was ended elsewhere): signed out cleanly, with the way back kept. */
export async function sessionExpired(): Promise<void> {
	await dropSession();
	refreshWidgetCredits();
	replace(signInPath(location.pathname + location.search, undefined, 'expired'));
}
