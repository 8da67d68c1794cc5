import { adminApi } from '@strapi/strapi/admin';

/** How a bot's settings fare on their way to Medusa (server: outbox). */
export interface DeliveryState {
	version: number;
	delivered_at: string | null;
	waiting: boolean;
	reason: string | null;
	status: 'active' | 'paused';
}

/** A bot outside of what editors edit (server: controllers/overview). */
export interface BotState {
	document_id: string;
	name: string;
	slug: string;
	published: boolean;
	paused: boolean;
	delivery: DeliveryState | null;
	passages: Record<string, number>;
}

export interface ArticleState {
	bots: { document_id: string; name: string; passages: number }[];
}

const api = adminApi.enhanceEndpoints({ addTagTypes: ['AnswerpackBot'] }).injectEndpoints({
	endpoints: (build) => ({
		getBotStates: build.query<BotState[], void>({
			query: () => ({ url: '/answerpack/bots', method: 'GET' }),
			providesTags: ['AnswerpackBot'],
		}),
		getBotState: build.query<BotState, string>({
			query: (id) => ({ url: `/answerpack/bots/${id}`, method: 'GET' }),
			providesTags: ['AnswerpackBot'],
		}),
		deliverBot: build.mutation<BotState, string>({
			query: (id) => ({ url: `/answerpack/bots/${id}/deliver`, method: 'POST' }),
			invalidatesTags: ['AnswerpackBot'],
		}),
		getArticleState: build.query<ArticleState, { id: string; locale: string | undefined }>({
			query: ({ id, locale }) => ({
				url: `/answerpack/articles/${id}`,
				method: 'GET',
				config: { params: locale ? { locale } : {} },
			}),
		}),
	}),
});

export const { useGetBotStatesQuery, useGetBotStateQuery, useDeliverBotMutation, useGetArticleStateQuery } = api;

/** A state changes by itself (Medusa comes back, an index is rebuilt), so what is on the screen is looked up again. */
export const POLLING = { pollingInterval: 3000, skipPollingIfUnfocused: true };
