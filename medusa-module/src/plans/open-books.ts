import type { MedusaContainer } from '@medusajs/framework/types';
import { BILLING_MODULE } from '../modules/billing';
import { CREDITS_MODULE } from '../modules/credits';
import { followPayment } from '../orders/follow-payment';
import type { Books } from './books';

/** The books of this shop. */
export function openBooks(container: MedusaContainer): Books {
	return {
		billing: container.resolve(BILLING_MODULE),
		credits: container.resolve(CREDITS_MODULE),
		followOrder: (paymentId) => followPayment(container, paymentId),
	};
}
