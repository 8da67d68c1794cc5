import type { Embedder } from '../embedding/embedder';
import {
	CONFIDENCE_MIN,
	type IndexSize,
	KnowledgeIndex,
	type Retrieval,
	type RetrieveOptions,
	retrieve,
} from '../knowledge';
import { BotKnowledge } from './bot-knowledge';
import type { KnowledgeStore } from './knowledge-store';
import { localesFor } from './locales';

/** How long a fingerprint is believed when no change was heard of. */
const FINGERPRINT_MS = 1000;
/** Indexes of a bot that nobody has asked for so long are dropped. */
const IDLE_MS = 30 * 60_000;
const IDLE_CHECK_MS = 60_000;

/** What a bot's knowledge holds for a question; `undefined` when it holds nothing. */
export interface Finding {
	index: KnowledgeIndex;
	retrieval: Retrieval;
	/** Of what the bot knew when this was found; `undefined` while that changed. */
	version: string | undefined;
}

/** What one index takes. */
export interface IndexReport extends IndexSize {
	bot_id: string;
	locale: string;
	/** How long nobody has asked it. */
	idle_ms: number;
}

export type BotIndexes = ReturnType<typeof createBotIndexes>;

/** See README.md. */
export function createBotIndexes({ store, embedder }: { store: KnowledgeStore; embedder?: Embedder }) {
	const bots = new Map<string, BotKnowledge>();
	let fingerprint: { value: Promise<string>; at: number } | undefined;
	let idleCheck: NodeJS.Timeout | undefined;

	function currentFingerprint(): Promise<string> {
		if (fingerprint && Date.now() - fingerprint.at <= FINGERPRINT_MS) return fingerprint.value;
		const read = { value: store.fingerprint(), at: Date.now() };
		fingerprint = read;
		read.value.catch(() => {
			if (fingerprint === read) fingerprint = undefined;
		});
		return read.value;
	}

	async function knowledgeOf(botId: string): Promise<BotKnowledge> {
		const bot = bots.get(botId) ?? new BotKnowledge(botId, store);
		bots.set(botId, bot);
		bot.asked_at = Date.now();
		idleCheck ??= setInterval(dropIdle, IDLE_CHECK_MS).unref();
		await bot.refresh(currentFingerprint);
		return bot;
	}

	/** What the embedding model finds beside the words; nothing while it is away. */
	async function embedded({ vectors }: BotKnowledge, question: string): Promise<Pick<RetrieveOptions, 'embedded'>> {
		if (!embedder || vectors.size === 0) return {};
		const vector = await embedder.question(question);
		return vector ? { embedded: { question: vector, passages: vectors } } : {};
	}

	function dropIdle(): void {
		for (const [botId, { asked_at }] of bots) if (Date.now() - asked_at > IDLE_MS) bots.delete(botId);
		if (bots.size > 0) return;
		clearInterval(idleCheck);
		idleCheck = undefined;
	}

	return {
		/** Something changed: the next question looks what. */
		invalidate(): void {
			fingerprint = undefined;
		},

		/** Of what a bot knows: another one after every change, and the same on every instance. */
		async versionOf(botId: string): Promise<string | undefined> {
			return (await knowledgeOf(botId)).version;
		},

		/** @param language the visitor's, as a BCP 47 tag */
		async find(botId: string, question: string, language: string | undefined): Promise<Finding | undefined> {
			const knowledge = await knowledgeOf(botId);
			const { byLocale } = knowledge;
			const options = await embedded(knowledge, question);
			for (const locale of localesFor(language, [...byLocale.keys()])) {
				const index = byLocale.get(locale) as KnowledgeIndex;
				const retrieval = retrieve(index, question, options);
				if (retrieval.passages.length > 0 && retrieval.confidence >= CONFIDENCE_MIN) {
					return { index, retrieval, version: knowledge.version };
				}
			}
			return undefined;
		},

		/** The index that a question in this language is asked of first; an empty one when the bot knows nothing. */
		async indexFor(botId: string, language: string | undefined): Promise<KnowledgeIndex> {
			const { byLocale } = await knowledgeOf(botId);
			const [locale] = localesFor(language, [...byLocale.keys()]);
			return (locale !== undefined && byLocale.get(locale)) || new KnowledgeIndex(language ?? '');
		},

		/** What a question finds in one locale, however little it is, with scores: for those who ask why. */
		async search(
			botId: string,
			question: string,
			{ locale, ...options }: RetrieveOptions & { locale: string },
		): Promise<Retrieval> {
			const knowledge = await knowledgeOf(botId);
			const index = knowledge.byLocale.get(locale);
			return index
				? retrieve(index, question, { ...(await embedded(knowledge, question)), ...options })
				: { question, passages: [], confidence: 0 };
		},

		/** How many passages the bot can answer from, by locale. */
		async passageCounts(botId: string): Promise<Record<string, number>> {
			return Object.fromEntries(
				[...(await knowledgeOf(botId)).byLocale].map(([locale, index]) => [locale, index.size]),
			);
		},

		/** What the indexes in memory take, and how long they took to build; asks nothing of the store. */
		report(): IndexReport[] {
			return [...bots.values()].flatMap(({ botId, byLocale, asked_at }) =>
				[...byLocale].map(([locale, index]) => ({
					bot_id: botId,
					locale,
					idle_ms: Date.now() - asked_at,
					...index.sizes,
				})),
			);
		},
	};
}
