import { h } from '../dom.js';
import { formatPrice } from '../words/index.js';

/** A price, or nothing where there is none. */
export function price(of: { amount: number; currency_code: string } | undefined | null): HTMLElement | null {
	return of ? h('span', { class: 'price' }, formatPrice(of.amount, of.currency_code)) : null;
}
