// A charge: one try at a card, and what was taken, released and given back of it.
/** @import * as T from '../types.ts' */
/** @import { Decline } from '../world/cards.mjs' */
/** @import { World } from '../world/world.mjs' */
import { changing } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { nowOf } from '../world/time.mjs';

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {T.PaymentMethod} method
 * @param {Decline} [decline]
 * @returns {T.Charge}
 */
export function newCharge(world, intent, method, decline) {
	const captured = !decline && intent.capture_method !== 'manual';
	const { card } = method;
	if (!card) throw new Error(`${method.id} is no card`);
	return world.charges.add({
		id: newId('ch'),
		object: 'charge',
		amount: intent.amount,
		amount_captured: captured ? intent.amount : 0,
		amount_refunded: 0,
		application: null,
		application_fee: null,
		application_fee_amount: null,
		balance_transaction: null,
		billing_details: { ...method.billing_details },
		calculated_statement_descriptor: decline ? null : 'STAND-IN',
		captured,
		created: nowOf(world, intent),
		currency: intent.currency,
		customer: intent.customer,
		description: intent.description,
		disputed: false,
		failure_balance_transaction: null,
		failure_code: decline?.code ?? null,
		failure_message: decline?.message ?? null,
		fraud_details: {},
		livemode: false,
		metadata: { ...intent.metadata },
		on_behalf_of: null,
		outcome: {
			advice_code: null,
			network_advice_code: null,
			network_decline_code: null,
			network_status: decline ? 'declined_by_network' : 'approved_by_network',
			reason: decline ? (decline.decline_code ?? decline.code) : null,
			risk_level: 'normal',
			risk_score: 20,
			seller_message: decline ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
			type: decline ? 'issuer_declined' : 'authorized',
		},
		paid: !decline,
		payment_intent: intent.id,
		payment_method: method.id,
		payment_method_details: {
			card: {
				amount_authorized: decline ? null : intent.amount,
				authorization_code: null,
				brand: card.brand,
				checks: card.checks,
				country: card.country,
				electronic_commerce_indicator: null,
				exp_month: card.exp_month,
				exp_year: card.exp_year,
				...(card.fingerprint && { fingerprint: card.fingerprint }),
				funding: card.funding,
				installments: null,
				last4: card.last4,
				mandate: null,
				network: card.brand,
				network_transaction_id: null,
				regulated_status: 'unregulated',
				three_d_secure: null,
				transaction_link_id: null,
				wallet: null,
			},
			type: 'card',
		},
		receipt_email: intent.receipt_email,
		receipt_number: null,
		receipt_url: null,
		refunded: false,
		review: null,
		shipping: intent.shipping,
		source: null,
		source_transfer: null,
		statement_descriptor: intent.statement_descriptor,
		statement_descriptor_suffix: intent.statement_descriptor_suffix,
		status: decline ? 'failed' : 'succeeded',
		transfer_data: null,
		transfer_group: null,
	});
}

/** What was taken and not given back: a released rest counts as refunded, though it was never taken.
 * @param {T.Charge} charge */
export const refundable = (charge) => (charge.captured ? charge.amount - charge.amount_refunded : 0);

/**
 * An authorization, or the rest of one, is let go: Stripe writes it down as a refund of what was never taken.
 * @param {World} world
 * @param {T.Charge} charge
 */
export function release(world, charge) {
	changing(world, 'charge.refunded', charge, () => {
		charge.amount_refunded = charge.amount - charge.amount_captured;
		charge.refunded = charge.amount_captured === 0;
	});
}
