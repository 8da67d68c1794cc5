// Stripe's requests are forms: `items[0][price]=p&expand[]=customer` is a tree.

/** @typedef {string | FormTree | FormTree[] | string[]} FormValue */
/** @typedef {{[key: string]: FormValue | undefined}} FormTree */

const DEPTH_MAX = 10;

/**
 * @param {string} text a query or a body, form-encoded
 * @returns {FormTree} hashes only: `a[0]` and `a[]` stay keys until somebody expects an array
 */
export function decodeForm(text) {
	/** @type {FormTree} */
	const root = Object.create(null);
	for (const [key, value] of new URLSearchParams(text)) {
		put(root, pathOf(key), value);
	}
	return root;
}

/**
 * An array out of `a[]`, `a[0]`, `a[1]`; undefined if this is none.
 * @param {FormValue | undefined} value
 * @returns {FormValue[] | undefined}
 */
export function asArray(value) {
	if (typeof value !== 'object') return undefined;
	if (Array.isArray(value)) return value;
	const keys = Object.keys(value);
	if (!keys.every((key) => /^\d+$/.test(key))) return undefined;
	return keys.sort((a, b) => Number(a) - Number(b)).map((key) => /** @type {FormValue} */ (value[key]));
}

/** @param {string} key */
function pathOf(key) {
	const [, first, rest] = /^([^[]*)(.*)$/s.exec(key) ?? [];
	const path = [first ?? key, ...[...(rest ?? '').matchAll(/\[([^\]]*)\]/g)].map(([, part]) => part ?? '')];
	return path.slice(0, DEPTH_MAX);
}

/**
 * @param {FormTree} node
 * @param {string[]} path
 * @param {string} value
 */
function put(node, [key = '', ...rest], value) {
	// `a[]` means: one more.
	const name = key === '' ? String(Object.keys(node).length) : key;
	if (rest.length === 0) {
		node[name] = value;
		return;
	}
	let child = node[name];
	if (typeof child !== 'object' || Array.isArray(child)) {
		child = /** @type {FormTree} */ (Object.create(null));
		node[name] = child;
	}
	put(child, rest, value);
}
