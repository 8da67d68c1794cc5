import type { Offer } from '@answerpack/shared/contract';
import { h } from '../dom.js';
import { offersOrNone } from '../shop/bot.js';
import { listProducts, type Product, textsOf } from '../shop/catalog.js';
import { creditsDrawing, productDrawing } from './drawings.js';

/** What carts and orders have in common for showing a line. */
interface Line {
	product_id?: string | null;
	variant_id?: string | null;
	product_title?: string | null;
	product_handle?: string | null;
	variant_title?: string | null;
	title: string;
}

/** Names and pictures of lines, in the visitor's language. */
export interface LineTexts {
	name(line: Line): string;
	/** Which variant; empty when there is only one. */
	variant(line: Line): string;
	picture(line: Line): HTMLElement;
	/** The offer that a line buys; undefined for ordinary products. */
	offer(line: Line): Offer | undefined;
}

/** Medusa's lines carry English titles; the products carry the other languages. Without them, the titles must do. */
export async function loadLineTexts(): Promise<LineTexts> {
	const [products, offers] = await Promise.all([listProducts().catch((): Product[] => []), offersOrNone()]);
	const offer = (line: Line) => offers.find(({ variant_id }) => variant_id === line.variant_id);
	const productOf = (line: Line) => products.find(({ id }) => id === line.product_id);
	return {
		offer,
		variant: (line) => ((productOf(line)?.variants?.length ?? 0) > 1 ? (line.variant_title ?? '') : ''),
		name(line) {
			const product = productOf(line);
			return product ? textsOf(product).title : (line.product_title ?? line.title);
		},
		picture(line) {
			const credits = offer(line);
			return h(
				'div',
				{ class: credits ? 'thumb thumb-pack' : 'thumb' },
				credits ? creditsDrawing(credits.credits) : productDrawing(line.product_handle),
			);
		},
	};
}
