// Stripe's refusals: what a client reads of them (status, type, code, param, message), and who is to blame.
/** @import { ErrorType, Json } from '../types.ts' */

/** The codes that Stripe documents; anything else does not compile. */
/** @typedef {import('../codes.ts').ErrorCode} ErrorCode */

/**
 * @typedef {object} Details
 * @property {ErrorType} [type]
 * @property {ErrorCode} [code]
 * @property {string} [param]
 * @property {string} [decline_code]
 * @property {string} [advice_code]
 * @property {string} [charge] the id of the failed charge
 * @property {object} [payment_intent] the intent as it is after the refusal
 * @property {object} [setup_intent]
 * @property {object} [payment_method]
 * @property {boolean} [before] the request was refused before it was begun: its idempotency key stays free
 */

export class StripeRefusal extends Error {
	/** @override */
	name = 'StripeRefusal';

	/**
	 * @param {number} status of HTTP
	 * @param {string} message
	 * @param {Details} [details]
	 */
	constructor(status, message, { before = false, type = 'invalid_request_error', ...details } = {}) {
		super(message);
		this.status = status;
		this.before = before;
		this.type = type;
		this.details = details;
	}
}

/** @param {string} code */
export const docUrl = (code) => `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;

/**
 * The body of a refusal, as Stripe writes it.
 * @param {StripeRefusal} refusal
 * @param {string} requestId
 * @returns {{error: Json}}
 */
export function errorBody({ message, type, details }, requestId) {
	const request_log_url = `https://dashboard.stripe.com/test/logs/${requestId}`;
	const doc_url = details.code && docUrl(details.code);
	return { error: { ...details, ...(doc_url && { doc_url }), message, request_log_url, type } };
}

/**
 * @param {string} what as Stripe calls it in messages: `customer`, `payment_intent`, `PaymentMethod`
 * @param {string} id
 * @param {string} param
 * @param {400 | 404} [status] 404 in a path, 400 in a parameter
 */
export function missing(what, id, param, status = 404) {
	return new StripeRefusal(status, `No such ${what}: '${id}'`, { code: 'resource_missing', param });
}

/**
 * A refusal of a parameter, before anything was done.
 * @param {string} message
 * @param {string} param
 * @param {ErrorCode} [code]
 */
export function badParameter(message, param, code) {
	return new StripeRefusal(400, message, { param, before: true, ...(code && { code }) });
}

/**
 * What was asked is not possible as things are.
 * @param {string} message
 * @param {Details} [details]
 */
export const refused = (message, details) => new StripeRefusal(400, message, details);

/**
 * Stripe can do this, the stand-in cannot: a loud refusal is better than a silent difference.
 * @param {string} what
 */
export function beyondTheStandIn(what) {
	return new StripeRefusal(
		400,
		`The stand-in for Stripe does not do this: ${what}. See test/doubles/stripe/README.md.`,
		{
			before: true,
		},
	);
}
