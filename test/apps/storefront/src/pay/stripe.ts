import { loadStripe } from '@stripe/stripe-js/pure';
import { h } from '../dom.js';
import { Sentence } from '../shop/explain.js';
import { language, words } from '../words/index.js';
import { type PayForm, type Purpose, STRIPE } from './index.js';

/** Stripe's own form, the Payment Element. Stripe's script is loaded here and nowhere else. */
export async function stripeForm(key: string, { kind, amount, currency_code, plan }: Purpose): Promise<PayForm> {
	const stripe = await loadStripe(key).catch(() => null);
	if (!stripe) throw new Sentence(words().pay.unreachable);
	const currency = currency_code.toLowerCase();
	const elements =
		kind === 'setup'
			? stripe.elements({ mode: 'setup', currency, locale: language.get() })
			: stripe.elements({
					mode: 'payment',
					// The demo shop sells in euros: hundredths.
					amount: Math.round(amount * 100),
					currency,
					locale: language.get(),
					...(plan && { setupFutureUsage: 'off_session' as const }),
				});
	const place = h('div', { class: 'stripe-form' });
	const card = elements.create('payment');
	// Stripe wants a place that is in the page already: it has a width as soon as it is.
	new ResizeObserver((_, observer) => {
		observer.disconnect();
		card.mount(place);
	}).observe(place);
	return {
		element: place,
		provider: () => STRIPE,
		async confirm(intent, return_url) {
			const { client_secret: clientSecret } = intent;
			const done = await settled();
			if (done) return done;
			const submitted = await elements.submit();
			if (submitted.error) throw new Sentence(submitted.error.message ?? words().errors.codes.card_refused);
			const confirming = { elements, clientSecret, confirmParams: { return_url }, redirect: 'if_required' } as const;
			const { error } = await (intent.kind === 'setup'
				? stripe.confirmSetup(confirming)
				: stripe.confirmPayment(confirming));
			// Stripe says it in the visitor's language.
			if (error) throw new Sentence(error.message ?? words().errors.codes.card_refused);
			return (await settled()) ?? '';

			/** The card of an intent that has nothing left to confirm. */
			async function settled(): Promise<string | undefined> {
				const found =
					intent.kind === 'setup'
						? (await stripe?.retrieveSetupIntent(clientSecret))?.setupIntent
						: (await stripe?.retrievePaymentIntent(clientSecret))?.paymentIntent;
				if (!found || !['succeeded', 'requires_capture', 'processing'].includes(found.status)) return undefined;
				const { payment_method } = found;
				return (typeof payment_method === 'string' ? payment_method : payment_method?.id) ?? '';
			}
		},
	};
}
