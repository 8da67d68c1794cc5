import type { MedusaContainer } from '@medusajs/framework/types';
import { followPayment } from '../orders/follow-payment';
import type { Books } from './books';
import { openPlanBooks } from './open-plan-books';

/** The books of this shop. */
export function openBooks(container: MedusaContainer): Books {
	return { ...openPlanBooks(container), followOrder: (paymentId) => followPayment(container, paymentId) };
}
