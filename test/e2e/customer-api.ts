import type { CreditsAnswer, PlansAnswer, PlanView } from '@answerpack/shared/contract';
import type { Customer } from './shop.ts';
import { stack } from './stage.ts';

/** What the store API says to a customer who is signed in. */
export async function customerApi({ email, password }: Customer) {
	const { token } = await post<{ token: string }>('/auth/customer/emailpass', { email, password });

	async function get<T>(path: string): Promise<T> {
		return answerOf<T>(await fetch(stack.medusa + path, { headers: headers(token) }));
	}
	return {
		credits: () => get<CreditsAnswer>(`/store/answerpack/bots/${stack.bot_id}/credits`),
		async plan(): Promise<PlanView> {
			const { plans } = await get<PlansAnswer>('/store/answerpack/plans');
			const [newest] = plans;
			if (!newest) throw new Error('there is no plan');
			return newest;
		},
		orders: async () =>
			(await get<{ orders: { id: string; total: number }[] }>('/store/orders?order=-created_at&fields=id,total'))
				.orders,
	};
}

async function post<T>(path: string, body: object): Promise<T> {
	return answerOf<T>(
		await fetch(stack.medusa + path, { method: 'POST', headers: headers(), body: JSON.stringify(body) }),
	);
}

async function answerOf<T>(response: Response): Promise<T> {
	if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
	return (await response.json()) as T;
}

function headers(token?: string): Record<string, string> {
	return {
		'content-type': 'application/json',
		'x-publishable-api-key': stack.publishable_key,
		...(token && { authorization: `Bearer ${token}` }),
	};
}
