import { openWidget } from '../bot-widget.js';
import { h } from '../dom.js';
import type { Page } from '../router.js';
import { listProducts, type Product, priceOf } from '../shop/catalog.js';
import { heroDrawing } from '../ui/drawings.js';
import { creditsFacts, loadOffers, offerLists } from '../ui/offers.js';
import { productCard } from '../ui/product-card.js';
import { words } from '../words/index.js';

const priceFrom = (product: Product) => priceOf(product.variants?.[0])?.amount ?? 0;

export async function homePage(): Promise<Page> {
	const w = words();
	const [products, shelf] = await Promise.all([listProducts(), loadOffers()]);
	const offered = new Set(shelf?.offers.map((offer) => offer.product_id));
	// The leading pieces first; Medusa promises no order of its own.
	const tools = products.filter(({ id }) => !offered.has(id)).sort((a, b) => priceFrom(b) - priceFrom(a));
	const content = h(
		'div',
		{ class: 'home' },
		h(
			'section',
			{ class: 'hero' },
			h(
				'div',
				{ class: 'hero-text' },
				h('p', { class: 'kicker' }, w.tagline),
				h('h1', {}, w.home.title),
				h('p', { class: 'lead' }, w.home.lead),
				h(
					'div',
					{ class: 'actions' },
					h('a', { class: 'button button-main', href: '#tools' }, w.home.look),
					h('button', { type: 'button', class: 'button', onclick: openWidget }, w.home.ask),
				),
			),
			h('div', { class: 'hero-picture' }, heroDrawing()),
		),
		h(
			'section',
			{ 'aria-labelledby': 'tools', class: 'section' },
			h('h2', { id: 'tools' }, w.home.products),
			tools.length
				? h('ul', { class: 'grid' }, tools.map(productCard))
				: h('p', { class: 'notice' }, w.home.no_products),
		),
		h(
			'section',
			{ 'aria-labelledby': 'packs', class: 'section section-credits' },
			h('h2', { id: 'packs' }, w.home.packs),
			h('p', { class: 'lead' }, w.credits.what),
			offerLists(shelf, products, 'h3'),
			creditsFacts(shelf?.bot.credits_per_answer, 'h3'),
		),
	);
	return { title: w.tagline, content };
}
