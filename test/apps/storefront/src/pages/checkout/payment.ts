import { sessionExpired } from '../../account.js';
import { refreshWidgetCredits } from '../../bot-widget.js';
import { h } from '../../dom.js';
import { announce } from '../../flash.js';
import { replace } from '../../router.js';
import { myCredits } from '../../shop/bot.js';
import { cart, placeOrder } from '../../shop/cart.js';
import { Sentence } from '../../shop/explain.js';
import { hasStatus, once } from '../../shop/medusa.js';
import { problemLine, work } from '../../ui/work.js';
import { formatPrice, words } from '../../words/index.js';
import { consentBox } from './consent.js';

/** The test payment, marked as what it is, and the button that orders. */
export function paymentSection(has_packs: boolean): HTMLElement {
	const w = words().checkout;
	const problem = problemLine();
	// By this the confirmation tells that the new credits have come. Asked once: a second try, after an answer that was
	// lost on the way, would already count them.
	const left = has_packs ? once(async () => (await myCredits()).left) : null;
	const button = h('button', { type: 'button', class: 'button button-main button-wide' }, w.place);
	const consent = has_packs ? consentBox() : null;
	button.addEventListener('click', () => {
		if (!consent || consent.check()) void work(button, problem, () => order(left));
	});
	const current = cart.get();
	return h(
		'section',
		{ class: 'step-section', 'aria-labelledby': 'step-payment' },
		h('h2', { id: 'step-payment' }, w.payment),
		h('div', { class: 'test-payment' }, h('strong', {}, w.test), ' ', w.test_more),
		h(
			'p',
			{ class: 'to-pay' },
			words().cart.total,
			' ',
			h('strong', {}, formatPrice(current?.total ?? 0, current?.currency_code ?? 'eur')),
		),
		consent?.element,
		button,
		problem,
	);
}

/** @param left what the customer had before, in credits; null when the order holds none */
async function order(left: (() => Promise<number>) | null): Promise<void> {
	announce(words().checkout.placing);
	try {
		const credits_before = left && (await left().catch(() => null));
		const placed = await placeOrder();
		if (!placed) throw new Sentence(words().checkout.not_paid);
		refreshWidgetCredits();
		replace(`/order/${placed.id}`, { placed: true, credits_before });
	} catch (error) {
		// Ticked here, and taken back in another tab.
		if (hasStatus(error, 409)) throw new Sentence(words().checkout.consent_missing);
		if (!hasStatus(error, 401)) throw error;
		await sessionExpired();
	}
}
