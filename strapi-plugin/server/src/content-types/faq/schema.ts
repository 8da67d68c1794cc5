import { LINK, localized } from '../localized';

/** A question that visitors ask, in several wordings, and its answer. */
export const faqSchema = {
	kind: 'collectionType',
	collectionName: 'answerpack_faqs',
	info: {
		singularName: 'faq',
		pluralName: 'faqs',
		displayName: 'Bot FAQ',
		description: 'A question that visitors ask, and the answer',
	},
	options: { draftAndPublish: true },
	pluginOptions: { ...localized, answerpack: { type: 'faq' } },
	attributes: {
		question: { type: 'string', required: true, maxLength: 255, pluginOptions: localized },
		/** Other ways to ask it, one in each line. */
		variants: { type: 'text', maxLength: 5000, pluginOptions: localized },
		answer: { type: 'richtext', required: true, pluginOptions: localized },
		url: { type: 'string', regex: LINK, maxLength: 255, pluginOptions: localized },
		bots: { type: 'relation', relation: 'manyToMany', target: 'plugin::answerpack.bot', inversedBy: 'faqs' },
	},
	config: {
		layouts: {
			list: ['question', 'bots', 'updatedAt'],
			edit: [
				[{ name: 'question', size: 12 }],
				[{ name: 'variants', size: 12 }],
				[{ name: 'answer', size: 12 }],
				[
					{ name: 'url', size: 6 },
					{ name: 'bots', size: 6 },
				],
			],
		},
	},
} as const;

/** A question's row in one language. */
export interface FaqEntry {
	question: string | null;
	variants: string | null;
	answer: string | null;
	url: string | null;
}
