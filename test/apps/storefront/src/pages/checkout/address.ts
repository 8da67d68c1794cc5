import { h } from '../../dom.js';
import { type Cart, updateCart } from '../../shop/cart.js';
import { session } from '../../shop/session.js';
import { field, form } from '../../ui/form.js';
import { countryName, words } from '../../words/index.js';

export function hasAddress(current: Cart): boolean {
	return Boolean(current.shipping_address?.address_1 && current.shipping_address.country_code);
}

/** Email (guests only) and, when something is shipped, where to. */
export function addressForm(current: Cart, shipped: boolean, saved: () => Promise<void>): HTMLElement {
	const w = words();
	const customer = session.get();
	const address = current.shipping_address;
	const countries = (current.region?.countries ?? [])
		.map(({ iso_2 = '' }) => ({ value: iso_2, text: countryName(iso_2) }))
		.sort((a, b) => a.text.localeCompare(b.text));
	const where = [
		field({
			name: 'first_name',
			autocomplete: 'shipping given-name',
			value: address?.first_name ?? customer?.first_name,
			half: true,
		}),
		field({
			name: 'last_name',
			autocomplete: 'shipping family-name',
			value: address?.last_name ?? customer?.last_name,
			half: true,
		}),
		field({ name: 'address_1', autocomplete: 'shipping address-line1', value: address?.address_1 }),
		field({ name: 'postal_code', autocomplete: 'shipping postal-code', value: address?.postal_code, half: true }),
		field({ name: 'city', autocomplete: 'shipping address-level2', value: address?.city, half: true }),
		field({
			name: 'country_code',
			autocomplete: 'shipping country',
			value: address?.country_code ?? 'de',
			options: countries,
		}),
	];
	return form(
		shipped ? w.checkout.address : w.checkout.contact,
		w.checkout.to_delivery,
		async ({ email, ...shipping_address }) => {
			await updateCart({
				...(email && { email }),
				...(shipped && { shipping_address, billing_address: shipping_address }),
			});
			await saved();
		},
		customer ? null : field({ name: 'email', type: 'email', autocomplete: 'email', value: current.email }),
		...(shipped ? where : []),
	);
}

/** What was entered, to read over, with a way to change it. */
export function addressText(current: Cart, shipped: boolean, edit: (() => void) | undefined): HTMLElement {
	const w = words();
	const address = current.shipping_address;
	return h(
		'div',
		{ class: 'entered' },
		h(
			'address',
			{},
			!session.get() && h('span', {}, current.email),
			shipped && address
				? [
						h('span', {}, `${address.first_name ?? ''} ${address.last_name ?? ''}`.trim()),
						h('span', {}, address.address_1),
						h('span', {}, `${address.postal_code ?? ''} ${address.city ?? ''}`.trim()),
						h('span', {}, countryName(address.country_code ?? '')),
					]
				: null,
		),
		edit &&
			h(
				'button',
				{
					type: 'button',
					class: 'link-button',
					'aria-label': `${w.checkout.edit}: ${shipped ? w.checkout.address : w.checkout.contact}`,
					onclick: edit,
				},
				w.checkout.edit,
			),
	);
}
