import type { Offer } from '@answerpack/shared/contract';
import { buyPack } from '../account.js';
import { h } from '../dom.js';
import { isSoldOut, type Product, priceOf, textsOf } from '../shop/catalog.js';
import { fill, words } from '../words/index.js';
import { creditsDrawing, productDrawing } from './drawings.js';
import { price } from './price.js';
import { problemLine, work } from './work.js';

/** Cards stand under headings of different levels. */
export type Level = 'h2' | 'h3';

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

/** How long credits of an offer are valid. */
export function validity(offer: Offer): string {
	const { valid, valid_unlimited } = words().credits;
	return offer.valid_days ? fill(valid, { n: offer.valid_days }) : valid_unlimited;
}

/** A pack of credits: what it holds, how long, its price, and the button that buys it. */
export function packCard(offer: Offer, name: string, credits_per_answer: number | null, level: Level): HTMLElement {
	const w = words().credits;
	const problem = problemLine();
	const buy = h('button', { type: 'button', class: 'button button-main' }, fill(w.buy, { name }));
	buy.addEventListener('click', () => work(buy, problem, () => buyPack(offer.variant_id)));
	const answers = credits_per_answer ? Math.floor(offer.credits / credits_per_answer) : 0;
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
			h('p', { class: 'card-price' }, price(offer.price)),
		),
		h('div', { class: 'pack-buy' }, offer.price ? buy : h('p', {}, words().product.no_price), problem),
	);
}
