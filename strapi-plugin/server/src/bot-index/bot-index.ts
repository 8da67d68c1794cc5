import type { Core } from '@strapi/strapi';
import { ARTICLE_UID } from '../constants';
import type { ArticleEntry } from '../content-types/article/schema';
import {
	buildIndex,
	CONFIDENCE_MIN,
	chunkDocument,
	type KnowledgeDocument,
	type KnowledgeIndex,
	type Passage,
	type Retrieval,
	retrieve,
} from '../knowledge';
import { localesFor } from './locales';

/** How long a fingerprint is believed when no change was heard of. */
const FINGERPRINT_MS = 1000;

/** What a bot's knowledge holds for a question; `undefined` when it holds nothing. */
export interface Finding {
	index: KnowledgeIndex;
	retrieval: Retrieval;
}

interface BotKnowledge {
	fingerprint: string;
	byLocale: Map<string, KnowledgeIndex>;
}

export type BotIndexes = ReturnType<typeof createBotIndexes>;

/** See README.md. */
export function createBotIndexes({ strapi }: { strapi: Core.Strapi }) {
	const bots = new Map<string, Promise<BotKnowledge>>();
	let fingerprint: { value: Promise<string>; at: number } | undefined;

	function currentFingerprint(): Promise<string> {
		if (!fingerprint || Date.now() - fingerprint.at > FINGERPRINT_MS) {
			fingerprint = { value: readFingerprint(strapi), at: Date.now() };
			fingerprint.value.catch(() => {
				fingerprint = undefined;
			});
		}
		return fingerprint.value;
	}

	async function knowledgeOf(botId: string): Promise<BotKnowledge> {
		const now = await currentFingerprint();
		const known = bots.get(botId);
		if (known && (await known).fingerprint === now) return known;
		const newer = bots.get(botId);
		if (newer && newer !== known) return newer; // rebuilt meanwhile; or dropped, then it is for us to build
		const built = build(botId, now);
		bots.set(botId, built);
		built.catch(() => {
			if (bots.get(botId) === built) bots.delete(botId);
		});
		return built;
	}

	async function build(botId: string, now: string): Promise<BotKnowledge> {
		const articles: ArticleEntry[] = await strapi.db.query(ARTICLE_UID).findMany({
			where: { publishedAt: { $notNull: true }, bots: { documentId: botId, publishedAt: { $notNull: true } } },
			orderBy: { id: 'asc' },
		});
		const passages = new Map<string, Passage[]>();
		for (const article of articles) {
			const locale = article.locale ?? 'en';
			passages.set(locale, [...(passages.get(locale) ?? []), ...chunkDocument(toDocument(article, locale))]);
		}
		return {
			fingerprint: now,
			byLocale: new Map([...passages].map(([locale, own]) => [locale, buildIndex(own, locale)])),
		};
	}

	return {
		/** Something changed: the next question builds anew. */
		invalidate(): void {
			fingerprint = undefined;
			bots.clear();
		},

		/** @param language the visitor's, as a BCP 47 tag */
		async find(botId: string, question: string, language: string | undefined): Promise<Finding | undefined> {
			const { byLocale } = await knowledgeOf(botId);
			for (const locale of localesFor(language, [...byLocale.keys()])) {
				const index = byLocale.get(locale) as KnowledgeIndex;
				const retrieval = retrieve(index, question);
				if (retrieval.passages.length > 0 && retrieval.confidence >= CONFIDENCE_MIN) return { index, retrieval };
			}
			return undefined;
		},

		/** How many passages the bot can answer from, by locale. */
		async passageCounts(botId: string): Promise<Record<string, number>> {
			const { byLocale } = await knowledgeOf(botId);
			return Object.fromEntries([...byLocale].map(([locale, index]) => [locale, index.passages.length]));
		},

		/** How many of the bot's passages come from this article in this locale. */
		async passageCountOf(botId: string, articleId: string, locale: string): Promise<number> {
			const { byLocale } = await knowledgeOf(botId);
			return byLocale.get(locale)?.passages.filter((passage) => passage.document_id === articleId).length ?? 0;
		},
	};
}

function toDocument({ documentId, title, body, url }: ArticleEntry, locale: string): KnowledgeDocument {
	return { id: documentId, title: title ?? '', text: body ?? '', url, locale };
}

/** A few aggregates that move with every change of what is published; see README.md. */
async function readFingerprint(strapi: Core.Strapi): Promise<string> {
	const { tableName, attributes } = strapi.db.metadata.get(ARTICLE_UID);
	const bots = attributes.bots as { joinTable: { name: string } };
	const articles = await strapi.db
		.getConnection(tableName)
		.whereNotNull('published_at')
		.count({ count: '*' })
		.max({ newest: 'id', changed: 'updated_at' })
		.first();
	const relations = await strapi.db
		.getConnection(bots.joinTable.name)
		.count({ count: '*' })
		.max({ newest: 'id' })
		.first();
	return JSON.stringify([articles, relations]);
}
