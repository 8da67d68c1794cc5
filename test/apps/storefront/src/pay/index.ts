import { config } from '../config.js';
import { standInForm } from './stand-in.js';
import { withoutCardForm } from './without-card.js';

export const TEST_PAYMENT = 'pp_system_default';
export const STRIPE = 'pp_stripe_stripe';

/** What a card is asked for: a payment, in the currency's main unit, or to be saved for later ones. */
export interface Purpose {
	kind: 'payment' | 'setup';
	amount: number;
	currency_code: string;
	/** A plan: only a card can pay for it, and it is saved. */
	plan: boolean;
	/** Back from the card's bank: a card was chosen already. */
	back: boolean;
}

/** What is paid with: an intent at Stripe, told by its secret. */
export interface Intent {
	kind: Purpose['kind'];
	client_secret: string;
}

/** Where the customer says how they pay. */
export interface PayForm {
	element: HTMLElement;
	/** Medusa's payment provider that has been chosen. */
	provider(): string;
	/**
	 * Pays, or saves the card; done before, it does nothing again. When the card's bank has a question, the browser goes there, and
	 * comes back to `return_url` with `redirect_status` in its query.
	 * @returns the card's id at Stripe
	 * @throws Sentence when the card is refused
	 */
	confirm(intent: Intent, return_url: string): Promise<string>;
}

/** Stripe's own form with its keys, a choice of test cards with its stand-in, and without either nothing but a test payment. */
export async function payForm(purpose: Purpose): Promise<PayForm> {
	const { stripe } = config();
	if (!stripe) return withoutCardForm();
	if (stripe.standIn) return standInForm(stripe.standIn, stripe.publishableKey, purpose);
	return (await import('./stripe.js')).stripeForm(stripe.publishableKey, purpose);
}

/** How the card's bank has answered, when it was asked: the browser comes back with this. */
export function bankAnswer(query: URLSearchParams): 'yes' | 'no' | null {
	const status = query.get('redirect_status');
	if (status === null) return null;
	return status === 'succeeded' ? 'yes' : 'no';
}

/** Goes to the card's bank. Whoever comes back by the back button finds the page as new, not in the middle of its work. */
export function leaveFor(url: string): Promise<never> {
	addEventListener('pageshow', ({ persisted }) => persisted && location.reload(), { once: true });
	location.assign(url);
	return new Promise(() => {});
}
