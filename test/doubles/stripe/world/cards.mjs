// Stripe's test cards, by the names that its documentation gives them, and what each of them does.

/** @typedef {import('../codes.ts').ErrorCode} ErrorCode */
/** @typedef {{code: ErrorCode, decline_code?: string, message: string, param?: string}} Decline */
/**
 * @typedef {object} Card
 * @property {string} brand
 * @property {string} last4
 * @property {'credit' | 'debit'} funding
 * @property {string} country
 * @property {Decline} [declines] what a charge answers
 * @property {boolean} [declines_attach] saving it is refused as well
 * @property {'always' | 'unless_set_up' | 'once'} [authenticates] by 3D Secure: at each payment; at payments until it was set up
 * for off-session use; at payments with the customer present only
 * @property {'fraudulent' | 'product_not_received' | 'inquiry'} [disputes] soon after the charge
 * @property {'pending' | 'fails'} [refunds] later than it says
 */

const DECLINED = 'Your card was declined.';
/** @param {string} decline_code @param {string} [message] @returns {Decline} */
const declined = (decline_code, message = DECLINED) => ({ code: 'card_declined', decline_code, message });

/** @type {Decline} */
export const AUTHENTICATION_REQUIRED = {
	code: 'authentication_required',
	decline_code: 'authentication_required',
	message: 'Your card was declined. This transaction requires authentication.',
};
const INSUFFICIENT = declined('insufficient_funds', 'Your card has insufficient funds.');

/** @param {string} last4 @param {Partial<Card>} [rest] @returns {Card} */
const visa = (last4, rest) => ({ brand: 'visa', last4, funding: 'credit', country: 'US', ...rest });

/** @param {string} last4 @param {Decline} declines @returns {Card} */
const refusing = (last4, declines) => visa(last4, { declines, declines_attach: true });

const GENERIC = refusing('0002', declined('generic_decline'));
const NO_FUNDS = refusing('9995', INSUFFICIENT);

/** @type {Record<string, Card>} */
const CARDS = {
	visa: visa('4242'),
	visa_debit: visa('5556', { funding: 'debit' }),
	de: visa('4242', { country: 'DE' }),
	mastercard: { brand: 'mastercard', last4: '4444', funding: 'credit', country: 'US' },
	amex: { brand: 'amex', last4: '8431', funding: 'credit', country: 'US' },

	chargeDeclined: GENERIC,
	visa_chargeDeclined: GENERIC,
	chargeDeclinedInsufficientFunds: NO_FUNDS,
	visa_chargeDeclinedInsufficientFunds: NO_FUNDS,
	visa_chargeDeclinedLostCard: refusing('9987', declined('lost_card')),
	visa_chargeDeclinedStolenCard: refusing('9979', declined('stolen_card')),
	chargeDeclinedExpiredCard: refusing('0069', {
		code: 'expired_card',
		message: 'Your card has expired.',
		param: 'exp_month',
	}),
	chargeDeclinedIncorrectCvc: refusing('0127', {
		code: 'incorrect_cvc',
		message: "Your card's security code is incorrect.",
		param: 'cvc',
	}),
	chargeDeclinedProcessingError: refusing('0119', {
		code: 'processing_error',
		message: 'An error occurred while processing your card. Try again in a little bit.',
	}),
	chargeCustomerFail: visa('0341', { declines: declined('generic_decline') }),

	threeDSecure2Required: visa('3220', { authenticates: 'always' }),
	threeDSecureRequiredChargeDeclined: visa('1629', { authenticates: 'always', declines: declined('generic_decline') }),
	threeDSecureOptional: visa('3055'),
	authenticationRequired: visa('3184', { authenticates: 'always' }),
	authenticationRequiredOnSetup: visa('3155', { authenticates: 'unless_set_up' }),
	authenticationRequiredSetupForOffSession: visa('0446', { authenticates: 'once' }),
	authenticationRequiredChargeDeclinedInsufficientFunds: visa('3178', {
		authenticates: 'always',
		declines: INSUFFICIENT,
	}),

	createDispute: visa('0259', { disputes: 'fraudulent' }),
	createDisputeProductNotReceived: visa('2685', { disputes: 'product_not_received' }),
	createDisputeInquiry: visa('1976', { disputes: 'inquiry' }),

	pendingRefund: visa('7726', { refunds: 'pending' }),
	refundFail: visa('5126', { refunds: 'fails' }),
};

/**
 * @param {string} name `pm_card_visa`, or `tok_visa`
 * @returns {Card | undefined}
 */
export function cardNamed(name) {
	const key = name.replace(/^(pm_card|tok)_/, '');
	return name !== key && Object.hasOwn(CARDS, key) ? CARDS[key] : undefined;
}

/** `pm_card_…`, for pages that offer them. */
export const CARD_NAMES = Object.keys(CARDS).map((key) => `pm_card_${key}`);
