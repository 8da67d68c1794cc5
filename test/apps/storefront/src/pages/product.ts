import type { Offer } from '@answerpack/shared/contract';
import { buyOffer } from '../account.js';
import { h, swap } from '../dom.js';
import { announce } from '../flash.js';
import type { Page, PageRequest } from '../router.js';
import { addToCart } from '../shop/cart.js';
import { findProduct, isSoldOut, type Product, priceOf, textsOf, type Variant } from '../shop/catalog.js';
import { session } from '../shop/session.js';
import { creditsDrawing, productDrawing } from '../ui/drawings.js';
import { icon } from '../ui/icons.js';
import { creditsFacts, loadOffers } from '../ui/offers.js';
import { price } from '../ui/price.js';
import { validity } from '../ui/product-card.js';
import { problemLine, work } from '../ui/work.js';
import { every, fill, words } from '../words/index.js';
import { notFoundPage } from './not-found.js';

export async function productPage({ params }: PageRequest): Promise<Page> {
	const [product, shelf] = await Promise.all([findProduct(params.handle ?? ''), loadOffers()]);
	if (!product) return notFoundPage(words().product.missing);
	const offer = shelf?.offers.find(({ product_id }) => product_id === product.id);
	const { title, subtitle, description } = textsOf(product);
	return {
		title,
		content: h(
			'article',
			{ class: 'product' },
			h(
				'div',
				{ class: offer ? 'product-picture product-picture-pack' : 'product-picture' },
				offer ? creditsDrawing(offer.credits) : productDrawing(product.handle),
			),
			h(
				'div',
				{ class: 'product-body' },
				h('h1', {}, title),
				subtitle && h('p', { class: 'lead' }, subtitle),
				buyBox(product, title, offer),
				description && h('p', { class: 'product-text' }, description),
			),
			offer && h('div', { class: 'product-facts' }, creditsFacts(shelf?.bot.credits_per_answer, 'h2')),
		),
	};
}

/** Choice of variant, price and button; a product with one variant shows no choice. */
function buyBox(product: Product, name: string, offer: Offer | undefined): HTMLElement {
	const w = words();
	const variants = product.variants ?? [];
	const box = h('div', { class: 'buy-box' });
	const draw = (variant: Variant | undefined) =>
		swap(
			box,
			variants.length > 1 && variantChoice(variants, variant, draw),
			h(
				'p',
				{ class: 'product-price' },
				price(priceOf(variant)) ?? w.product.no_price,
				offer?.kind === 'plan' && h('span', { class: 'price-often' }, ` ${every(offer)}`),
			),
			h('p', { class: 'hint' }, offer ? `${w.product.tax_pack} ${validity(offer)}.` : w.product.tax),
			variant && priceOf(variant) ? buyButton(variant, name, offer) : null,
		);
	draw(variants.find((variant) => !isSoldOut(variant)) ?? variants[0]);
	return box;
}

function variantChoice(
	variants: Variant[],
	chosen: Variant | undefined,
	choose: (variant: Variant) => void,
): HTMLElement {
	return h(
		'fieldset',
		{ class: 'choice' },
		h('legend', {}, words().product.variant),
		variants.map((variant) =>
			h(
				'label',
				{ class: 'choice-option' },
				h('input', {
					type: 'radio',
					name: 'variant',
					id: `variant-${variant.id}`,
					checked: variant.id === chosen?.id,
					onchange: () => choose(variant),
				}),
				h('span', {}, variant.title),
			),
		),
	);
}

function buyButton(variant: Variant, name: string, offer: Offer | undefined): HTMLElement {
	const w = words();
	const problem = problemLine();
	const done = h('div', { class: 'buy-done' });
	if (isSoldOut(variant)) return h('p', { class: 'notice' }, w.product.sold_out);
	const label = offer ? fill(w.credits.buy, { name }) : w.product.add;
	const button = h('button', { type: 'button', class: 'button button-main button-wide' }, label);
	button.addEventListener('click', () =>
		work(button, problem, async () => {
			if (offer) return buyOffer(variant.id);
			await addToCart(variant.id, 1);
			const text = fill(w.product.added, { name });
			done.replaceChildren(icon('check'), h('span', {}, text, ' ', h('a', { href: '/cart' }, w.product.view_cart)));
			announce(text);
		}),
	);
	const hint = !session.get() && h('p', { class: 'hint' }, w.credits.buy_hint);
	return h('div', {}, button, problem, offer ? hint : done);
}
