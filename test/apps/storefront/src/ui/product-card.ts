import type { Offer } from '@answerpack/shared/contract';
import { buyOffer } from '../account.js';
import { h } from '../dom.js';
import { isSoldOut, type Product, priceOf, textsOf } from '../shop/catalog.js';
import { every, fill, words } from '../words/index.js';
import { creditsDrawing, productDrawing } from './drawings.js';
import type { Shelf } from './offers.js';
import { price } from './price.js';
import { problemLine, work } from './work.js';

/** Cards stand under headings of different levels. */
export type Level = 'h2' | 'h3' | 'h4';

/** A product among others; the whole card leads to its page. */
export function productCard(product: Product): HTMLElement {
	const { title, subtitle } = textsOf(product);
	const variant = product.variants?.[0];
	return h(
		'li',
		{ class: 'card' },
		h('div', { class: 'tile' }, productDrawing(product.handle)),
		h('h3', { class: 'card-title' }, h('a', { class: 'card-link', href: `/products/${product.handle}` }, title)),
		subtitle && h('p', { class: 'card-text' }, subtitle),
		h('p', { class: 'card-price' }, variant && isSoldOut(variant) ? words().product.sold_out : price(priceOf(variant))),
	);
}

/** How long credits of an offer are valid, and what of a plan's moves on; whether it can be tried first. */
export function validity(offer: Offer): string {
	const { valid, valid_unlimited, rollover, rollover_none, trial } = words().credits;
	if (offer.kind === 'plan') {
		const moves = offer.rollover ? fill(rollover, { n: offer.rollover }) : rollover_none;
		return offer.trial_days ? `${fill(trial, { n: offer.trial_days })} · ${moves}` : moves;
	}
	return offer.valid_days ? fill(valid, { n: offer.valid_days }) : valid_unlimited;
}

/** Credits once or with every period: how many, how long, the price, and the button that buys them; who has a plan switches it instead. */
export function offerCard(offer: Offer, name: string, { bot, has_plan }: Shelf, level: Level): HTMLElement {
	const w = words().credits;
	const problem = problemLine();
	const buy = h('button', { type: 'button', class: 'button button-main' }, fill(w.buy, { name }));
	buy.addEventListener('click', () => work(buy, problem, () => buyOffer(offer.variant_id)));
	const mine = h('a', { class: 'button', href: '/my-area' }, w.to_plan);
	const way = offer.kind === 'plan' && has_plan ? mine : buy;
	const answers = bot.credits_per_answer ? Math.floor(offer.credits / bot.credits_per_answer) : 0;
	return h(
		'li',
		{ class: 'pack' },
		h('div', { class: 'pack-picture' }, creditsDrawing(offer.credits)),
		h(
			'div',
			{ class: 'pack-body' },
			h(level, { class: 'card-title' }, h('a', { href: `/products/${offer.handle}` }, name)),
			h(
				'p',
				{ class: 'card-text' },
				[answers > 0 && fill(w.answers, { n: answers }), validity(offer)].filter(Boolean).join(' · '),
			),
			h('p', { class: 'card-price' }, offerPrice(offer)),
		),
		h('div', { class: 'pack-buy' }, offer.price ? way : h('p', {}, words().product.no_price), problem),
	);
}

/** A price, and of a plan how often it is paid. */
export function offerPrice(offer: Offer): (HTMLElement | null)[] {
	const often = offer.kind === 'plan' && offer.price ? h('span', { class: 'price-often' }, ` ${every(offer)}`) : null;
	return [price(offer.price), often];
}
