import type { HttpTypes } from '@medusajs/types';
import { openWidget, refreshWidgetCredits } from '../bot-widget.js';
import { config } from '../config.js';
import { h } from '../dom.js';
import type { Page, PageRequest } from '../router.js';
import { myCredits } from '../shop/bot.js';
import { hasStatus, medusa } from '../shop/medusa.js';
import { session } from '../shop/session.js';
import { loadLineTexts } from '../ui/lines.js';
import { totals } from '../ui/totals.js';
import { countryName, fill, formatDate, formatPrice, words } from '../words/index.js';
import { notFoundPage } from './not-found.js';

type Order = HttpTypes.StoreOrder;

/** An order: right after it was placed, with thanks and the arrival of credits; later, as a record. */
export async function orderPage({ params, state, signal }: PageRequest): Promise<Page> {
	const w = words();
	const [order, texts] = await Promise.all([findOrder(params.id ?? ''), loadLineTexts()]);
	if (!order) return notFoundPage(w.order.missing);
	const number = `#${order.display_id}`;
	const placed = state.placed === true;
	const has_credits = (order.items ?? []).some(texts.offer);
	const title = placed ? w.order.thanks : fill(w.order.title, { number });
	return {
		title,
		content: h(
			'section',
			{ class: 'order narrow-wide' },
			h('h1', {}, title),
			placed && h('p', { class: 'lead' }, fill(w.order.placed, { number })),
			placed && has_credits && session.get() && creditsArrival(state.credits_before, signal),
			h(
				'ul',
				{ class: 'lines' },
				(order.items ?? []).map((item) =>
					h(
						'li',
						{ class: 'line line-short' },
						texts.picture(item),
						h('p', { class: 'line-title' }, fill(w.checkout.items_count, { n: item.quantity, name: texts.name(item) })),
						h(
							'p',
							{ class: 'line-price' },
							formatPrice(item.total ?? item.unit_price * item.quantity, order.currency_code),
						),
					),
				),
			),
			totals(order, order.shipping_address?.address_1 ? undefined : w.cart.shipping_none),
			h(
				'dl',
				{ class: 'record' },
				h('div', {}, h('dt', {}, w.order.date), h('dd', {}, formatDate(order.created_at))),
				h('div', {}, h('dt', {}, w.checkout.payment), h('dd', {}, paidBy())),
				order.shipping_address?.address_1 && h('div', {}, h('dt', {}, w.order.to), h('dd', {}, addressOf(order))),
			),
			placed && h('p', { class: 'hint' }, w.order.mail_note),
			h(
				'div',
				{ class: 'actions' },
				h('a', { class: 'button', href: '/' }, w.back_home),
				session.get() && h('a', { class: 'button', href: '/my-area' }, w.order.to_area),
			),
		),
	};
}

async function findOrder(id: string): Promise<Order | undefined> {
	try {
		return (await medusa().store.order.retrieve(id, { fields: '*items,+items.total,*shipping_address' })).order;
	} catch (error) {
		if (hasStatus(error, 404)) return undefined;
		throw error;
	}
}

function addressOf({ shipping_address: to }: Order): string {
	return [
		`${to?.first_name ?? ''} ${to?.last_name ?? ''}`.trim(),
		to?.address_1,
		`${to?.postal_code ?? ''} ${to?.city ?? ''}`.trim(),
		countryName(to?.country_code ?? ''),
	].join(', ');
}

/** The demo knows test payments, unless it was given keys of Stripe's. */
function paidBy(): string {
	const { stripe } = config();
	return stripe && !stripe.standIn ? words().pay.card : words().checkout.test;
}

const ASK_EVERY_MS = 400;
const PATIENCE_MS = 20_000;

/** Watches for the credits, which come when the payment is captured: usually at once, never lost when later. */
function creditsArrival(before: unknown, signal: AbortSignal): HTMLElement {
	const w = words().order;
	const text = h('p', { role: 'status' }, w.credits_coming);
	const ask = h('button', { type: 'button', class: 'button', onclick: openWidget }, w.ask_now);
	const box = h('div', { class: 'arrival' }, text, ask);
	const deadline = Date.now() + PATIENCE_MS;
	const look = async (): Promise<void> => {
		const left = await myCredits().then(
			(credits) => credits.left,
			() => undefined,
		);
		if (signal.aborted) return;
		if (left !== undefined && left > (typeof before === 'number' ? before : 0)) {
			text.textContent = fill(w.credits_there, { n: left });
			box.classList.add('arrival-there');
			refreshWidgetCredits();
		} else if (Date.now() > deadline) text.textContent = w.credits_late;
		else setTimeout(look, ASK_EVERY_MS);
	};
	void look();
	return box;
}
