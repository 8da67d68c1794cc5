import { closeWidget, refreshWidgetCredits } from './bot-widget.js';
import { flash } from './flash.js';
import { navigate, replace } from './router.js';
import { addToCart, claimCart, forgetCart } from './shop/cart.js';
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
 * Puts a pack of credits into the cart and goes there. Who is not signed in does that first; the pack waits in the
 * address of the log-in page, so that neither a reload nor the way through registration loses it.
 */
export async function buyPack(variant_id: string): Promise<void> {
	closeWidget();
	if (!session.get()) return navigate(signInPath('/cart', variant_id));
	try {
		await addToCart(variant_id, 1);
	} catch (error) {
		if (!hasStatus(error, 401)) throw error;
		await dropSession();
		refreshWidgetCredits();
		return navigate(signInPath('/cart', variant_id, 'expired'));
	}
	navigate('/cart');
}

/** After log-in or registration: the cart becomes the customer's, a waiting pack goes in, and on we go. */
export async function continueSignedIn(next: string, variant_id: string | null): Promise<void> {
	refreshWidgetCredits();
	try {
		await claimCart();
		if (variant_id) await addToCart(variant_id, 1);
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
