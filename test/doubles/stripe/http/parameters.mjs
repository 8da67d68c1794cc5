// What a route takes: fields that read the text of a form, and refuse as Stripe does. Whatever is not named is unknown.
/** @import { ApiVersion } from '../types.ts' */
/** @import { FormTree, FormValue } from './form.mjs' */

import { badParameter } from './errors.mjs';
import { asArray } from './form.mjs';

/**
 * @template T
 * @typedef {object} Field
 * @property {(value: FormValue, param: string, version: ApiVersion) => T} read
 * @property {boolean} [required]
 * @property {boolean} [emptyable] an empty text means something
 * @property {ApiVersion} [only] the parameter exists in one of the two shapes
 */
/** @typedef {{[name: string]: Field<unknown>}} Fields */
/**
 * @template {Fields} F
 * @typedef {{[K in keyof F]: F[K] extends {required: true} & Field<infer T> ? T : F[K] extends Field<infer T> ? T | undefined : never}} Parsed
 */
/** The fields of a route may be fewer than Stripe's parameters, but never others.
 * @template P
 * @typedef {{[K in keyof P]?: Field<unknown>}} FieldsOf */

/**
 * @template {Fields} F
 * @param {F} fields
 * @param {FormTree} form
 * @param {ApiVersion} version
 * @param {string} [parent] for names such as `items[0][price]`
 * @returns {Parsed<F>}
 */
export function readFields(fields, form, version, parent = '') {
	const nameOf = (/** @type {string} */ name) => (parent ? `${parent}[${name}]` : name);
	for (const name of Object.keys(form)) {
		const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (!field || (field.only && field.only !== version)) {
			throw badParameter(`Received unknown parameter: ${nameOf(name)}`, nameOf(name), 'parameter_unknown');
		}
	}
	/** @type {Record<string, unknown>} */
	const parsed = {};
	for (const [name, field] of Object.entries(fields)) {
		const value = form[name];
		if (value !== undefined) {
			if (value === '' && !field.emptyable) throw empty(nameOf(name));
			parsed[name] = field.read(value, nameOf(name), version);
		} else if (field.required) {
			throw badParameter(`Missing required param: ${nameOf(name)}.`, nameOf(name), 'parameter_missing');
		}
	}
	return /** @type {Parsed<F>} */ (parsed);
}

/** @param {string} param */
function empty(param) {
	const message =
		`You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; ` +
		`however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
	return badParameter(message, param, 'parameter_invalid_empty');
}

/**
 * @template T
 * @param {Field<T>} field
 * @returns {Field<T> & {required: true}}
 */
export const required = (field) => ({ ...field, required: true });

/**
 * An empty text unsets what is there.
 * @template T
 * @param {Field<T>} field
 * @returns {Field<T | null>}
 */
export const unsettable = (field) => ({
	...field,
	emptyable: true,
	read: (value, param, version) => (value === '' ? null : field.read(value, param, version)),
});

/**
 * @template T
 * @param {ApiVersion} version
 * @param {Field<T>} field
 * @returns {Field<T>}
 */
export const only = (version, field) => ({ ...field, only: version });

/**
 * @template A, B
 * @param {Field<A>} first
 * @param {Field<B>} second read when the first refuses
 * @returns {Field<A | B>}
 */
export const either = (first, second) => ({
	read(value, param, version) {
		try {
			return first.read(value, param, version);
		} catch {
			return second.read(value, param, version);
		}
	},
});

/** @type {Field<string>} */
export const string = {
	read(value, param) {
		if (typeof value !== 'string') throw badParameter(`Invalid string: ${JSON.stringify(value)}`, param);
		if (value.length > 5000) {
			throw badParameter(`Invalid string: ${value.slice(0, 4)}...; must be at most 5000 characters`, param);
		}
		return value;
	},
};

/** An address on the web.
 * @type {Field<string>} */
export const url = {
	read(value, param) {
		if (typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
		throw badParameter('Not a valid URL', param, 'url_invalid');
	},
};

/**
 * @param {{min?: number, max?: number}} [limits]
 * @returns {Field<number>}
 */
export const integer = ({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) => ({
	read(value, param) {
		const code = 'parameter_invalid_integer';
		const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
		if (!Number.isSafeInteger(number)) throw badParameter(`Invalid integer: ${String(value)}`, param, code);
		if (number < min) throw badParameter(`This value must be greater than or equal to ${min}.`, param, code);
		if (number > max) throw badParameter(`This value must be less than or equal to ${max}.`, param, code);
		return number;
	},
});

/** Seconds since 1970. */
export const timestamp = integer({ min: 0 });

/** @type {Field<boolean>} */
export const boolean = {
	read(value, param) {
		if (value !== 'true' && value !== 'false') throw badParameter(`Invalid boolean: ${String(value)}`, param);
		return value === 'true';
	},
};

/**
 * @template {string} T
 * @param {...T} values
 * @returns {Field<T>}
 */
export const oneOf = (...values) => ({
	read(value, param) {
		const found = values.find((known) => known === value);
		if (found !== undefined) return found;
		const list = values.length > 1 ? `one of ${values.slice(0, -1).join(', ')}, or ${values.at(-1)}` : values[0];
		throw badParameter(`Invalid ${param}: must be ${list}`, param);
	},
});

/** @type {Field<string>} */
export const currency = { read: (value, param, version) => string.read(value, param, version).toLowerCase() };

/**
 * @template {Fields} F
 * @param {F} fields
 * @returns {Field<Parsed<F>>}
 */
export const hash = (fields) => ({
	read(value, param, version) {
		if (typeof value !== 'object' || Array.isArray(value)) throw badParameter('Invalid object', param);
		return readFields(fields, value, version, param);
	},
});

/**
 * @template T
 * @param {Field<T>} field of each member
 * @returns {Field<T[]>}
 */
export const array = (field) => ({
	read(value, param, version) {
		const members = asArray(value);
		if (!members) throw badParameter('Invalid array', param);
		return members.map((member, at) => field.read(member, `${param}[${at}]`, version));
	},
});

const METADATA_KEYS_MAX = 50;

/** Up to 50 texts; an empty one removes its key, an empty `metadata` removes all.
 * @type {Field<Record<string, string> | null>} */
export const metadata = {
	emptyable: true,
	read(value, param) {
		if (value === '') return null;
		if (typeof value !== 'object' || Array.isArray(value)) throw badParameter('Invalid object', param);
		const entries = Object.entries(value).map(([key, text]) => {
			if (key.length > 40) throw badParameter('Metadata keys must be at most 40 characters.', `${param}[${key}]`);
			if (typeof text !== 'string') {
				throw badParameter('Metadata values must be strings, but you passed in a hash.', `${param}[${key}]`);
			}
			if (text.length > 500) {
				throw badParameter('Metadata values can have up to 500 characters.', `${param}[${key}]`);
			}
			return /** @type {const} */ ([key, text]);
		});
		if (entries.length > METADATA_KEYS_MAX) throw badParameter('Metadata can have up to 50 keys.', param);
		return Object.fromEntries(entries);
	},
};

/** What every list takes. */
export const page = {
	limit: integer({ min: 1, max: 100 }),
	starting_after: string,
	ending_before: string,
};

/** `created=1` or `created[gte]=1`. */
export const range = either(timestamp, hash({ gt: timestamp, gte: timestamp, lt: timestamp, lte: timestamp }));

const text = unsettable(string);
export const address = unsettable(
	hash({ city: text, country: text, line1: text, line2: text, postal_code: text, state: text }),
);
