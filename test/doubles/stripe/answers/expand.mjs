// `expand[]=latest_invoice.payments`: ids become objects, in the shape that the caller's version writes.
/** @import { ApiVersion, Json } from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { refused } from '../http/errors.mjs';
import { render } from './versions.mjs';

const DEPTH_MAX = 4;

/** Which members hold an id that can be expanded, for each kind of object; a dot goes through a plain hash.
 * @type {Record<string, string[] | undefined>} */
const REFERENCES = {
	charge: ['customer', 'invoice', 'payment_intent'],
	customer: ['invoice_settings.default_payment_method', 'test_clock'],
	dispute: ['charge', 'payment_intent'],
	invoice: [
		'charge',
		'customer',
		'default_payment_method',
		'parent.subscription_details.subscription',
		'payment_intent',
		'subscription',
		'test_clock',
	],
	invoice_payment: ['invoice', 'payment.payment_intent'],
	line_item: ['pricing.price_details.price', 'subscription'],
	payment_intent: ['customer', 'invoice', 'latest_charge', 'payment_method'],
	payment_method: ['customer'],
	plan: ['product'],
	price: ['product'],
	product: ['default_price'],
	refund: ['charge', 'customer', 'payment_intent', 'payment_method'],
	setup_intent: ['customer', 'payment_method'],
	subscription: ['customer', 'default_payment_method', 'latest_invoice', 'pending_setup_intent', 'test_clock'],
};

/** Members that are there only when they are asked for.
 * @type {Record<string, Record<string, ((world: World, id: string, version: ApiVersion) => unknown) | undefined> | undefined>} */
const INCLUDED = {
	charge: {
		refunds: (world, id) =>
			listOf(
				world.refunds.all().filter((refund) => refund.charge === id),
				`/v1/charges/${id}/refunds`,
			),
	},
	customer: {
		subscriptions: (world, id) =>
			listOf(
				world.subscriptions.all().filter(({ customer, status }) => customer === id && status !== 'canceled'),
				`/v1/customers/${id}/subscriptions`,
			),
	},
	invoice: {
		payments: (world, id, version) =>
			version === '2024-04-10'
				? undefined
				: listOf(
						world.invoicePayments.all().filter(({ invoice }) => invoice === id),
						`/v1/invoice_payments?invoice=${id}`,
					),
		confirmation_secret(world, id, version) {
			if (version === '2024-04-10') return undefined;
			const payment = world.invoicePayments.all().findLast(({ invoice }) => invoice === id);
			const intent = payment && world.paymentIntents.find(String(payment.payment.payment_intent));
			return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null;
		},
	},
};

/**
 * Expands in place.
 * @param {World} world
 * @param {Json} answer already rendered
 * @param {string[]} paths
 * @param {ApiVersion} version
 */
export function expand(world, answer, paths, version) {
	for (const path of paths) {
		const names = path.split('.');
		if (names.length > DEPTH_MAX) {
			throw refused(`You cannot expand more than ${DEPTH_MAX} levels of a property (${path}).`, { before: true });
		}
		expandIn(answer, names);

		/** @param {unknown} node @param {string[]} rest */
		function expandIn(node, rest) {
			if (rest.length === 0 || !isObject(node)) return;
			if (node.object === 'list') {
				const [data, ...next] = rest;
				if (data !== 'data' || !Array.isArray(node.data)) throw notExpandable();
				for (const member of node.data) expandIn(member, next);
				return;
			}
			const kind = String(node.object);
			const [first = '', ...next] = rest;
			const include = INCLUDED[kind]?.[first];
			if (include && node[first] === undefined) {
				const included = include(world, String(node.id), version);
				if (included === undefined) throw notExpandable();
				node[first] = render(world, included, version);
			}
			if (include || isObject(node[first], 'object')) {
				expandIn(node[first], next);
				return;
			}
			const name = REFERENCES[kind]?.find((known) => path_starts(rest, known.split('.')));
			if (name === undefined) throw notExpandable();
			const parts = name.split('.');
			const last = parts.pop() ?? '';
			const holder = parts.reduce((/** @type {unknown} */ at, part) => (isObject(at) ? at[part] : undefined), node);
			if (!isObject(holder)) return;
			if (!(last in holder)) throw notExpandable();
			const id = holder[last];
			if (typeof id === 'string') holder[last] = render(world, find(world, id), version);
			expandIn(holder[last], rest.slice(parts.length + 1));
		}

		function notExpandable() {
			return refused(`This property cannot be expanded (${path}).`, { before: true });
		}
	}
}

/** @param {string[]} names @param {string[]} start */
const path_starts = (names, start) => start.every((part, at) => names[at] === part);

/**
 * @param {unknown} value
 * @param {string} [member] that it must have
 * @returns {value is Json}
 */
const isObject = (value, member) => typeof value === 'object' && value !== null && (!member || member in value);

/** @param {unknown[]} data @param {string} url */
const listOf = (data, url) => ({ object: 'list', data: data.toReversed(), has_more: false, url });

/** @type {[string, (world: World) => {find(id: string): unknown}][]} */
const BY_PREFIX = [
	['cus_', (world) => world.customers],
	['pm_', (world) => world.paymentMethods],
	['pi_', (world) => world.paymentIntents],
	['seti_', (world) => world.setupIntents],
	['ch_', (world) => world.charges],
	['prod_', (world) => world.products],
	['price_', (world) => world.prices],
	['sub_', (world) => world.subscriptions],
	['in_', (world) => world.invoices],
	['clock_', (world) => world.testClocks],
];

/**
 * @param {World} world
 * @param {string} id
 */
function find(world, id) {
	const [, table] = BY_PREFIX.find(([prefix]) => id.startsWith(prefix)) ?? [];
	return table?.(world).find(id) ?? world.graves.get(id) ?? id;
}
