import { h } from '../dom.js';
import { formatPrice, words } from '../words/index.js';

/** The sums that carts and orders share, in the currency's main unit. */
interface Sums {
	currency_code: string;
	item_total?: number;
	shipping_total?: number;
	discount_total?: number;
	tax_total?: number;
	total?: number;
}

/** Items, shipping, discount, total and tax. `shipping` stands in until its price is known. */
export function totals(of: Sums, shipping?: string): HTMLElement {
	const w = words().cart;
	const money = (amount: number | undefined) => formatPrice(amount ?? 0, of.currency_code);
	const row = (name: string, value: string, css = '') =>
		h('div', { class: css }, h('dt', {}, name), h('dd', {}, value));
	return h(
		'dl',
		{ class: 'totals' },
		row(w.items, money((of.item_total ?? 0) + (of.discount_total ?? 0))),
		of.discount_total ? row(w.discount, `−${money(of.discount_total)}`) : null,
		row(w.shipping, shipping ?? money(of.shipping_total)),
		row(w.total, money(of.total), 'totals-sum'),
		// Unknown, not zero, before the shop knows the country.
		of.tax_total ? row(w.tax, money(of.tax_total), 'totals-tax') : null,
	);
}
