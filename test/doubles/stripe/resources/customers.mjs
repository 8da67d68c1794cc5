/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { endSubscription } from '../billing/subscription-life.mjs';
import { refused } from '../http/errors.mjs';
import {
	address,
	array,
	hash,
	integer,
	metadata,
	oneOf,
	page,
	range,
	string,
	unsettable,
} from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { attach, paymentMethodFor } from '../payments/methods.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId, randomText } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { inParam, inPath, mergedMetadata } from './shared.mjs';

const CUSTOMERS_PER_CLOCK_MAX = 3;
const text = unsettable(string);

const settings = /** @satisfies {FieldsOf<Stripe.CustomerUpdateParams>} */ ({
	address,
	balance: integer(),
	description: text,
	email: text,
	invoice_prefix: string,
	invoice_settings: hash({ default_payment_method: text, footer: text }),
	metadata,
	name: text,
	next_invoice_sequence: integer({ min: 1 }),
	phone: text,
	preferred_locales: array(string),
	shipping: unsettable(hash({ address, name: string, phone: text })),
	tax_exempt: oneOf('none', 'exempt', 'reverse'),
});

export const customers = [
	route(
		'POST /v1/customers',
		/** @satisfies {FieldsOf<Stripe.CustomerCreateParams>} */ ({
			...settings,
			payment_method: string,
			test_clock: string,
		}),
		(world, { params: { payment_method, test_clock, ...params } }) => {
			if (test_clock) assertRoomOn(world, inParam(world.testClocks, test_clock, 'test_clock').id);
			/** @type {T.Customer} */
			const customer = {
				id: newId('cus'),
				object: 'customer',
				address: null,
				balance: 0,
				created: now(world, test_clock),
				currency: null,
				default_source: null,
				delinquent: false,
				description: null,
				discount: null,
				email: null,
				invoice_prefix: randomText(8).toUpperCase(),
				invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
				livemode: false,
				metadata: {},
				name: null,
				next_invoice_sequence: 1,
				phone: null,
				preferred_locales: [],
				shipping: null,
				tax_exempt: 'none',
				test_clock: test_clock ?? null,
			};
			// A card that cannot be saved leaves no customer behind.
			const method = payment_method ? paymentMethodFor(world, payment_method, 'payment_method') : undefined;
			world.customers.add(customer);
			try {
				if (method) attach(world, method, customer);
				apply(world, customer, params);
			} catch (refusal) {
				world.customers.remove(customer.id);
				throw refusal;
			}
			emit(world, 'customer.created', customer);
			return customer;
		},
	),
	route('GET /v1/customers/:id', {}, (world, { path }) => {
		return world.graves.get(String(path.id)) ?? inPath(world.customers, path.id);
	}),
	route('POST /v1/customers/:id', settings, (world, { path, params }) => {
		const customer = inPath(world.customers, path.id);
		changing(world, 'customer.updated', customer, () => apply(world, customer, params));
		return customer;
	}),
	route('DELETE /v1/customers/:id', {}, (world, { path }) => {
		return deleteCustomer(world, inPath(world.customers, path.id));
	}),
	route(
		'GET /v1/customers',
		/** @satisfies {FieldsOf<Stripe.CustomerListParams>} */ ({
			...page,
			created: range,
			email: string,
			test_clock: string,
		}),
		(world, { params }) => {
			const rows = world.customers
				.all()
				.filter(({ email }) => params.email === undefined || email === params.email)
				// Customers of a test clock show up for whoever asks for that clock.
				.filter(({ test_clock }) => (test_clock ?? undefined) === params.test_clock)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/customers', noun: 'customer' });
		},
	),
	route('GET /v1/customers/:id/payment_methods', { ...page, type: string }, (world, { path, params }) => {
		const customer = inPath(world.customers, path.id, 'customer');
		const rows = world.paymentMethods
			.all()
			.filter((method) => method.customer === customer.id && (!params.type || method.type === params.type));
		return pageOf(rows, params, { url: `/v1/customers/${customer.id}/payment_methods`, noun: 'PaymentMethod' });
	}),
	route('GET /v1/customers/:id/payment_methods/:method', {}, (world, { path }) => {
		const customer = inPath(world.customers, path.id, 'customer');
		const method = inPath(world.paymentMethods, path.method, 'payment_method');
		return method.customer === customer.id ? method : inPath(world.paymentMethods, '', 'payment_method');
	}),
];

/**
 * @param {World} world
 * @param {T.Customer} customer
 * @param {import('../http/parameters.mjs').Parsed<typeof settings>} params
 */
function apply(world, customer, { metadata: change, invoice_settings, ...params }) {
	const { default_payment_method, footer } = invoice_settings ?? {};
	if (default_payment_method) {
		const method = inParam(world.paymentMethods, default_payment_method, 'invoice_settings[default_payment_method]');
		if (method.customer !== customer.id) {
			throw refused(
				`The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
				{ code: 'resource_missing', param: 'invoice_settings[default_payment_method]' },
			);
		}
	}
	Object.assign(customer, params, { metadata: mergedMetadata(customer.metadata, change) });
	if (default_payment_method !== undefined) customer.invoice_settings.default_payment_method = default_payment_method;
	if (footer !== undefined) customer.invoice_settings.footer = footer;
}

/** @param {World} world @param {string} clock */
function assertRoomOn(world, clock) {
	if (world.customers.all().filter(({ test_clock }) => test_clock === clock).length < CUSTOMERS_PER_CLOCK_MAX) return;
	throw refused(`You cannot have more than ${CUSTOMERS_PER_CLOCK_MAX} customers on one test clock.`, {
		param: 'test_clock',
	});
}

/**
 * Ends what the customer has subscribed to, lets go of their cards, and leaves `{deleted: true}`.
 * @param {World} world
 * @param {T.Customer} customer
 */
export function deleteCustomer(world, customer) {
	for (const subscription of world.subscriptions.all()) {
		if (subscription.customer === customer.id && !subscription.ended_at) endSubscription(world, subscription);
	}
	for (const method of world.paymentMethods.all()) {
		if (method.customer !== customer.id) continue;
		method.customer = null;
		world.spent.add(method.id);
	}
	emit(world, 'customer.deleted', customer);
	world.customers.remove(customer.id);
	const grave = /** @type {const} */ ({ id: customer.id, object: 'customer', deleted: true });
	world.graves.set(customer.id, grave);
	return grave;
}
