import type { Consent } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createWorkflow, transform, WorkflowResponse } from '@medusajs/framework/workflows-sdk';
import {
	completeCartWorkflow,
	createCartCreditLinesWorkflow,
	deleteCartCreditLinesWorkflow,
} from '@medusajs/medusa/core-flows';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';
import type { PlanPurchaseTerms } from '../modules/offers/terms';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';
import { endOtherCheckouts } from './end-other-checkouts';

/** What a credit line says that stands for a trial. */
const REFERENCE = 'answerpack_trial';

/** A cart with one plan that may be tried; or one that was completed before. Money in the currency's main unit. */
export type TrialCart = { id: string; customer_id: string } & (
	| { completed: true }
	| { completed: false; total: number; term: PlanPurchaseTerms; days: number; consent: Consent | undefined }
);

/** The card that pays after the trial; the ids are Stripe's. */
export type TrialCard = Omit<NonNullable<PlanPurchaseTerms['trial']>, 'days'>;

/**
 * Completes a cart for nothing. Its order is one like any other, with a credit line over all that it costs: so the plan begins as
 * one that was paid does, by looking at the order, as often as it takes.
 * @returns the order's id; of a cart that was completed before, the order that it became.
 */
export async function beginTrial(container: MedusaContainer, cart: TrialCart, card: TrialCard): Promise<string> {
	if (cart.completed) return orderOf(container, cart.id);
	const { id: cart_id, customer_id, term, days, consent, total } = cart;
	const terms = [{ ...term, trial: { days, ...card } }];
	await endOtherCheckouts(container, { customer_id, bot_id: term.bot_id, except_cart_id: cart_id });
	const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
	await offers.recordPurchase({ cart_id, customer_id, terms, consent });
	const { result } = await completeForNothingWorkflow(container).run({ input: { cart_id, total } });
	await syncOrderCreditsWorkflow(container).run({ input: { order_id: result.id } });
	return result.id;
}

/** Takes the credit line of a trial away that did not come to its end. @returns whether there was one. */
export async function dropTrialLines(
	container: MedusaContainer,
	lines: { id: string; reference: string | null }[] = [],
): Promise<boolean> {
	const id = lines.flatMap((line) => (line.reference === REFERENCE ? line.id : []));
	if (id.length > 0) await deleteCartCreditLinesWorkflow(container).run({ input: { id } });
	return id.length > 0;
}

/** When completing fails, the credit line goes again. */
const completeForNothingWorkflow = createWorkflow(
	'answerpack-complete-for-nothing',
	(input: { cart_id: string; total: number }) => {
		const lines = transform(input, ({ cart_id, total }) => [
			{ cart_id, amount: total, reference: REFERENCE, reference_id: cart_id, metadata: null },
		]);
		createCartCreditLinesWorkflow.runAsStep({ input: lines });
		const order = completeCartWorkflow.runAsStep({ input: { id: input.cart_id } });
		return new WorkflowResponse(order);
	},
);

async function orderOf(container: MedusaContainer, cart_id: string): Promise<string> {
	const { data } = await container
		.resolve(ContainerRegistrationKeys.QUERY)
		.graph({ entity: 'order_cart', fields: ['order_id'], filters: { cart_id } });
	const [found] = data as { order_id: string }[];
	if (!found) throw new Error(`Cart ${cart_id} was completed and became no order`);
	return found.order_id;
}
