import type {
	CardToSaveAnswer,
	ClaimAnswer,
	Offer,
	PlanAnswer,
	PlansAnswer,
	PlanView,
	TrialAnswer,
} from '@answerpack/shared/contract';
import type { PayForm } from '../pay/index.js';
import { botPath } from './bot.js';
import { call } from './call.js';
import { forgetCart, requireCart } from './cart.js';

/** The signed-in customer's plans, the newest first. */
export async function myPlans(): Promise<PlanView[]> {
	return (await call<PlansAnswer>('/store/answerpack/plans')).plans;
}

/** Ends a plan with its period, or lets it go on after all. */
export async function endPlan({ id }: PlanView, action: 'cancel' | 'resume'): Promise<PlanView> {
	return (await call<PlanAnswer>(`/store/answerpack/plans/${id}/${action}`, { method: 'POST', body: {} })).plan;
}

/** To another offer: to more at once, to less with the next period. */
export async function switchPlan({ id }: PlanView, { id: offer_id }: Offer): Promise<PlanView> {
	return (await call<PlanAnswer>(`/store/answerpack/plans/${id}/switch`, { method: 'POST', body: { offer_id } })).plan;
}

/** What a browser needs to save another card for a plan. */
export async function cardToSave(id: string): Promise<string> {
	const path = `/store/answerpack/plans/${id}/payment-method`;
	return (await call<CardToSaveAnswer>(path, { method: 'POST', body: {} })).client_secret;
}

/** Bills a saved card from now on, and what is open at once. */
export async function changeCard(id: string, payment_method: string): Promise<PlanView> {
	const path = `/store/answerpack/plans/${id}/payment-method`;
	return (await call<PlanAnswer>(path, { method: 'POST', body: { payment_method } })).plan;
}

/**
 * Begins the plan in the cart with its trial, once the card is saved that pays afterwards. Asked again it gives the same order.
 * @param client_secret of a card that is saved already, when the customer comes back from its bank
 * @returns the order's id
 */
export async function beginTrial(form: PayForm, return_url: string, client_secret?: string): Promise<string> {
	const path = `/store/answerpack/carts/${requireCart().id}/trial`;
	const secret = client_secret ?? (await call<CardToSaveAnswer>(path, { method: 'POST', body: {} })).client_secret;
	const payment_method = await form.confirm({ kind: 'setup', client_secret: secret }, return_url);
	const { order_id } = await call<TrialAnswer>(path, { method: 'POST', body: { payment_method } });
	forgetCart();
	return order_id;
}

/** Claims a giveaway; what was granted, in credits. */
export async function claimCode(code: string): Promise<ClaimAnswer> {
	return call<ClaimAnswer>(`${await botPath()}/giveaways`, { method: 'POST', body: { code } });
}
