import { localized } from '../localized';

/** A page of the web, or the pages of a sitemap, that bots answer from. */
export const pageSchema = {
	kind: 'collectionType',
	collectionName: 'answerpack_pages',
	info: {
		singularName: 'page',
		pluralName: 'pages',
		displayName: 'Bot web page',
		description: 'A page of the web, or all pages of a sitemap, that bots answer from',
	},
	options: { draftAndPublish: true },
	pluginOptions: { ...localized, answerpack: { type: 'page' } },
	attributes: {
		url: { type: 'string', required: true, maxLength: 255, regex: '^https?://\\S+$', pluginOptions: localized },
		kind: {
			type: 'enumeration',
			enum: ['page', 'sitemap'],
			required: true,
			default: 'page',
			pluginOptions: localized,
		},
		/** So many pages of a sitemap are read, the first ones. */
		pagesMax: { type: 'integer', min: 1, max: 1000, required: true, default: 100, pluginOptions: localized },
		refresh: {
			type: 'enumeration',
			enum: ['hourly', 'daily', 'weekly', 'never'],
			required: true,
			default: 'daily',
			pluginOptions: localized,
		},
		bots: { type: 'relation', relation: 'manyToMany', target: 'plugin::answerpack.bot', inversedBy: 'pages' },
	},
	config: {
		layouts: {
			list: ['url', 'kind', 'bots', 'updatedAt'],
			edit: [
				[{ name: 'url', size: 12 }],
				[
					{ name: 'kind', size: 4 },
					{ name: 'pagesMax', size: 4 },
					{ name: 'refresh', size: 4 },
				],
				[{ name: 'bots', size: 12 }],
			],
		},
	},
} as const;

/** A page's row in one language. */
export interface PageEntry {
	url: string | null;
	kind: 'page' | 'sitemap' | null;
	pagesMax: number | null;
	refresh: 'hourly' | 'daily' | 'weekly' | 'never' | null;
}
