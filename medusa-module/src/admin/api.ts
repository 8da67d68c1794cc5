import type { ConversationsExport, ErasedAnswers } from '@answerpack/shared/contract';
import type { HttpTypes } from '@medusajs/framework/types';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
	AdminBots,
	AdminCustomerAnswers,
	AdminCustomerCredits,
	AdminGiveaways,
	AdminNewOffer,
	AdminOffer,
	AdminOfferChange,
	AdminOffers,
	AdminOrderCredits,
	AdminPlans,
	AdminProductOffers,
	AdminReport,
	AdminShop,
	AdminWebhooks,
} from '../api/admin/answerpack/types';
import { type Call, call, sdk } from './call';
import type { NewGiveaway } from './giveaways/draft';
import type { Market } from './offers/draft';

const KEY = 'answerpack';

export function useAnswerpack<T>(path: string, query: Call['query'] = {}, enabled = true) {
	return useQuery({
		enabled,
		queryKey: [KEY, path, query],
		queryFn: () => call<T>(path, { query }),
		placeholderData: keepPreviousData,
	});
}

/** Calls one of our routes, and reads everything of ours anew that is on the screen. */
function useAnswerpackCall<Input>(request: (input: Input) => [path: string, call: Call]) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (input: Input) => call(...request(input)),
		onSuccess: () => queries.invalidateQueries({ queryKey: [KEY] }),
	});
}

type Page = { limit: number; offset: number };

export const useBots = () => useAnswerpack<AdminBots>('bots');
export const useShop = () => useAnswerpack<AdminShop>('shop');
export const useOffers = (query: Page & { q?: string; kind?: string; bot_id?: string }) =>
	useAnswerpack<AdminOffers>('offers', query);
export const useOffer = (id: string) => useAnswerpack<{ offer: AdminOffer }>(`offers/${id}`);
export const usePlans = (query: Page & { customer_id?: string; status?: readonly string[] }) =>
	useAnswerpack<AdminPlans>('plans', query);
export const useGiveaways = () => useAnswerpack<AdminGiveaways>('giveaways');
export const useWebhooks = (query: Page & { state?: string }) => useAnswerpack<AdminWebhooks>('webhooks', query);
export const useCustomerCredits = (id: string) => useAnswerpack<AdminCustomerCredits>(`customers/${id}/credits`);
export const useCustomerAnswers = (id: string, page: Page) =>
	useAnswerpack<AdminCustomerAnswers>(`customers/${id}/answers`, { ...page });
export const useOrderCredits = (id: string) => useAnswerpack<AdminOrderCredits>(`orders/${id}/credits`);
export const useProductOffers = (id: string) => useAnswerpack<AdminProductOffers>(`products/${id}/offers`);

/** Regions and sales channels of a shop are few; whoever has more of them prices single regions on the product's page. */
const MARKET_MAX = 100;

export function useMarket() {
	return useQuery({
		queryKey: [KEY, 'market'],
		queryFn: async (): Promise<Market> => {
			const [{ stores }, { regions }, { sales_channels }] = await Promise.all([
				sdk.admin.store.list({
					fields: 'default_sales_channel_id,*supported_currencies,*supported_currencies.currency',
				}),
				sdk.admin.region.list({ limit: MARKET_MAX, fields: 'id,name,currency_code', order: 'name' }),
				sdk.admin.salesChannel.list({ limit: MARKET_MAX, fields: 'id,name', order: 'name' }),
			]);
			const [store] = stores;
			return {
				currencies: [...(store?.supported_currencies ?? [])].sort(defaultFirst).map(({ currency_code, currency }) => ({
					code: currency_code,
					name: currency?.name ?? currency_code.toUpperCase(),
					symbol: currency?.symbol_native ?? currency_code.toUpperCase(),
					decimals: currency?.decimal_digits ?? 2,
				})),
				regions: regions.map(({ id, name, currency_code }) => ({ id, name, currency_code })),
				sales_channels: sales_channels.map(({ id, name }) => ({ id, name })),
				default_sales_channel_id: store?.default_sales_channel_id ?? null,
			};
		},
	});
}

