import type Stripe from 'stripe';
import { pay, refusal, stripe, until } from '../stripe.mts';

async function disputed(card: string): Promise<Stripe.Dispute> {
	const intent = await pay({ payment_method: card });
	return until('the payment is disputed', async () => {
		return (await stripe.disputes.list({ payment_intent: intent.id })).data[0];
	});
}

const closed = (id: string) =>
	until('the dispute is decided', async () => {
		const dispute = await stripe.disputes.retrieve(id);
		return (dispute.status === 'won' || dispute.status === 'lost' || dispute.status === 'warning_closed') && dispute;
	});

test('a dispute takes the money, and the charge cannot be refunded', async () => {
	const dispute = await disputed('pm_card_createDispute');
	expect(dispute).toMatchObject({
		amount: 1_000,
		status: 'needs_response',
		reason: 'fraudulent',
		is_charge_refundable: false,
	});
	expect(dispute.balance_transactions.map(({ amount }) => amount)).toEqual([-1_000]);
	expect(await stripe.charges.retrieve(String(dispute.charge))).toMatchObject({ disputed: true });
	expect(await refusal(stripe.refunds.create({ charge: String(dispute.charge) }))).toMatchObject({
		statusCode: 400,
		code: 'charge_disputed',
	});
});

test('a dispute that is won brings the money back', async () => {
	const { id } = await disputed('pm_card_createDisputeProductNotReceived');
	await stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true });
	const won = await closed(id);
	expect(won).toMatchObject({ status: 'won', reason: 'product_not_received' });
	expect(won.balance_transactions.map(({ amount }) => amount)).toEqual([-1_000, 1_000]);
});

test('a dispute that is given up is lost, and closed for good', async () => {
	const { id } = await disputed('pm_card_createDispute');
	expect(await stripe.disputes.close(id)).toMatchObject({ status: 'lost' });
	expect(await refusal(stripe.disputes.close(id))).toMatchObject({ statusCode: 400 });
});

test('an inquiry moves no money', async () => {
	const inquiry = await disputed('pm_card_createDisputeInquiry');
	expect(inquiry).toMatchObject({
		status: 'warning_needs_response',
		balance_transactions: [],
		is_charge_refundable: true,
	});
});
