import type { Offer, PublicBot } from '@answerpack/shared/contract';
import { h } from '../dom.js';
import { refresh } from '../router.js';
import { bot, offers } from '../shop/bot.js';
import { type Product, textsOf } from '../shop/catalog.js';
import { session } from '../shop/session.js';
import { fill, words } from '../words/index.js';
import { type Level, packCard } from './product-card.js';

/** What the shop knows of the bot's credits; null while the bot or its offers cannot be reached. */
export interface Packs {
	bot: PublicBot;
	offers: Offer[];
}

export async function loadPacks(): Promise<Packs | null> {
	return Promise.all([bot(), offers()])
		.then(([known, list]) => ({ bot: known, offers: list.filter((offer) => offer.kind === 'pack') }))
		.catch(() => null);
}

/** A pack's name in the visitor's language, where its product is at hand. */
export function packName(offer: Offer, products: Product[]): string {
	const product = products.find(({ id }) => id === offer.product_id);
	return product ? textsOf(product).title : offer.name;
}

/** The packs side by side, or one sentence why there are none. */
export function packList(packs: Packs | null, products: Product[], level: Level): HTMLElement {
	const w = words().credits;
	if (!packs)
		return h(
			'div',
			{ class: 'notice notice-row' },
			h('p', {}, w.unavailable),
			h('button', { type: 'button', class: 'button', onclick: refresh }, words().retry),
		);
	if (!packs.offers.length) return h('p', { class: 'notice' }, w.no_packs);
	return h(
		'div',
		{},
		h(
			'ul',
			{ class: 'packs' },
			packs.offers.map((offer) => packCard(offer, packName(offer, products), packs.bot.credits_per_answer, level)),
		),
		session.get() ? null : h('p', { class: 'hint' }, w.buy_hint),
	);
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
