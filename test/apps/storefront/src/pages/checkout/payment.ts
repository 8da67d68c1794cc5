import type { Offer } from '@answerpack/shared/contract';
import { sessionExpired } from '../../account.js';
import { refreshWidgetCredits } from '../../bot-widget.js';
import { h } from '../../dom.js';
import { announce } from '../../flash.js';
import { type PayForm, payForm } from '../../pay/index.js';
import { replace } from '../../router.js';
import { myCredits } from '../../shop/bot.js';
import { hasCode } from '../../shop/call.js';
import { cart, placeOrder } from '../../shop/cart.js';
import { explain, Sentence } from '../../shop/explain.js';
import { hasStatus, once } from '../../shop/medusa.js';
import { beginTrial } from '../../shop/plans.js';
import { problemLine, work } from '../../ui/work.js';
import { every, fill, formatPrice, words } from '../../words/index.js';
import { consentBox } from './consent.js';

/** What of the cart decides how it is paid. */
export interface Buying {
	credits: boolean;
	plan: boolean;
	/** The plan that can be tried for nothing first, with what it costs then. */
	trial: Offer | null;
	/** How the card's bank has answered, when the customer comes back from there. */
	bank: 'yes' | 'no' | null;
	/** The secret of the card that the bank was asked about, when it was to be saved. */
	saved: string | null;
}

/** How it is paid, and the button that orders. Who comes back from their bank with a yes has pressed it already. */
export async function paymentSection({ credits, plan, trial, bank, saved }: Buying): Promise<HTMLElement> {
	const w = words().checkout;
	const problem = problemLine();
	const { total = 0, currency_code = 'eur' } = cart.get() ?? {};
	let form: PayForm;
	try {
		const kind = trial ? 'setup' : 'payment';
		form = await payForm({ kind, amount: total, currency_code, plan, back: bank !== null });
	} catch (error) {
		return section(h('p', { class: 'notice notice-problem', role: 'alert' }, explain(error)));
	}
	// By this the confirmation tells that the new credits have come. Asked once: a second try, after an answer that was
	// lost on the way, would already count them.
	const left = credits ? once(async () => (await myCredits()).left) : null;
	const button = h('button', { type: 'button', class: 'button button-main button-wide' }, trial ? w.try : w.place);
	const consent = credits ? consentBox(plan) : null;
	const place = () => void work(button, problem, () => order(left, () => (trial ? tryPlan(form, saved) : buy(form))));
	button.addEventListener('click', () => {
		if (!consent || consent.check()) place();
	});
	if (bank === 'yes') place();
	if (bank === 'no') problem.append(h('p', { class: 'notice notice-problem' }, words().pay.bank_no));
	return section(
		form.element,
		h(
			'p',
			{ class: 'to-pay' },
			trial ? w.to_pay_now : words().cart.total,
			' ',
			h('strong', {}, formatPrice(trial ? 0 : total, currency_code)),
		),
		trial &&
			h(
				'p',
				{ class: 'hint' },
				fill(w.trial, { n: trial.trial_days, price: formatPrice(total, currency_code), every: every(trial) }),
			),
		plan && h('p', { class: 'hint' }, w.plan_card),
		consent?.element,
		button,
		problem,
	);
}

function section(...content: Parameters<typeof h>[2][]): HTMLElement {
	return h(
		'section',
		{ class: 'step-section', 'aria-labelledby': 'step-payment' },
		h('h2', { id: 'step-payment' }, words().checkout.payment),
		content,
	);
}

/**
 * @param left what the customer had before, in credits; null when the order holds none
 * @param place places the order; gives its id
 */
async function order(left: (() => Promise<number>) | null, place: () => Promise<string>): Promise<void> {
	announce(words().checkout.placing);
	try {
		const credits_before = left && (await left().catch(() => null));
		const id = await place();
		refreshWidgetCredits();
		replace(`/order/${id}`, { placed: true, credits_before });
	} catch (error) {
		// Ticked here, and taken back in another tab.
		if (hasCode(error, 'consent_required')) throw new Sentence(words().checkout.consent_missing);
		if (!hasStatus(error, 401)) throw error;
		await sessionExpired();
	}
}

const RETURN_URL = () => `${location.origin}/checkout`;

async function buy(form: PayForm): Promise<string> {
	const placed = await placeOrder(form, RETURN_URL());
	if (!placed) throw new Sentence(words().checkout.not_paid);
	return placed.id;
}

/** @param saved the secret of a card that is saved already */
function tryPlan(form: PayForm, saved: string | null): Promise<string> {
	return beginTrial(form, RETURN_URL(), saved ?? undefined);
}
