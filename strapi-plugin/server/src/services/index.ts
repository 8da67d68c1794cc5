import type { Core } from '@strapi/strapi';
import { type AnswerRows, createAnswerRows } from '../answer-rows/answer-rows';
import type { Answerer } from '../answering/answerer';
import { type Answering, createAnswering } from '../answering/answering';
import { withCost } from '../answering/cost';
import { answerByExtract } from '../answering/extractive';
import { createModelAnswerer } from '../answering/model';
import { type BotIndexes, createBotIndexes } from '../bot-index/bot-index';
import { createPassageStore } from '../bot-index/passage-store';
import type { AnswerpackConfig } from '../config';
import { ARTICLE_UID, FAQ_UID, FILE_UID, MAPPING_UID, PAGE_UID, PLUGIN_ID } from '../constants';
import { type CallerAddress, createCallerAddress } from '../content-api/caller-address';
import { createLimits, type Limits } from '../content-api/limits';
import { createRateLimiters, type RateLimiters } from '../content-api/rate-limiters';
import { createVisitorTokens, type VisitorTokens } from '../content-api/visitor-tokens';
import { createEmbedder, type Embedder } from '../embedding/embedder';
import { createFetcher, type Fetcher } from '../fetching/fetcher';
import { createGaps, type Gaps } from '../gaps/gaps';
import { createIngestion, type Ingestion } from '../ingestion/ingestion';
import { createArticleReader } from '../ingestion/readers/article';
import { createFaqReader } from '../ingestion/readers/faq';
import { createFileReader } from '../ingestion/readers/file';
import { createMappingReader } from '../ingestion/readers/mapping';
import { createPageReader } from '../ingestion/readers/page';
import { createSourcesOverview, type SourcesOverview } from '../ingestion/sources-overview';
import { createWatchedLedger, type WatchedLedger } from '../ledger';
import { createUnreadWarning } from '../lifecycle/proxy-warning';
import { createOutbox, type Outbox } from '../outbox/outbox';
import { createParser } from '../parsing/parser';
import { parserScript } from '../parsing/script';
import { KeyedHash } from '../privacy/keyed-hash';
import { createQuietLog } from '../privacy/quiet-log';
import { createRetention, type Retention } from '../privacy/retention';
import { createPublishedBots, type PublishedBots } from '../settings/published-bots';

export interface Context {
	strapi: Core.Strapi;
}

/** The parts of the plugin, each made once for an instance of Strapi, when it is first asked for. */
export const services = {
	ledger: ({ strapi }: Context): WatchedLedger => {
		const { medusaUrl, serviceSecret } = configOf(strapi);
		return createWatchedLedger({ url: medusaUrl, serviceSecret, log: strapi.log });
	},
	outbox: ({ strapi }: Context): Outbox => createOutbox({ strapi, watched: getService(strapi, 'ledger') }),
	'bot-indexes': ({ strapi }: Context): BotIndexes => {
		const embedder = embedderOf(strapi);
		return createBotIndexes({ store: createPassageStore(strapi, embedder?.space), embedder });
	},
	'published-bots': ({ strapi }: Context): PublishedBots => createPublishedBots(strapi),
	fetcher: (): Fetcher => createFetcher(),
	ingestion: ({ strapi }: Context): Ingestion =>
		createIngestion({
			strapi,
			readers: {
				[ARTICLE_UID]: createArticleReader(strapi),
				[FAQ_UID]: createFaqReader(strapi),
				[FILE_UID]: createFileReader(strapi, getService(strapi, 'fetcher')),
				[PAGE_UID]: createPageReader(strapi, getService(strapi, 'fetcher')),
				[MAPPING_UID]: createMappingReader(strapi),
			},
			embedder: embedderOf(strapi),
			parseAside: createParser(parserScript(strapi)),
			lanes: [[ARTICLE_UID, FAQ_UID, MAPPING_UID], [FILE_UID], [PAGE_UID]],
			onChange: getService(strapi, 'bot-indexes').invalidate,
		}),
	sources: ({ strapi }: Context): SourcesOverview =>
		createSourcesOverview({
			strapi,
			ingestion: getService(strapi, 'ingestion'),
			indexes: getService(strapi, 'bot-indexes'),
		}),
	gaps: ({ strapi }: Context): Gaps => createGaps({ strapi, indexes: getService(strapi, 'bot-indexes') }),
	'answer-rows': ({ strapi }: Context): AnswerRows =>
		createAnswerRows({ strapi, outbox: getService(strapi, 'outbox'), hash: getService(strapi, 'keyed-hash') }),
	answering: ({ strapi }: Context): Answering =>
		createAnswering({
			ledger: getService(strapi, 'ledger').ledger,
			store: getService(strapi, 'answer-rows'),
			answerer: answererOf(configOf(strapi).openai),
			find: getService(strapi, 'bot-indexes').find,
			knowledgeVersion: getService(strapi, 'bot-indexes').versionOf,
			withCost: (usage) => withCost(usage, configOf(strapi).openai.costPerMillionTokens),
			hash: (...parts) => getService(strapi, 'keyed-hash').of(...parts),
			recordHoldEnd: getService(strapi, 'outbox').recordHoldEnd,
			log: createQuietLog(strapi.log),
		}),
	'keyed-hash': (): KeyedHash => new KeyedHash(),
	retention: ({ strapi }: Context): Retention =>
		createRetention({ strapi, rows: getService(strapi, 'answer-rows'), outbox: getService(strapi, 'outbox') }),
	'visitor-tokens': ({ strapi }: Context): VisitorTokens =>
		createVisitorTokens(configOf(strapi).serviceSecret, getService(strapi, 'keyed-hash')),
	'rate-limiters': ({ strapi }: Context): RateLimiters => createRateLimiters(configOf(strapi).redisUrl, strapi.log),
	limits: ({ strapi }: Context): Limits =>
		createLimits(configOf(strapi).limits, getService(strapi, 'rate-limiters').create),
	'caller-address': ({ strapi }: Context): CallerAddress =>
		createCallerAddress(
			strapi.config.get('server.proxy.maxIpsCount'),
			configOf(strapi).trustedProxies,
			createUnreadWarning(strapi.log),
		),
};

type Services = { [Name in keyof typeof services]: ReturnType<(typeof services)[Name]> };

export function getService<Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] {
	return strapi.plugin(PLUGIN_ID).service(name);
}

export function configOf(strapi: Core.Strapi): AnswerpackConfig {
	return strapi.config.get(`plugin::${PLUGIN_ID}`);
}

function answererOf({ apiKey, ...openai }: AnswerpackConfig['openai']): Answerer {
	return apiKey ? createModelAnswerer({ apiKey, ...openai }) : answerByExtract;
}

function embedderOf(strapi: Core.Strapi): Embedder | undefined {
	const { model, ...embeddings } = configOf(strapi).embeddings;
	return model ? createEmbedder({ model, ...embeddings, log: strapi.log }) : undefined;
}
