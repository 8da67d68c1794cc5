// Money given back: never more than was taken, and sometimes it does not arrive.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { refused } from '../http/errors.mjs';
import { assertRounded, price } from '../world/currencies.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { nowOf } from '../world/time.mjs';
import { refundable } from './charges.mjs';
import { cardOf } from './methods.mjs';

/**
 * @param {World} world
 * @param {T.Charge} charge
 * @param {{amount?: number | undefined, reason?: T.Refund['reason'], metadata: Record<string, string>}} given
 * @returns {T.Refund}
 */
export function refundCharge(world, charge, { amount = refundable(charge), reason = null, metadata }) {
	assertRefundable(world, charge, amount);
	const { refunds } = cardOf(world, String(charge.payment_method));
	const pending = refunds === 'pending';
	const refund = world.refunds.add({
		id: newId('re'),
		object: 'refund',
		amount,
		balance_transaction: null,
		charge: charge.id,
		created: nowOf(world, charge),
		currency: charge.currency,
		customer: charge.customer,
		customer_account: null,
		destination_details: {
			card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
			type: 'card',
		},
		metadata,
		payment_intent: charge.payment_intent,
		payment_method: charge.payment_method,
		...(pending && { pending_reason: /** @type {const} */ ('processing') }),
		reason,
		receipt_number: null,
		source_transfer_reversal: null,
		status: pending ? 'pending' : 'succeeded',
		transfer_reversal: null,
	});
	changing(world, 'charge.refunded', charge, () => {
		charge.amount_refunded += amount;
		charge.refunded = charge.amount_refunded === charge.amount;
	});
	emit(world, 'refund.created', refund);
	if (pending) {
		world.later.push(() => {
			if (refund.status === 'pending') settle(world, refund);
		});
	}
	if (refunds === 'fails') world.later.push(() => failRefund(world, refund));
	return refund;
}

/**
 * @param {World} world
 * @param {T.Charge} charge
 * @param {number} amount
 */
function assertRefundable(world, charge, amount) {
	if (!charge.captured) {
		throw refused(
			charge.paid
				? `This uncaptured Charge was created by a PaymentIntent (${charge.payment_intent}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly.`
				: `Charge ${charge.id} has not been paid and cannot be refunded.`,
			{ param: 'charge' },
		);
	}
	if (refundable(charge) === 0) {
		throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
	}
	const dispute = world.disputes.all().find((one) => one.charge === charge.id);
	if (dispute && !dispute.is_charge_refundable) {
		throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
	}
	assertRounded(amount, charge.currency, 'amount');
	if (amount <= refundable(charge)) return;
	const [asked, left] = [price(amount, charge.currency), price(refundable(charge), charge.currency)];
	const what = charge.amount_refunded > 0 ? 'unrefunded amount on charge' : 'charge amount';
	throw refused(`Refund amount (${asked}) is greater than ${what} (${left})`, { param: 'amount' });
}

/** @param {World} world @param {T.Refund} refund */
function settle(world, refund) {
	changing(world, 'refund.updated', refund, () => {
		refund.status = 'succeeded';
		delete refund.pending_reason;
	});
}

/**
 * The bank could not take it: the money is back with the merchant, and the charge counts as not refunded.
 * @param {World} world
 * @param {T.Refund} refund
 */
export function failRefund(world, refund) {
	if (refund.status !== 'succeeded' && refund.status !== 'pending') {
		throw refused(`Refund ${refund.id} has a status of ${refund.status}, it cannot fail any more.`);
	}
	putBack(world, refund);
	refund.status = 'failed';
	refund.failure_reason = 'lost_or_stolen_card';
	delete refund.pending_reason;
	emit(world, 'refund.failed', refund);
	emit(world, 'charge.refund.updated', refund);
}

/** @param {World} world @param {T.Refund} refund */
function putBack(world, refund) {
	const charge = world.charges.get(refund.charge);
	changing(world, 'charge.updated', charge, () => {
		charge.amount_refunded -= refund.amount;
		charge.refunded = false;
	});
}
