// Disputes: a bank asks (an inquiry moves no money) or takes the money back until it has decided.
/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { refused } from '../http/errors.mjs';
import { DAY_SECONDS } from '../world/calendar.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { nowOf } from '../world/time.mjs';

const FEE = 1500;
const ANSWER_DAYS = 9;
const CLOSED = new Set(['won', 'lost', 'warning_closed']);

/**
 * @param {World} world
 * @param {T.Charge} charge
 * @param {{inquiry: boolean, reason: string, amount?: number | undefined}} about
 * @returns {T.Dispute}
 */
export function openDispute(world, charge, { inquiry, reason, amount = charge.amount_captured }) {
	if (!charge.captured) throw refused(`Charge ${charge.id} has taken no money that could be disputed.`);
	if (charge.disputed) throw refused(`Charge ${charge.id} is disputed already.`);
	const at = nowOf(world, charge);
	const brand = charge.payment_method_details?.card?.brand ?? 'visa';
	const dispute = world.disputes.add({
		id: newId('du'),
		object: 'dispute',
		amount,
		balance_transactions: [],
		charge: charge.id,
		created: at,
		currency: charge.currency,
		enhanced_eligibility_types: [],
		evidence: noEvidence(),
		evidence_details: {
			due_by: at + ANSWER_DAYS * DAY_SECONDS,
			enhanced_eligibility: {},
			has_evidence: false,
			past_due: false,
			submission_count: 0,
			submission_method: 'not_submitted',
		},
		intended_submission_method: null,
		is_charge_refundable: inquiry,
		livemode: false,
		metadata: {},
		payment_intent: charge.payment_intent,
		payment_method_details: {
			card: { brand, case_type: inquiry ? 'inquiry' : 'chargeback', network: brand, network_reason_code: '10' },
			type: 'card',
		},
		reason,
		status: inquiry ? 'warning_needs_response' : 'needs_response',
	});
	charge.disputed = true;
	emit(world, 'charge.dispute.created', dispute);
	if (!inquiry) withdraw(world, dispute);
	return dispute;
}

/**
 * What the merchant says: `winning_evidence` and `losing_evidence` decide, as in Stripe's test mode.
 * @param {World} world
 * @param {T.Dispute} dispute
 * @param {Partial<T.Dispute['evidence']>} evidence
 * @param {boolean} submit
 */
export function giveEvidence(world, dispute, evidence, submit) {
	assertOpen(dispute);
	changing(world, 'charge.dispute.updated', dispute, () => {
		Object.assign(dispute.evidence, evidence);
		dispute.evidence_details.has_evidence = Object.keys(evidence).length > 0 || dispute.evidence_details.has_evidence;
		if (!submit) return;
		dispute.evidence_details.submission_count += 1;
		dispute.evidence_details.submission_method = 'manual';
		dispute.status = isInquiry(dispute) ? 'warning_under_review' : 'under_review';
	});
	if (!submit) return;
	const verdict = dispute.evidence.uncategorized_text;
	if (verdict === 'winning_evidence') closeDispute(world, dispute, isInquiry(dispute) ? 'warning_closed' : 'won');
	if (verdict === 'losing_evidence') closeDispute(world, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost');
	if (verdict === 'escalate_inquiry_evidence' && isInquiry(dispute)) escalate(world, dispute);
}

/**
 * An inquiry becomes a dispute, and the money goes.
 * @param {World} world
 * @param {T.Dispute} dispute
 */
export function escalate(world, dispute) {
	if (!isInquiry(dispute) || CLOSED.has(dispute.status)) {
		throw refused(`Dispute ${dispute.id} has a status of ${dispute.status}: only an open inquiry can be escalated.`);
	}
	changing(world, 'charge.dispute.updated', dispute, () => {
		dispute.status = 'needs_response';
		dispute.is_charge_refundable = false;
	});
	withdraw(world, dispute);
}

/**
 * @param {World} world
 * @param {T.Dispute} dispute
 * @param {'won' | 'lost' | 'warning_closed'} outcome
 */
export function closeDispute(world, dispute, outcome) {
	assertOpen(dispute);
	if (isInquiry(dispute) !== (outcome === 'warning_closed')) {
		throw refused(`Dispute ${dispute.id} has a status of ${dispute.status}: it cannot become ${outcome}.`);
	}
	dispute.status = outcome;
	if (outcome === 'warning_closed') world.charges.get(dispute.charge).disputed = false;
	if (outcome === 'won') {
		dispute.balance_transactions.push(transaction(world, dispute, 1));
		emit(world, 'charge.dispute.funds_reinstated', dispute);
	}
	emit(world, 'charge.dispute.closed', dispute);
}

/** @param {T.Dispute} dispute */
export const isInquiry = ({ status }) => status.startsWith('warning_');

/** @param {T.Dispute} dispute */
function assertOpen({ id, status }) {
	if (CLOSED.has(status)) throw refused(`This dispute is already closed: ${id} is ${status}.`);
}

/** @param {World} world @param {T.Dispute} dispute */
function withdraw(world, dispute) {
	dispute.balance_transactions.push(transaction(world, dispute, -1));
	emit(world, 'charge.dispute.funds_withdrawn', dispute);
}

/**
 * @param {World} world
 * @param {T.Dispute} dispute
 * @param {1 | -1} sign
 * @returns {Stripe.BalanceTransaction}
 */
function transaction(world, { amount, charge, currency, id }, sign) {
	const at = nowOf(world, world.charges.get(charge));
	const fee = -sign * FEE;
	return {
		id: newId('txn'),
		object: 'balance_transaction',
		amount: sign * amount,
		available_on: at,
		balance_type: 'payments',
		created: at,
		currency,
		description: `Chargeback ${sign < 0 ? 'withdrawal' : 'reversal'} for ${charge}`,
		exchange_rate: null,
		fee,
		fee_details: [{ amount: fee, application: null, currency, description: 'Dispute fee', type: 'stripe_fee' }],
		net: sign * amount - fee,
		reporting_category: sign < 0 ? 'dispute' : 'dispute_reversal',
		source: id,
		status: 'available',
		type: 'adjustment',
	};
}

/** @returns {T.Dispute['evidence']} */
function noEvidence() {
	return {
		access_activity_log: null,
		billing_address: null,
		cancellation_policy: null,
		cancellation_policy_disclosure: null,
		cancellation_rebuttal: null,
		customer_communication: null,
		customer_email_address: null,
		customer_name: null,
		customer_purchase_ip: null,
		customer_signature: null,
		duplicate_charge_documentation: null,
		duplicate_charge_explanation: null,
		duplicate_charge_id: null,
		enhanced_evidence: {},
		product_description: null,
		receipt: null,
		refund_policy: null,
		refund_policy_disclosure: null,
		refund_refusal_explanation: null,
		service_date: null,
		service_documentation: null,
		shipping_address: null,
		shipping_carrier: null,
		shipping_date: null,
		shipping_documentation: null,
		shipping_tracking_number: null,
		uncategorized_file: null,
		uncategorized_text: null,
	};
}
