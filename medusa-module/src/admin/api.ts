import Medusa from '@medusajs/js-sdk';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
	AdminBots,
	AdminCustomerAnswers,
	AdminCustomerCredits,
	AdminOffers,
	AdminOrderCredits,
	AdminProductOffers,
} from '../api/admin/answerpack/types';

// Filled in by Medusa when the admin is built: where the server is, and how one signs in.
declare const __BACKEND_URL__: string | undefined;
declare const __AUTH_TYPE__: 'session' | 'jwt' | undefined;
declare const __JWT_TOKEN_STORAGE_KEY__: string | undefined;

const sdk = new Medusa({
	baseUrl: __BACKEND_URL__ ?? '/',
	auth: { type: __AUTH_TYPE__ ?? 'session', jwtTokenStorageKey: __JWT_TOKEN_STORAGE_KEY__ || undefined },
});

const KEY = 'answerpack';

function useAnswerpack<T>(path: string, query: Record<string, string | number> = {}) {
	return useQuery({
		queryKey: [KEY, path, query],
		queryFn: () => sdk.client.fetch<T>(`/admin/answerpack/${path}`, { query }),
		placeholderData: keepPreviousData,
	});
}

export const useBots = () => useAnswerpack<AdminBots>('bots');
export const useOffers = (page: { limit: number; offset: number }) => useAnswerpack<AdminOffers>('offers', page);
export const useCustomerCredits = (id: string) => useAnswerpack<AdminCustomerCredits>(`customers/${id}/credits`);
export const useCustomerAnswers = (id: string, page: { limit: number; offset: number }) =>
	useAnswerpack<AdminCustomerAnswers>(`customers/${id}/answers`, page);
export const useOrderCredits = (id: string) => useAnswerpack<AdminOrderCredits>(`orders/${id}/credits`);
export const useProductOffers = (id: string) => useAnswerpack<AdminProductOffers>(`products/${id}/offers`);

/** What is sent to let a variant sell credits. */
export interface NewOffer {
	variant_id: string;
	bot_id: string;
	name: string;
	credits: number;
	valid_days: number | null;
}

export function useCreateOffer() {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (body: NewOffer) => sdk.client.fetch('/admin/answerpack/offers', { method: 'POST', body }),
		onSuccess: () => queries.invalidateQueries({ queryKey: [KEY] }),
	});
}

/** The id is the decision's: the same one again refunds nothing twice. */
export function useRefundUnused(orderId: string) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (id: string) =>
			sdk.client.fetch(`/admin/answerpack/orders/${orderId}/refund-unused`, { method: 'POST', body: { id } }),
		onSuccess: () => queries.invalidateQueries(), // the order's payments are Medusa's part of the page
	});
}

/** What is sent to give a customer credits. */
export interface Goodwill {
	id: string;
	bot_id: string;
	credits: number;
	valid_days: number | null;
	reason: string;
}

export function useGiveCredits(customerId: string) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (goodwill: Goodwill) =>
			sdk.client.fetch(`/admin/answerpack/customers/${customerId}/adjustments`, {
				method: 'POST',
				body: { kind: 'give', ...goodwill },
			}),
		onSuccess: () => queries.invalidateQueries({ queryKey: [KEY] }),
	});
}

export function useRemoveOffer() {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (id: string) => sdk.client.fetch(`/admin/answerpack/offers/${id}`, { method: 'DELETE' }),
		onSuccess: () => queries.invalidateQueries({ queryKey: [KEY] }),
	});
}
