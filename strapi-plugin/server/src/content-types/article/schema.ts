import { LINK, localized } from '../localized';

/** A text that bots answer from, in one or several languages. */
export const articleSchema = {
	kind: 'collectionType',
	collectionName: 'answerpack_articles',
	info: {
		singularName: 'article',
		pluralName: 'articles',
		displayName: 'Bot article',
		description: 'A text that bots answer from',
	},
	options: { draftAndPublish: true },
	// The admin panel finds the help texts of the fields by `type`.
	pluginOptions: { ...localized, answerpack: { type: 'article' } },
	attributes: {
		title: { type: 'string', required: true, pluginOptions: localized },
		body: { type: 'richtext', required: true, pluginOptions: localized },
		url: {
			type: 'string',
			regex: LINK,
			pluginOptions: localized,
		},
		bots: {
			type: 'relation',
			relation: 'manyToMany',
			target: 'plugin::answerpack.bot',
			inversedBy: 'articles',
		},
	},
	config: {
		layouts: {
			list: ['title', 'bots', 'updatedAt'],
			edit: [
				[{ name: 'title', size: 12 }],
				[{ name: 'body', size: 12 }],
				[
					{ name: 'url', size: 6 },
					{ name: 'bots', size: 6 },
				],
			],
		},
	},
} as const;

/** An article's row in one language, as the index reads it. */
export interface ArticleEntry {
	id: number;
	documentId: string;
	locale: string | null;
	title: string | null;
	body: string | null;
	url: string | null;
	updatedAt: string;
}
