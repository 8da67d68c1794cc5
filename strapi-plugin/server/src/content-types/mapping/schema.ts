import { LINK } from '../localized';

/** A content type of the shop's own whose published entries bots answer from. */
export const mappingSchema = {
	kind: 'collectionType',
	collectionName: 'answerpack_mappings',
	info: {
		singularName: 'mapping',
		pluralName: 'mappings',
		displayName: 'Bot content type',
		description: 'A content type of yours whose published entries bots answer from',
	},
	options: { draftAndPublish: true },
	pluginOptions: { answerpack: { type: 'mapping' } },
	attributes: {
		name: { type: 'string', required: true },
		/** The uid of a collection type, such as `api::product.product`. */
		contentType: { type: 'string', required: true },
		titleField: { type: 'string', required: true },
		/** Names of fields, one in each line, in the order in which they are read. */
		bodyFields: { type: 'text', required: true },
		/** Where visitors can read an entry: `/products/{slug}`. */
		urlPattern: { type: 'string', regex: LINK, maxLength: 255 },
		/** What the entries are written in, when their type has no locales. */
		language: { type: 'string', required: true, default: 'en', regex: '^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$' },
		bots: { type: 'relation', relation: 'manyToMany', target: 'plugin::answerpack.bot', inversedBy: 'mappings' },
	},
	config: {
		layouts: {
			list: ['name', 'contentType', 'bots', 'updatedAt'],
			edit: [
				[
					{ name: 'name', size: 6 },
					{ name: 'contentType', size: 6 },
				],
				[
					{ name: 'titleField', size: 6 },
					{ name: 'bodyFields', size: 6 },
				],
				[
					{ name: 'urlPattern', size: 6 },
					{ name: 'language', size: 6 },
				],
				[{ name: 'bots', size: 12 }],
			],
		},
	},
} as const;

/** A mapping's row. */
export interface MappingEntry {
	documentId: string;
	name: string | null;
	contentType: string | null;
	titleField: string | null;
	bodyFields: string | null;
	urlPattern: string | null;
	language: string | null;
}
