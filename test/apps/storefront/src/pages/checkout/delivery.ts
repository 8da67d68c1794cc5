import { h } from '../../dom.js';
import { cart, chooseShipping, shippingOptions } from '../../shop/cart.js';
import { explain } from '../../shop/explain.js';
import { problemLine } from '../../ui/work.js';
import { formatPrice, words } from '../../words/index.js';

type Option = Awaited<ReturnType<typeof shippingOptions>>[number];

/** How it is shipped. A single way is chosen by itself: there is nothing to decide. */
export async function loadDelivery(changed: () => Promise<void>): Promise<HTMLElement> {
	const w = words().checkout;
	const options = await shippingOptions();
	const chosen = () =>
		cart.get()?.shipping_methods?.find(({ shipping_option_id }) => options.some(({ id }) => id === shipping_option_id));
	const first = options[0];
	if (first && !chosen()) await chooseShipping(first.id);
	const problem = problemLine();
	const choose = async (option: Option) => {
		problem.replaceChildren();
		try {
			await chooseShipping(option.id);
			await changed();
		} catch (error) {
			problem.replaceChildren(h('p', { class: 'notice notice-problem' }, explain(error)));
		}
	};
	return h(
		'section',
		{ class: 'step-section', 'aria-labelledby': 'step-delivery' },
		h('h2', { id: 'step-delivery', tabindex: '-1' }, w.delivery),
		first
			? h(
					'div',
					{ class: 'choice choice-stacked', role: 'radiogroup', 'aria-labelledby': 'step-delivery' },
					options.map((option) => radio(option, option.id === chosen()?.shipping_option_id, () => choose(option))),
				)
			: h('p', { class: 'notice' }, w.delivery_none),
		problem,
	);
}

function radio(option: Option, checked: boolean, onchange: () => void): HTMLElement {
	const ways: Record<string, string> = words().checkout.delivery_ways;
	const currency = cart.get()?.currency_code ?? 'eur';
	const price = option.amount ? formatPrice(option.amount, currency) : words().checkout.delivery_free;
	return h(
		'label',
		{ class: 'choice-option' },
		h('input', { type: 'radio', name: 'delivery', id: `delivery-${option.id}`, checked, onchange }),
		h('span', {}, ways[option.type?.code ?? ''] ?? option.name),
		h('span', { class: 'choice-price' }, price),
	);
}
