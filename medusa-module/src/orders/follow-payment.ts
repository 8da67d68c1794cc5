import type { MedusaContainer } from '@medusajs/framework/types';
import { BILLING_MODULE } from '../modules/billing';
import type BillingModuleService from '../modules/billing/service';
import { DONE, type Followed, ignored } from '../plans/books';
import { findOrderOfPayment } from '../queries/paid-order';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

/**
 * Makes an order follow what Stripe knows of its payment now: refunds that were made there, those that came to nothing, disputes.
 * What is known is written down first, also for a payment whose order does not exist yet: it is read with the order.
 */
export async function followPayment(container: MedusaContainer, paymentId: string): Promise<Followed> {
	const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
	const payment = await billing.writePayment(() => billing.biller().payment(paymentId));
	if (!payment?.session_id) return ignored('it was for nothing of this shop');
	const order_id = await findOrderOfPayment(container, 'payment_session', payment.session_id);
	if (!order_id) return ignored('there is no order of it yet');
	await syncOrderCreditsWorkflow(container).run({ input: { order_id } });
	return DONE;
}
