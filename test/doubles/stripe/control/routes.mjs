// What tests and demos may do that nobody can at Stripe: turn the clock, switch faults on, be the bank or the card's owner.
/** @import { Account } from '../account.mjs' */

import { catchUp } from '../billing/due.mjs';
import { badParameter, missing, StripeRefusal } from '../http/errors.mjs';
import { array, boolean, integer, oneOf, required, string } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { answerAuthentication } from '../payments/attempt.mjs';
import { closeDispute, escalate, openDispute } from '../payments/disputes.mjs';
import { failRefund } from '../payments/refunds.mjs';
import { answerSetupAuthentication } from '../payments/setup.mjs';
import { payInvoice } from '../resources/invoices.mjs';
import { inParam, inPath } from '../resources/shared.mjs';
import { flush, officeOf, resend } from '../webhooks/deliveries.mjs';
import { newSecret } from '../webhooks/signature.mjs';
import { cardNamed } from '../world/cards.mjs';
import { now, realNow } from '../world/time.mjs';
import { bankQuestion } from './pages.mjs';

const YEARS_2_SECONDS = 2 * 366 * 86_400;

/**
 * @param {Account} account
 * @param {() => void} reset
 */
export function controlRoutes(account, reset) {
	const { world, faults } = account;
	return [
		route('GET /_double/state', {}, () => stateOf(account)),
		route('POST /_double/reset', {}, () => {
			reset();
			return { reset: true };
		}),
		route(
			'POST /_double/clock',
			{ advance_seconds: required(integer({ min: 1, max: YEARS_2_SECONDS })) },
			(_, { params }) => {
				catchUp(world);
				world.time.offset_seconds += params.advance_seconds;
				catchUp(world);
				return { now: now(world), offset_seconds: world.time.offset_seconds };
			},
		),
		route(
			'POST /_double/settings',
			{
				dunning_end: oneOf('cancel', 'mark_unpaid', 'leave_past_due'),
				retry_after_days: array(integer({ min: 1, max: 60 })),
			},
			(_, { params }) => Object.assign(world.settings, params),
		),

		route(
			'POST /_double/webhooks',
			{
				hold: boolean,
				duplicate: integer({ min: 0, max: 10 }),
				reorder: boolean,
				drop: integer({ min: 0 }),
				drop_types: array(string),
				delay_ms: integer({ min: 0, max: 60_000 }),
			},
			(_, { params }) => Object.assign(officeOf(world).switches, params),
		),
		route(
			'POST /_double/webhooks/flush',
			{ order: oneOf('oldest_first', 'newest_first', 'shuffled') },
			(_, { params }) => flush(world, params.order),
		),
		route('GET /_double/webhooks/deliveries', {}, () => ({ data: officeOf(world).log.map(deliveryBody) })),
		route(
			'POST /_double/webhooks/resend',
			{ event: required(string), webhook_endpoint: required(string), age_seconds: integer({ min: 0 }), secret: string },
			async (_, { params }) => {
				const event = inParam(world.events, params.event, 'event');
				const endpoint = inParam(world.webhookEndpoints, params.webhook_endpoint, 'webhook_endpoint');
				return { response_status: await resend(world, event, endpoint, params) };
			},
		),
		route(
			'POST /_double/webhook_endpoints/:id/rotate',
			{ old_secret_seconds: integer({ min: 0, max: 86_400 }) },
			(_, { path, params: { old_secret_seconds = 0 } }) => {
				const { id } = inPath(world.webhookEndpoints, path.id);
				const { secrets } = officeOf(world);
				const until = realNow() + old_secret_seconds;
				const old = (secrets.get(id) ?? []).map((row) => ({ ...row, until: Math.min(row.until, until) }));
				const secret = newSecret();
				secrets.set(id, [{ secret, until: Number.MAX_SAFE_INTEGER }, ...old]);
				return { secret };
			},
		),

		route(
			'POST /_double/faults',
			{
				effect: required(oneOf('error', 'lost_answer', 'hold')),
				method: oneOf('GET', 'POST', 'DELETE'),
				path: required(string),
				status: integer({ min: 400, max: 599 }),
				times: integer({ min: 1, max: 1000 }),
			},
			(_, { params: { status = 500, times = 1, ...fault } }) => {
				faults.add({ ...fault, status, times });
				return { faults: faults.all };
			},
		),
		route('POST /_double/faults/release', {}, () => {
			const released = faults.held;
			faults.release();
			return { released };
		}),
		route('DELETE /_double/faults', {}, () => {
			faults.clear();
			return { faults: [] };
		}),

		route(
			'POST /_double/disputes',
			{ charge: string, payment_intent: string, inquiry: boolean, reason: string, amount: integer({ min: 1 }) },
			(_, { params: { charge, payment_intent, inquiry = false, reason = 'fraudulent', amount } }) => {
				const intent = payment_intent ? inParam(world.paymentIntents, payment_intent, 'payment_intent') : undefined;
				const id = charge ?? intent?.latest_charge ?? '';
				return openDispute(world, inParam(world.charges, id, 'charge'), { inquiry, reason, amount });
			},
		),
		route(
			'POST /_double/disputes/:id',
			{ outcome: required(oneOf('won', 'lost', 'warning_closed', 'escalated')) },
			(_, { path, params: { outcome } }) => {
				const dispute = inPath(world.disputes, path.id);
				if (outcome === 'escalated') escalate(world, dispute);
				else closeDispute(world, dispute, outcome);
				return dispute;
			},
		),
		route('POST /_double/refunds/:id/fail', {}, (_, { path }) => {
			const refund = inPath(world.refunds, path.id);
			failRefund(world, refund);
			return refund;
		}),
		route('POST /_double/payment_methods/:id', { behaves_like: required(string) }, (_, { path, params }) => {
			const method = inPath(world.paymentMethods, path.id);
			const card = cardNamed(params.behaves_like);
			if (!card) throw badParameter(`There is no test card ${params.behaves_like}.`, 'behaves_like');
			world.cards.set(method.id, card);
			return method;
		}),
		route(
			'POST /_double/authenticate/:id',
			{ client_secret: string, outcome: required(oneOf('succeeded', 'failed')) },
			(_, { path, params }) => authenticate(account, String(path.id), params),
		),
		route(
			'POST /_double/invoices/:id/pay',
			{ payment_method: required(string), secret: required(string) },
			(_, { path, params }) => {
				const invoice = inPath(world.invoices, path.id);
				if (!invoice.hosted_invoice_url?.endsWith(`?secret=${params.secret}`))
					throw missing('invoice', invoice.id, 'id');
				return payHosted(account, invoice, params.payment_method);
			},
		),
	];
}