function defaultFirst(a: HttpTypes.AdminStoreCurrency, b: HttpTypes.AdminStoreCurrency): number {
	return Number(b.is_default) - Number(a.is_default);
}

export const useCreateOffer = () => useAnswerpackCall((body: AdminNewOffer) => ['offers', { method: 'POST', body }]);

export const useChangeOffer = (id: string) =>
	useAnswerpackCall((body: AdminOfferChange) => [`offers/${id}`, { method: 'POST', body }]);

/** `with_product`: deletes a product that was made for it, too. */
export const useRemoveOffer = () =>
	useAnswerpackCall(({ id, with_product = false }: { id: string; with_product?: boolean }) => [
		`offers/${id}`,
		{ method: 'DELETE', query: { with_product: String(with_product) } },
	]);

/** Publishes products, or takes them off sale. */
export function usePublish() {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: ({ product_ids, published }: { product_ids: string[]; published: boolean }) =>
			Promise.all(product_ids.map((id) => sdk.admin.product.update(id, { status: published ? 'published' : 'draft' }))),
		onSettled: () => queries.invalidateQueries(), // also Medusa's own lists of products
	});
}

/** The id is the decision's: the same one again refunds nothing twice. */
export function useRefundUnused(orderId: string) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (id: string) => call(`orders/${orderId}/refund-unused`, { method: 'POST', body: { id } }),
		onSuccess: () => queries.invalidateQueries(), // the order's payments are Medusa's part of the page
	});
}

/** Credits for a customer, or taken back from one lot. The id is the decision's: the same one again does nothing twice. */
export type Adjustment = { id: string; bot_id: string; credits: number; reason: string } & (
	| { kind: 'give'; valid_days: number | null }
	| { kind: 'take_back'; lot_id: string }
);

export const useAdjust = (customerId: string) =>
	useAnswerpackCall((body: Adjustment) => [`customers/${customerId}/adjustments`, { method: 'POST', body }]);

export const useCancelPlan = () =>
	useAnswerpackCall(({ id, cancel }: { id: string; cancel: boolean }) => [
		`plans/${id}/${cancel ? 'cancel' : 'resume'}`,
		{ method: 'POST' },
	]);

export const useCreateGiveaway = () =>
	useAnswerpackCall((body: NewGiveaway) => ['giveaways', { method: 'POST', body }]);

export const useEndGiveaway = () =>
	useAnswerpackCall((body: { bot_id: string; code: string }) => ['giveaways/end', { method: 'POST', body }]);

export const useRetryWebhook = () => useAnswerpackCall((id: string) => [`webhooks/${id}/retry`, { method: 'POST' }]);

/** What a report is asked for: local days, both included; without a bot, all of them. */
export interface ReportQuery {
	from: string;
	to: string;
	by: 'day' | 'month';
	bot_id?: string;
}

export const useReport = (query: ReportQuery | null) =>
	useAnswerpack<AdminReport>('reports', { ...query }, query !== null);

/** Lets the browser keep the report's numbers as a file. */
export function useDownloadReport() {
	return useMutation({
		mutationFn: async (query: ReportQuery) => {
			// Not by a link: where one signs in by a token, a link would not carry it.
			const response = await sdk.client.fetch<Response>('/admin/answerpack/reports/csv', {
				query: { ...query },
				headers: { accept: 'text/csv' }, // else the client would parse JSON
			});
			saveFile(await response.blob(), `answer-credits_${query.from}_${query.to}.csv`);
		},
	});
}

/** Lets the browser keep everything that Strapi keeps of what a customer asked. */
export function useDownloadConversations(customerId: string) {
	return useMutation({
		mutationFn: async () => {
			const found = await call<ConversationsExport>(`customers/${customerId}/conversations`);
			const text = JSON.stringify(found, undefined, '\t');
			saveFile(new Blob([text], { type: 'application/json' }), `conversations_${customerId}.json`);
		},
	});
}

export const useEraseConversations = (customerId: string) =>
	useMutation({
		mutationFn: () => call<ErasedAnswers>(`customers/${customerId}/conversations`, { method: 'DELETE' }),
	});

function saveFile(file: Blob, name: string): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	URL.revokeObjectURL(url);
}
