/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { badParameter, refused } from '../http/errors.mjs';
import {
	array,
	boolean,
	currency,
	hash,
	integer,
	metadata,
	oneOf,
	page,
	range,
	required,
	string,
	unsettable,
} from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { assertCurrency, assertRounded } from '../world/currencies.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { newProduct } from './products.mjs';
import { inParam, inPath, mergedMetadata, reading } from './shared.mjs';

const INTERVAL_YEARS_MAX = 3;
export const recurring = hash({
	interval: required(oneOf('day', 'week', 'month', 'year')),
	interval_count: integer({ min: 1 }),
});
const tax_behavior = oneOf('exclusive', 'inclusive', 'unspecified');

export const prices = [
	route(
		'POST /v1/prices',
		/** @satisfies {FieldsOf<Stripe.PriceCreateParams>} */ ({
			active: boolean,
			billing_scheme: oneOf('per_unit'),
			currency: required(currency),
			lookup_key: string,
			metadata,
			nickname: string,
			product: string,
			product_data: hash({ id: string, active: boolean, metadata, name: required(string), unit_label: string }),
			recurring: recurring,
			tax_behavior,
			transfer_lookup_key: boolean,
			unit_amount: integer({ min: 0 }),
		}),
		(world, { params }) => {
			if (params.unit_amount === undefined) {
				throw refused('You must specify either `unit_amount`, `unit_amount_decimal`, or `custom_unit_amount`.', {
					code: 'parameter_missing',
					param: 'unit_amount',
					before: true,
				});
			}
			if ((params.product === undefined) === (params.product_data === undefined)) {
				throw refused('You must specify either `product` or `product_data` when creating a price.', {
					code: params.product ? 'parameters_exclusive' : 'parameter_missing',
					param: 'product',
					before: true,
				});
			}
			const key = params.lookup_key ? freeLookupKey(world, params.lookup_key, params.transfer_lookup_key) : null;
			const { id, metadata: about, name = '', ...rest } = params.product_data ?? {};
			const product = params.product
				? inParam(world.products, params.product, 'product')
				: newProduct(world, { ...rest, name, ...(id && { id }), metadata: mergedMetadata({}, about) });
			return newPrice(world, {
				active: params.active ?? true,
				currency: params.currency,
				lookup_key: key,
				metadata: mergedMetadata({}, params.metadata),
				nickname: params.nickname ?? null,
				product: product.id,
				recurring: params.recurring,
				tax_behavior: params.tax_behavior ?? 'unspecified',
				unit_amount: params.unit_amount,
			});
		},
	),
	reading('/v1/prices/:id', (world) => world.prices, 'price'),
	route(
		'POST /v1/prices/:id',
		/** @satisfies {FieldsOf<Stripe.PriceUpdateParams>} */ ({
			active: boolean,
			lookup_key: unsettable(string),
			metadata,
			nickname: unsettable(string),
			tax_behavior,
			transfer_lookup_key: boolean,
		}),
		(world, { path, params: { metadata: given, transfer_lookup_key, lookup_key, ...params } }) => {
			const price = inPath(world.prices, path.id, 'price');
			const key = lookup_key ? freeLookupKey(world, lookup_key, transfer_lookup_key, price) : lookup_key;
			changing(world, 'price.updated', price, () => {
				Object.assign(price, params, { metadata: mergedMetadata(price.metadata, given) });
				if (key !== undefined) price.lookup_key = key;
			});
			return price;
		},
	),
	route(
		'GET /v1/prices',
		/** @satisfies {FieldsOf<Stripe.PriceListParams>} */ ({
			...page,
			active: boolean,
			created: range,
			currency,
			lookup_keys: array(string),
			product: string,
			recurring: hash({ interval: oneOf('day', 'week', 'month', 'year'), usage_type: oneOf('licensed', 'metered') }),
			type: oneOf('one_time', 'recurring'),
		}),
		(world, { params }) => {
			const rows = world.prices
				.all()
				.filter(({ active }) => params.active === undefined || active === params.active)
				.filter((price) => !params.currency || price.currency === params.currency)
				.filter(({ lookup_key }) => !params.lookup_keys || params.lookup_keys.includes(lookup_key ?? ''))
				.filter(({ product }) => !params.product || product === params.product)
				.filter(({ type }) => !params.type || type === params.type)
				.filter((price) => !params.recurring?.interval || price.recurring?.interval === params.recurring.interval)
				.filter((price) => !params.recurring?.usage_type || price.recurring?.usage_type === params.recurring.usage_type)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/prices', noun: 'price' });
		},
	),
];

/**
 * @param {World} world
 * @param {Pick<T.Price, 'currency' | 'product'> & {unit_amount: number, recurring?: {interval: 'day' | 'week' | 'month' | 'year',
 * interval_count?: number | undefined} | undefined} & Partial<Omit<T.Price, 'recurring'>>} given
 * @returns {T.Price}
 */
export function newPrice(world, { recurring: every, ...given }) {
	assertCurrency(given.currency);
	assertRounded(given.unit_amount, given.currency, 'unit_amount');
	const count = every?.interval_count ?? 1;
	const perYear = { day: 365, week: 52, month: 12, year: 1 };
	if (every && count > perYear[every.interval] * INTERVAL_YEARS_MAX) {
		throw badParameter('The maximum billing interval is three years.', 'recurring[interval_count]');
	}
	const price = world.prices.add({
		id: newId('price'),
		object: 'price',
		active: true,
		billing_scheme: 'per_unit',
		created: now(world),
		custom_unit_amount: null,
		livemode: false,
		lookup_key: null,
		metadata: {},
		nickname: null,
		recurring: every
			? {
					interval: every.interval,
					interval_count: count,
					meter: null,
					trial_period_days: null,
					usage_type: 'licensed',
				}
			: null,
		tax_behavior: 'unspecified',
		tiers_mode: null,
		transform_quantity: null,
		type: every ? 'recurring' : 'one_time',
		unit_amount_decimal: String(given.unit_amount),
		...given,
	});
	emit(world, 'price.created', price);
	return price;
}

/**
 * @param {World} world
 * @param {string} key
 * @param {boolean | undefined} transfer from the price that has it now
 * @param {T.Price} [own]
 */
function freeLookupKey(world, key, transfer = false, own = undefined) {
	const holder = world.prices.all().find((price) => price.lookup_key === key && price !== own);
	if (holder && !transfer) {
		throw refused(`A price (\`${holder.id}\`) already uses that lookup key.`, { param: 'lookup_key' });
	}
	if (holder) {
		changing(world, 'price.updated', holder, () => {
			holder.lookup_key = null;
		});
	}
	return key;
}
