import { h } from '../../dom.js';
import { medusa } from '../../shop/medusa.js';
import { table } from '../../ui/table.js';
import { formatDate, formatPrice, words } from '../../words/index.js';

/** The customer's orders, the newest first: what they bought, and each period of a plan that was paid. */
export async function ordersPart(): Promise<HTMLElement> {
	const w = words().area;
	const { orders } = await medusa().store.order.list({ limit: 50, order: '-created_at' });
	if (!orders.length) return h('p', { class: 'hint' }, w.orders_none);
	return table(
		w.orders,
		[w.number, words().order.date, w.total],
		orders.map((order) => [
			h('a', { href: `/order/${order.id}` }, `#${order.display_id}`),
			formatDate(order.created_at),
			formatPrice(order.total, order.currency_code),
		]),
	);
}
