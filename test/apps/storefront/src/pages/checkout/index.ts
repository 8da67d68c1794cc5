import type { Offer } from '@answerpack/shared/contract';
import { signInPath } from '../../account.js';
import { h, swap } from '../../dom.js';
import { bankAnswer } from '../../pay/index.js';
import { type Page, type PageRequest, Redirect } from '../../router.js';
import { bot } from '../../shop/bot.js';
import { type Cart, cart, claimCart, itemsOf, loadCart, needsShipping } from '../../shop/cart.js';
import { myPlans } from '../../shop/plans.js';
import { session } from '../../shop/session.js';
import { loadLineTexts } from '../../ui/lines.js';
import { totals } from '../../ui/totals.js';
import { fill, words } from '../../words/index.js';
import { addressForm, addressText, hasAddress } from './address.js';
import { loadDelivery } from './delivery.js';
import { paymentSection } from './payment.js';

/**
 * One page, one step after the other: who and where to (only when something is shipped), how, and payment. Credits
 * alone need nothing but the signed-in customer.
 */
export async function checkoutPage({ query, signal }: PageRequest): Promise<Page> {
	const [first, texts] = await Promise.all([loadCart(), loadLineTexts()]);
	if (!itemsOf(first).length) throw new Redirect('/cart');
	const offers = itemsOf(first).flatMap((item) => texts.offer(item) ?? []);
	const buying = {
		credits: offers.length > 0,
		plan: offers.some(({ kind }) => kind === 'plan'),
		trial: await trialOf(itemsOf(first).length, offers),
		bank: bankAnswer(query),
		saved: query.get('setup_intent_client_secret'),
	};
	// Answered once: a reload must not pay, or complain, again.
	if (buying.bank) history.replaceState(history.state, '', '/checkout');
	if (buying.credits && !session.get()) throw new Redirect(signInPath('/checkout'));
	// Begun before the log-in, perhaps in another tab: without this, the shop would refuse to sell credits with it.
	if (session.get() && first?.customer?.id !== session.get()?.id) await claimCart();

	const w = words();
	const steps = h('div', { class: 'steps' });
	const aside = h('aside', { class: 'summary', 'aria-label': w.checkout.summary });
	let editing = !isAddressed(cart.get());

	const draw = async () => {
		const current = cart.get();
		if (!current) return;
		const delivery = !editing && needsShipping(current) ? await loadDelivery(draw) : null;
		const ready = !editing && (!needsShipping(current) || Boolean(cart.get()?.shipping_methods?.length));
		const payment = ready ? await paymentSection(buying) : null;
		buying.bank = null;
		buying.saved = null;
		if (signal.aborted) return;
		swap(steps, contactStep(), delivery, payment);
		swap(aside, summary());
	};

	const contactStep = (): HTMLElement | null => {
		const current = cart.get();
		if (!current) return null;
		const shipped = needsShipping(current);
		const known = session.get()?.email;
		const edit = () => {
			editing = true;
			void draw().then(() => document.querySelector<HTMLElement>('.steps input')?.focus());
		};
		const saved = async () => {
			editing = false;
			await draw();
			document.getElementById('step-delivery')?.focus();
		};
		return h(
			'section',
			{ class: 'step-section', 'aria-labelledby': 'step-contact' },
			h('h2', { id: 'step-contact' }, shipped ? w.checkout.address : w.checkout.contact),
			known && h('p', { class: 'hint' }, fill(w.checkout.as, { email: known })),
			!known &&
				h('p', { class: 'hint' }, w.checkout.have_sign_in, ' ', h('a', { href: signInPath('/checkout') }, w.sign_in)),
			editing
				? addressForm(current, shipped, saved)
				: addressText(current, shipped, shipped || !known ? edit : undefined),
			!shipped && h('p', { class: 'hint' }, w.checkout.no_shipping),
		);
	};

	const summary = (): HTMLElement => {
		const current = cart.get() ?? first;
		if (!current) return h('div', {});
		const shipping = needsShipping(current)
			? current.shipping_methods?.length
				? undefined
				: w.cart.shipping_later
			: w.cart.shipping_none;
		return h(
			'div',
			{},
			h('h2', {}, w.checkout.summary),
			h(
				'ul',
				{ class: 'summary-lines' },
				itemsOf(current).map((item) =>
					h('li', {}, texts.picture(item), fill(w.checkout.items_count, { n: item.quantity, name: texts.name(item) })),
				),
			),
			totals(current, shipping),
		);
	};

	await draw();
	return {
		title: w.checkout.title,
		content: h(
			'section',
			{ class: 'checkout' },
			h('h1', {}, w.checkout.title),
			h('div', { class: 'with-summary' }, steps, aside),
		),
	};
}

/** True when nothing has to be asked any more. */
function isAddressed(current: Cart | null | undefined): boolean {
	if (!current) return false;
	return Boolean(session.get() || current.email) && (!needsShipping(current) || hasAddress(current));
}

/** The only thing in the cart, when it is a plan that this customer may try first: whoever never had one. */
async function trialOf(items: number, [offer]: Offer[]): Promise<Offer | null> {
	if (items !== 1 || !offer?.trial_days || !session.get()) return null;
	const { id } = await bot();
	return (await myPlans()).some(({ bot_id }) => bot_id === id) ? null : offer;
}
