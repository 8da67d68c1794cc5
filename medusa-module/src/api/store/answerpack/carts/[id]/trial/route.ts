import { type CardToSaveAnswer, parse, paymentMethodBodySchema, type TrialAnswer } from '@answerpack/shared/contract';
import { beginTrial } from '../../../../../../orders/begin-trial';
import { oneAtATime } from '../../../../../../orders/one-at-a-time';
import { payerOf } from '../../../../../../queries/payer';
import { requireTrial } from '../../../../credit-carts';
import { plansCall } from '../../../plans/plan-call';

/**
 * Begins a plan with a trial, that costs nothing: first without a card, which answers what a browser needs to save one at Stripe;
 * then with it, which completes the cart. Asked again it answers the same order.
 */
export const POST = plansCall(async ({ req, books, customer_id }): Promise<CardToSaveAnswer | TrialAnswer> => {
	const { payment_method } = parse(paymentMethodBodySchema, req.body ?? {});
	const biller = books.billing.biller();
	if (payment_method === undefined) {
		await requireTrial(req);
		return biller.saveCard(await payerOf(req.scope, customer_id));
	}
	return oneAtATime(req.scope, 'trial', customer_id, async () => {
		const cart = await requireTrial(req);
		const payer_id = await payerOf(req.scope, customer_id);
		const saved_at = (await biller.cardSavedAt(payer_id, payment_method)).toISOString();
		const card = { payer_id, payment_method_id: payment_method, saved_at };
		return { order_id: await beginTrial(req.scope, cart, card) };
	});
});
