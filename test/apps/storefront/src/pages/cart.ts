import type { Offer } from '@answerpack/shared/contract';
import { signInPath } from '../account.js';
import { h, swap } from '../dom.js';
import { announce } from '../flash.js';
import type { Page, PageRequest } from '../router.js';
import { type Cart, cart, itemsOf, type LineItem, loadCart, needsShipping, setQuantity } from '../shop/cart.js';
import { session } from '../shop/session.js';
import { icon } from '../ui/icons.js';
import { type LineTexts, loadLineTexts } from '../ui/lines.js';
import { totals } from '../ui/totals.js';
import { problemLine, work } from '../ui/work.js';
import { every, fill, formatPrice, words } from '../words/index.js';

export async function cartPage({ signal }: PageRequest): Promise<Page> {
	const [, texts] = await Promise.all([loadCart(), loadLineTexts()]);
	const w = words().cart;
	const body = h('div', {});
	const draw = (current: Cart | null | undefined) =>
		swap(body, current && itemsOf(current).length ? filled(current, texts) : empty());
	draw(cart.get());
	// Also when another tab changes it.
	cart.watch(draw, signal);
	session.watch(() => draw(cart.get()), signal);
	return { title: w.title, content: h('section', { class: 'cart' }, h('h1', {}, w.title), body) };
}

function empty(): HTMLElement {
	return h(
		'div',
		{ class: 'quiet' },
		h('p', { id: 'cart-empty', tabindex: '-1' }, words().cart.empty),
		h('a', { class: 'button', href: '/' }, words().home.look),
	);
}

function filled(current: Cart, texts: LineTexts): HTMLElement {
	const w = words();
	const problem = problemLine();
	const must_sign_in = !session.get() && itemsOf(current).some(texts.offer);
	const shipping = needsShipping(current)
		? current.shipping_methods?.length
			? undefined
			: w.cart.shipping_later
		: w.cart.shipping_none;
	return h(
		'div',
		{ class: 'with-summary' },
		h(
			'div',
			{},
			h(
				'ul',
				{ class: 'lines' },
				itemsOf(current).map((item) => line(item, current, texts, problem)),
			),
			problem,
		),
		h(
			'aside',
			{ class: 'summary', 'aria-label': w.checkout.summary },
			totals(current, shipping),
			must_sign_in && h('p', { class: 'notice' }, w.cart.packs_need_you),
			h(
				'a',
				{ class: 'button button-main button-wide', href: must_sign_in ? signInPath('/checkout') : '/checkout' },
				must_sign_in ? w.cart.checkout_sign_in : w.cart.checkout,
			),
		),
	);
}

/** What a line with credits brings, in words. */
function offerLine(offer: Offer): string {
	const w = words().cart;
	return offer.kind === 'plan' ? fill(w.plan_line, { every: every(offer) }) : w.credits_line;
}

function line(item: LineItem, current: Cart, texts: LineTexts, problem: HTMLElement): HTMLElement {
	const w = words().cart;
	const name = texts.name(item);
	const offer = texts.offer(item);
	const change = (id: string, label: string, quantity: number, content: Node | string, css: string) => {
		const button = h('button', { type: 'button', id: `${id}-${item.id}`, class: css, 'aria-label': label }, content);
		button.addEventListener('click', () =>
			work(button, problem, async () => {
				await setQuantity(item, quantity);
				if (quantity > 0) return announce(`${fill(w.quantity, { name })}: ${quantity}`);
				announce(fill(w.removed, { name }));
				// The button is gone with its line: the focus goes on to where the list begins.
				(document.querySelector<HTMLElement>('.line button') ?? document.getElementById('cart-empty'))?.focus();
			}),
		);
		return button;
	};
	return h(
		'li',
		{ class: 'line' },
		texts.picture(item),
		h(
			'div',
			{ class: 'line-body' },
			h('h2', { class: 'line-title' }, h('a', { href: `/products/${item.product_handle}` }, name)),
			h('p', { class: 'line-text' }, offer ? offerLine(offer) : texts.variant(item)),
			item.quantity > 1 &&
				h('p', { class: 'line-text' }, fill(w.each, { price: formatPrice(item.unit_price, current.currency_code) })),
		),
		h(
			'div',
			{ class: 'line-tools' },
			// Of a plan there is one.
			offer?.kind === 'plan'
				? h('span', {})
				: h(
						'div',
						{ class: 'stepper', role: 'group', 'aria-label': fill(w.quantity, { name }) },
						change('less', fill(w.less, { name }), item.quantity - 1, icon('minus'), 'step'),
						h('span', { class: 'step-count' }, item.quantity),
						change('more', fill(w.more, { name }), item.quantity + 1, icon('plus'), 'step'),
					),
			change('remove', fill(w.remove, { name }), 0, w.remove_short, 'link-button'),
		),
		h('p', { class: 'line-price' }, formatPrice(item.total ?? item.unit_price * item.quantity, current.currency_code)),
	);
}
