import type { Offer, PublicBot } from '@answerpack/shared/contract';
import { h } from '../dom.js';
import { refresh } from '../router.js';
import { bot, myCredits, offers } from '../shop/bot.js';
import { type Product, textsOf } from '../shop/catalog.js';
import { session } from '../shop/session.js';
import { fill, words } from '../words/index.js';
import { type Level, offerCard } from './product-card.js';

/** What the shop sells of the bot's credits; null while the bot or its offers cannot be reached. */
export interface Shelf {
	bot: PublicBot;
	offers: Offer[];
	/** The customer has a plan that runs: it is switched, not bought again. */
	has_plan: boolean;
}

export async function loadOffers(): Promise<Shelf | null> {
	return Promise.all([bot(), offers(), hasPlan()])
		.then(([known, list, has_plan]) => ({ bot: known, offers: list, has_plan }))
		.catch(() => null);
}

async function hasPlan(): Promise<boolean> {
	if (!session.get()) return false;
	return myCredits().then(
		({ plan }) => plan !== null,
		() => false, // whoever buys a second one nevertheless is told so
	);
}

/** An offer's name in the visitor's language, where its product is at hand. */
export function offerName(offer: Offer, products: Product[]): string {
	const product = products.find(({ id }) => id === offer.product_id);
	return product ? textsOf(product).title : offer.name;
}

/** Packs and plans, each side by side, or one sentence why there are none. */
export function offerLists(shelf: Shelf | null, products: Product[], level: Level): HTMLElement {
	const w = words().credits;
	if (!shelf)
		return h(
			'div',
			{ class: 'notice notice-row' },
			h('p', {}, w.unavailable),
			h('button', { type: 'button', class: 'button', onclick: refresh }, words().retry),
		);
	if (!shelf.offers.length) return h('p', { class: 'notice' }, w.no_packs);
	const list = (kind: Offer['kind']) => {
		const offers = shelf.offers.filter((offer) => offer.kind === kind);
		if (!offers.length) return null;
		return h(
			'div',
			{ class: 'offers' },
			h(level, { id: `offers-${kind}`, class: 'offers-title' }, w[kind]),
			h('p', { class: 'hint' }, w[`${kind}_text`]),
			h(
				'ul',
				{ class: 'packs', 'aria-labelledby': `offers-${kind}` },
				offers.map((offer) => offerCard(offer, offerName(offer, products), shelf, level === 'h2' ? 'h3' : 'h4')),
			),
		);
	};
	return h('div', {}, list('pack'), list('plan'), session.get() ? null : h('p', { class: 'hint' }, w.buy_hint));
}

/** What credits are, and what they are not. */
export function creditsFacts(credits_per_answer: number | null | undefined, level: Level): HTMLElement {
	const w = words().credits;
	const list = (title: string, ...lines: string[]) =>
		h(
			'div',
			{},
			h(level, { class: 'facts-title' }, title),
			h(
				'ul',
				{ class: 'facts-list' },
				lines.map((line) => h('li', {}, line)),
			),
		);
	return h(
		'div',
		{ class: 'facts' },
		list(w.are, credits_per_answer ? fill(w.are_1, { n: credits_per_answer }) : w.are_1_metered, w.are_2, w.are_3),
		list(w.are_not, w.not_1, w.not_2, w.not_3),
	);
}