/**
 * On the page of an invoice its customer is there: a card that wants to see them sends them to their bank.
 * @param {Account} account
 * @param {import('../types.ts').Invoice} invoice
 * @param {string} payment_method
 */
function payHosted({ world }, invoice, payment_method) {
	try {
		payInvoice(world, invoice, { payment_method, off_session: false });
	} catch (refusal) {
		const question = bankQuestion(world, invoice);
		if (!question) throw refusal;
		return { status: invoice.status, return_url: question };
	}
	return { status: invoice.status, return_url: null };
}

/**
 * The card's owner says yes, or no. A refusal of the card afterwards is theirs to see, so it is no error here.
 * @param {Account} account
 * @param {string} id of a payment intent or a setup intent
 * @param {{client_secret?: string | undefined, outcome: 'succeeded' | 'failed'}} answer
 */
function authenticate({ world }, id, { client_secret, outcome }) {
	const payment = world.paymentIntents.find(id);
	const intent = payment ?? inPath(world.setupIntents, id);
	if (client_secret !== undefined && client_secret !== intent.client_secret) throw missing('intent', id, 'id');
	const return_url = intent.next_action?.redirect_to_url?.return_url;
	const asked = intent.status === 'requires_action';
	try {
		if (payment) answerAuthentication(world, payment, outcome === 'succeeded');
		else answerSetupAuthentication(world, inPath(world.setupIntents, id), outcome === 'succeeded');
	} catch (refusal) {
		const declined = refusal instanceof StripeRefusal && refusal.status === 402;
		if (!asked || !declined) throw refusal;
	}
	return { id, status: intent.status, return_url: return_url ? returnUrl(return_url, intent) : null };
}

/**
 * @param {string} url
 * @param {{id: string, object: string, client_secret: string | null, status: string}} intent
 */
function returnUrl(url, { id, object, client_secret, status }) {
	const target = new URL(url);
	target.searchParams.set(object, id);
	target.searchParams.set(`${object}_client_secret`, client_secret ?? '');
	target.searchParams.set('redirect_status', status === 'requires_payment_method' ? 'failed' : 'succeeded');
	return target.href;
}

/** @param {Account} account */
export function stateOf({ world, faults }) {
	return {
		now: now(world),
		offset_seconds: world.time.offset_seconds,
		settings: world.settings,
		webhooks: officeOf(world).switches,
		faults: faults.all,
		held_requests: faults.held,
	};
}

/** @param {import('../webhooks/deliveries.mjs').Delivery} delivery */
function deliveryBody({ id, event, endpoint, status, attempts, response_status, error }) {
	return {
		id,
		event: event.id,
		type: event.type,
		webhook_endpoint: endpoint.id,
		status,
		attempts,
		response_status,
		error,
	};
}
