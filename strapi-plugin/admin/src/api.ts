import { adminApi } from '@strapi/strapi/admin';
import type {
	BotAttention,
	BotForm,
	BotSettingsAnswer,
	BotState,
	ConversationDetail,
	ConversationList,
	ConversationQuery,
	EntryRef,
	EntryState,
	GapList,
	MappableType,
	PlaygroundAnswer,
	PoolsAnswer,
	SearchResult,
	SourceFilter,
	SourceList,
} from './api-types';

export type * from './api-types';

const tags = { addTagTypes: ['AnswerpackBot', 'AnswerpackSource', 'AnswerpackGap'] as const };
const bot = (id: string, rest = '') => `/answerpack/bots/${id}${rest}`;

const api = adminApi.enhanceEndpoints(tags).injectEndpoints({
	endpoints: (build) => ({
		getBotStates: build.query<BotState[], void>({
			query: () => ({ url: '/answerpack/bots', method: 'GET' }),
			providesTags: ['AnswerpackBot'],
		}),
		getBotState: build.query<BotState, string>({
			query: (id) => ({ url: bot(id), method: 'GET' }),
			providesTags: ['AnswerpackBot'],
		}),
		deliverBot: build.mutation<BotState, string>({
			query: (id) => ({ url: bot(id, '/deliver'), method: 'POST' }),
			invalidatesTags: ['AnswerpackBot'],
		}),
		getAttention: build.query<BotAttention[], void>({
			query: () => ({ url: '/answerpack/attention', method: 'GET' }),
			providesTags: ['AnswerpackBot', 'AnswerpackGap', 'AnswerpackSource'],
		}),

		getBotSettings: build.query<BotSettingsAnswer, string>({
			query: (id) => ({ url: bot(id, '/settings'), method: 'GET' }),
			providesTags: ['AnswerpackBot'],
		}),
		/** Without an id a new bot is made. */
		saveBotSettings: build.mutation<BotSettingsAnswer, { id: string | undefined; values: BotForm; publish: boolean }>({
			query: ({ id, ...data }) =>
				id ? { url: bot(id, '/settings'), method: 'PUT', data } : { url: '/answerpack/bots', method: 'POST', data },
			invalidatesTags: ['AnswerpackBot'],
		}),
		getPools: build.query<PoolsAnswer, string>({
			query: (id) => ({ url: bot(id, '/pools'), method: 'GET' }),
			providesTags: ['AnswerpackBot'],
		}),

		/** What a mapping can choose from. */
		getMappableTypes: build.query<{ results: MappableType[] }, void>({
			query: () => ({ url: '/answerpack/content-types', method: 'GET' }),
		}),

		/** `id` is the answer's: asked again with it, it is the same answer. */
		play: build.mutation<PlaygroundAnswer, { botId: string; id: string; question: string; language: string }>({
			query: ({ botId, ...data }) => ({ url: bot(botId, '/playground'), method: 'POST', data }),
			invalidatesTags: ['AnswerpackBot'],
		}),

		/** A list that is asked for by a body: what is searched for is a piece of what somebody asked, and addresses are logged. */
		getConversations: build.query<ConversationList, { id: string } & ConversationQuery>({
			query: ({ id, ...data }) => ({ url: bot(id, '/conversations/list'), method: 'POST', data }),
		}),
		getConversation: build.query<ConversationDetail, { id: string; answerId: string }>({
			query: ({ id, answerId }) => ({ url: bot(id, `/conversations/${answerId}`), method: 'GET' }),
		}),

		getGaps: build.query<GapList, { id: string; dismissed: boolean }>({
			query: ({ id, dismissed }) => ({ url: bot(id, '/gaps'), method: 'GET', config: { params: { dismissed } } }),
			providesTags: ['AnswerpackGap'],
		}),
		dismissGap: build.mutation<void, { id: string; answer_ids: string[]; dismissed: boolean }>({
			query: ({ id, ...data }) => ({ url: bot(id, '/gaps/dismiss'), method: 'POST', data }),
			invalidatesTags: ['AnswerpackGap'],
		}),
		draftGap: build.mutation<EntryRef, { id: string; answer_ids: string[] }>({
			query: ({ id, ...data }) => ({ url: bot(id, '/gaps/draft'), method: 'POST', data }),
			invalidatesTags: ['AnswerpackGap', 'AnswerpackSource'],
		}),

		getSources: build.query<SourceList, { id: string } & SourceFilter>({
			query: ({ id, ...params }) => ({ url: bot(id, '/sources'), method: 'GET', config: { params } }),
			providesTags: ['AnswerpackSource'],
		}),
		getEntryState: build.query<EntryState, { uid: string; documentId: string; locale: string | undefined }>({
			query: ({ locale, ...params }) => ({
				url: '/answerpack/sources/state',
				method: 'GET',
				config: { params: { ...params, ...(locale && { locale }) } },
			}),
			providesTags: ['AnswerpackSource'],
		}),
		retrySource: build.mutation<EntryState, { uid: string; documentId: string }>({
			query: (data) => ({ url: '/answerpack/sources/retry', method: 'POST', data }),
			invalidatesTags: ['AnswerpackSource'],
		}),
		connectSources: build.mutation<{ count: number }, { id: string; entries: { uid: string; documentId: string }[] }>({
			query: ({ id, entries }) => ({ url: bot(id, '/sources'), method: 'POST', data: { action: 'connect', entries } }),
			invalidatesTags: ['AnswerpackSource', 'AnswerpackBot'],
		}),
		searchPassages: build.query<SearchResult, { id: string; q: string; locale: string }>({
			query: ({ id, ...params }) => ({ url: bot(id, '/search'), method: 'GET', config: { params } }),
			providesTags: ['AnswerpackSource'],
		}),
	}),
});

export const {
	useGetBotStatesQuery,
	useGetBotStateQuery,
	useDeliverBotMutation,
	useGetAttentionQuery,
	useGetBotSettingsQuery,
	useSaveBotSettingsMutation,
	useGetPoolsQuery,
	useGetMappableTypesQuery,
	usePlayMutation,
	useGetConversationsQuery,
	useGetConversationQuery,
	useGetGapsQuery,
	useDismissGapMutation,
	useDraftGapMutation,
	useGetSourcesQuery,
	useGetEntryStateQuery,
	useRetrySourceMutation,
	useConnectSourcesMutation,
	useSearchPassagesQuery,
} = api;

/** A state changes by itself (Medusa comes back, an index is rebuilt), so what is on the screen is looked up again. */
export const POLLING = { pollingInterval: 3000, skipPollingIfUnfocused: true };
