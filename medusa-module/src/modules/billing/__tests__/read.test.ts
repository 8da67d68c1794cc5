import type Stripe from 'stripe';
import { readInvoice } from '../stripe/read';

const renewal = {
	amount: 990,
	period: { start: 1_700_000_000, end: 1_702_592_000 },
	pricing: { price_details: { price: 'price_small' } },
	parent: { subscription_item_details: { proration: false } },
} as unknown as Stripe.InvoiceLineItem;

test('a fee that somebody put on the next invoice by hand is no part of the plan', () => {
	const fee = {
		...renewal,
		amount: 500,
		pricing: null,
		parent: { invoice_item_details: { proration: false } },
	} as unknown as Stripe.InvoiceLineItem;
	const invoice = { id: 'in_1', created: 1_700_000_000, status: 'paid' } as Stripe.Invoice;
	expect(readInvoice(invoice, [fee, renewal]).lines).toEqual([
		{
			price_id: 'price_small',
			amount: 990,
			partial: false,
			starts_at: new Date(1_700_000_000_000),
			ends_at: new Date(1_702_592_000_000),
		},
	]);
});
