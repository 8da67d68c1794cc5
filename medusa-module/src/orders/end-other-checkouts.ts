import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';
import type { OpenPlan } from '../modules/offers/service';
import { LOOK_BACK_DAYS } from '../queries/open-orders';

/**
 * Takes back what another cart of a customer began to pay for a plan for the same bot, so that only one of two tabs can be paid:
 * the last one. At Stripe, its payment cannot be confirmed any more.
 * @throws AnswerpackError `plan_conflict` when the other one is paid already: its order is about to be placed.
 */
export async function endOtherCheckouts(container: MedusaContainer, plan: OpenPlan): Promise<void> {
	const carts = await container
		.resolve<OffersModuleService>(OFFERS_MODULE)
		.listOpenPlanPurchases({ ...plan, days: LOOK_BACK_DAYS });
	if (carts.length === 0) return;
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'cart',
		fields: ['id', 'payment_collection.payment_sessions.id'],
		filters: { id: carts, completed_at: null },
	});
	type Cart = { payment_collection?: { payment_sessions?: { id: string }[] } | null };
	const sessions = (data as Cart[]).flatMap(({ payment_collection }) => payment_collection?.payment_sessions ?? []);
	const payments = container.resolve(Modules.PAYMENT);
	for (const { id } of sessions) {
		try {
			await payments.deletePaymentSession(id);
		} catch (cause) {
			throw new AnswerpackError(
				'plan_conflict',
				{ reason: 'under_way' },
				{ cause, message: 'You have just paid for a plan for this bot. It begins when its order is placed.' },
			);
		}
	}
}
