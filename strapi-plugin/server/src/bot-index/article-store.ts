import type { Core } from '@strapi/strapi';
import { ARTICLE_UID } from '../constants';
import type { ArticleEntry } from '../content-types/article/schema';
import { chunkDocument, type KnowledgeDocument } from '../knowledge';
import type { KnowledgeStore } from './knowledge-store';

/** What Strapi takes an article's locale for when i18n is off. */
const LOCALE = 'en';

/**
 * The published articles, chunked when they are read. Publishing makes a new row in Strapi, so that the id of a row is
 * the version of its article, and ids only ever grow.
 */
export function createArticleStore(strapi: Core.Strapi): KnowledgeStore {
	return {
		async fingerprint() {
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
		},

		async documents(botId) {
			const articles: Pick<ArticleEntry, 'id' | 'documentId' | 'locale' | 'updatedAt'>[] = await strapi.db
				.query(ARTICLE_UID)
				.findMany({
					select: ['id', 'documentId', 'locale', 'updatedAt'],
					where: { publishedAt: { $notNull: true }, bots: { documentId: botId, publishedAt: { $notNull: true } } },
					orderBy: { id: 'asc' },
				});
			return articles.map(({ id, documentId, locale, updatedAt }) => ({
				document_id: documentId,
				locale: locale ?? LOCALE,
				version: `${id}:${updatedAt}`,
			}));
		},

		async passages(documents) {
			const articles: ArticleEntry[] = await strapi.db.query(ARTICLE_UID).findMany({
				where: { id: { $in: documents.map(({ version }) => Number.parseInt(version, 10)) } },
				orderBy: { id: 'asc' },
			});
			return articles.flatMap((article) => chunkDocument(toDocument(article)));
		},
	};
}

function toDocument({ documentId, title, body, url, locale }: ArticleEntry): KnowledgeDocument {
	return { id: documentId, title: title ?? '', text: body ?? '', url, locale: locale ?? LOCALE, source: 'article' };
}
