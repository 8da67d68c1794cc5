import type {
	CardToSaveAnswer,
	ClaimAnswer,
	Offer,
	PlanAnswer,
	PlansAnswer,
	PlanView,
} from '@answerpack/shared/contract';
import { botPath } from './bot.js';
import { call } from './call.js';

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

/** Claims a giveaway; what was granted, in credits. */
export async function claimCode(code: string): Promise<ClaimAnswer> {
	return call<ClaimAnswer>(`${await botPath()}/giveaways`, { method: 'POST', body: { code } });
}
