import { toCredits } from '@answerpack/shared/credits';
import type { MedusaContainer } from '@medusajs/framework/types';
import { unusedOf } from '../../../../../../orders/refund-unused';
import { openBooks } from '../../../../../../plans/open-books';
import { decideOrderCredits, type OrderCredits } from '../../../../../../queries/order-credits';
import { orderLots } from '../../../../../../queries/order-lots';
import { findPaidOrder } from '../../../../../../queries/paid-order';
import { adminCall } from '../../../admin-call';
import { presentPlans } from '../../../plans/present-plans';
import { botNames, customersById, presentLots } from '../../../present';
import type { AdminCustomer, AdminOrderCredits } from '../../../types';

/** A cart holds one plan. */
const PLANS_MAX = 10;

/** What an order granted, and to whom: the person who bought it, also when the order was handed on later. */
export const GET = adminCall(async ({ req, credits, id }): Promise<AdminOrderCredits> => {
	const [lots, decision, unused, { plans }] = await Promise.all([
		orderLots(req.scope, id),
		decideOrderCredits(req.scope, id),
		findUnused(req.scope, id),
		openBooks(req.scope).billing.listPlans({ order_id: id, limit: PLANS_MAX, offset: 0 }),
	]);
	const [names, customers, presented, begun] = await Promise.all([
		botNames(credits),
		customersById(req.scope, [...new Set(lots.map(({ customer_id }) => customer_id))]),
		presentLots(req.scope, lots),
		presentPlans(req.scope, plans),
	]);
	const granted = new Map(lots.map((lot) => [lot.id, lot]));
	const not_granted = notGranted(decision);
	return {
		sells_credits: lots.length > 0 || plans.length > 0 || not_granted !== null,
		lots: presented.map((lot) => {
			const { customer_id, asked, revoked } = granted.get(lot.id) as (typeof lots)[number];
			return {
				...lot,
				bot_name: names.get(lot.bot_id) ?? null,
				customer: customers.get(customer_id) as AdminCustomer,
				not_taken_back: toCredits(asked - revoked),
			};
		}),
		plans: begun,
		unused,
		consent: decision?.consent ?? null,
		not_granted,
	};
});

async function findUnused(container: MedusaContainer, orderId: string): Promise<AdminOrderCredits['unused']> {
	const order = await findPaidOrder(container, orderId);
	const unused = order && (await unusedOf(container, order));
	if (!unused) return null;
	const credits = toCredits(unused.lines.reduce((sum, { amount }) => sum + amount, 0));
	return { credits, amount: unused.amount, currency_code: order.currency_code };
}

function notGranted(decision: OrderCredits | undefined): AdminOrderCredits['not_granted'] {
	if (!decision) return null;
	if (decision.state !== 'grant') return decision.reason;
	const { without_terms, grants, starts, resumes, order } = decision;
	if (without_terms.some(({ kind }) => kind === 'plan')) return 'plan_without_checkout';
	if (without_terms.length > 0) return 'line_without_terms';
	const refused = order.refunds_of_unused.find(({ reason }) => reason)?.reason;
	return refused ?? (grants.length + starts.length + resumes.length === 0 ? null : 'on_its_way');
}
