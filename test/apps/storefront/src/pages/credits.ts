import { h } from '../dom.js';
import type { Page } from '../router.js';
import { listProducts } from '../shop/catalog.js';
import { creditsFacts, loadOffers, offerLists } from '../ui/offers.js';
import { words } from '../words/index.js';

/** The packs, and what credits are and are not. */
export async function creditsPage(): Promise<Page> {
	const w = words().credits;
	const [products, shelf] = await Promise.all([listProducts(), loadOffers()]);
	return {
		title: w.title,
		content: h(
			'div',
			{ class: 'section section-credits section-first' },
			h('h1', {}, w.title),
			h('p', { class: 'lead' }, w.what),
			offerLists(shelf, products, 'h2'),
			creditsFacts(shelf?.bot.credits_per_answer, 'h2'),
		),
	};
}
