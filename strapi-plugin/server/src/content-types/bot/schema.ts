/**
 * A bot as its editors see it. Every limit of `botSettingsSchema` that a field's own options can state is stated here,
 * so that the content manager says so beside the field; the rest is checked on publish (settings/bot-settings.ts).
 */
const credits = { type: 'float', min: 0 } as const;

export const botSchema = {
	kind: 'collectionType',
	collectionName: 'answerpack_bots',
	info: {
		singularName: 'bot',
		pluralName: 'bots',
		displayName: 'Bot',
		description: 'A bot that answers from its articles, and what its answers cost',
	},
	options: { draftAndPublish: true },
	// The admin panel finds the help texts of the fields by it.
	pluginOptions: { answerpack: { type: 'bot' } },
	attributes: {
		name: { type: 'string', required: true },
		slug: { type: 'uid', targetField: 'name', required: true, regex: '^[a-z0-9]+(?:-[a-z0-9]+)*$' },
		greeting: { type: 'text', maxLength: 1000 },
		suggestions: { type: 'text', maxLength: 2000 },
		languages: { type: 'string', required: true, default: 'en' },
		timeZone: { type: 'string', required: true, default: 'UTC' },
		/** Greeting and suggestions in the bot's other languages: {@link Translations}. */
		translations: { type: 'json' },
		tone: { type: 'enumeration', enum: ['neutral', 'friendly', 'formal'], required: true, default: 'neutral' },
		instructions: { type: 'text', maxLength: 8000 },
		declinedTopics: { type: 'text', maxLength: 4000 },
		/** Where it may be embedded, one origin a line; empty: anywhere. */
		origins: { type: 'text', maxLength: 4000 },
		model: { type: 'string' },
		answerTokensMax: { type: 'integer', min: 50, max: 2000 },
		priceMode: { type: 'enumeration', enum: ['per_answer', 'metered'], required: true, default: 'per_answer' },
		creditsPerAnswer: { ...credits, required: true, default: 1 },
		creditsPer1kInput: { ...credits },
		creditsPer1kOutput: { ...credits },
		minimumCredits: { ...credits },
		/** Whether a question gets again what it got before, and what that costs. */
		cacheAnswers: { type: 'boolean', required: true, default: true },
		cachedAnswerCredits: { ...credits, required: true, default: 0 },
		freeReserveCredits: { ...credits, required: true, default: 0 },
		freeReserveWindow: { type: 'enumeration', enum: ['day', 'month'], required: true, default: 'day' },
		creditsPerVisitor: { ...credits },
		ownerCapCreditsPerMonth: { ...credits, required: true, default: 0 },
		openToVisitorsPercent: { type: 'integer', min: 0, max: 100, required: true, default: 0 },
		alertAtPercent: { type: 'string', default: '80, 100' },
		giveawayCreditsPerMonth: { ...credits, required: true, default: 0 },
		payingVisitors: {
			type: 'enumeration',
			enum: ['credits_first', 'free_first'],
			required: true,
			default: 'credits_first',
		},
		/** How long questions and answers are kept; 0: not beyond the answer. */
		conversationDays: { type: 'integer', min: 0, max: 3650, required: true, default: 30 },
		/** How the widget looks in the shop: {@link Appearance}. */
		appearance: { type: 'json' },
		paused: { type: 'boolean', required: true, default: false },
		articles: {
			type: 'relation',
			relation: 'manyToMany',
			target: 'plugin::answerpack.article',
			mappedBy: 'bots',
		},
		faqs: {
			type: 'relation',
			relation: 'manyToMany',
			target: 'plugin::answerpack.faq',
			mappedBy: 'bots',
		},
		files: {
			type: 'relation',
			relation: 'manyToMany',
			target: 'plugin::answerpack.file',
			mappedBy: 'bots',
		},
		pages: {
			type: 'relation',
			relation: 'manyToMany',
			target: 'plugin::answerpack.page',
			mappedBy: 'bots',
		},
		mappings: {
			type: 'relation',
			relation: 'manyToMany',
			target: 'plugin::answerpack.mapping',
			mappedBy: 'bots',
		},
	},
	config: {
		layouts: {
			list: ['name', 'slug', 'creditsPerAnswer', 'paused'],
			// What the bot knows is content; its settings have a page of their own (admin: pages/settings).
			edit: [
				[
					{ name: 'name', size: 6 },
					{ name: 'slug', size: 6 },
				],
				[
					{ name: 'faqs', size: 6 },
					{ name: 'articles', size: 6 },
				],
				[
					{ name: 'files', size: 6 },
					{ name: 'pages', size: 6 },
				],
				[{ name: 'mappings', size: 12 }],
			],
		},
	},
} as const;

/** What visitors read first, in one language. */
export interface Welcome {
	greeting: string;
	/** One question a line. */
	suggestions: string;
}

/** By language, as a BCP 47 tag in lower case. */
export type Translations = Record<string, Welcome>;

/** What a shop can set of the widget's looks (widget/README.md). An empty colour is the widget's own. */
export interface Appearance {
	accent: string;
	surface: string;
	text: string;
	/** Of the corners, in pixels. */
	radius: number | null;
	theme: 'page' | 'light' | 'dark' | 'auto';
	position: 'right' | 'left';
}

export type Tone = 'neutral' | 'friendly' | 'formal';

/** A bot's row, draft or published, as the database gives it. */
export interface BotEntry {
	documentId: string;
	name: string | null;
	slug: string | null;
	greeting: string | null;
	suggestions: string | null;
	languages: string | null;
	timeZone: string | null;
	translations: Translations | null;
	tone: Tone | null;
	instructions: string | null;
	declinedTopics: string | null;
	origins: string | null;
	model: string | null;
	answerTokensMax: number | null;
	priceMode: 'per_answer' | 'metered' | null;
	creditsPerAnswer: number | null;
	creditsPer1kInput: number | null;
	creditsPer1kOutput: number | null;
	minimumCredits: number | null;
	cacheAnswers: boolean | null;
	cachedAnswerCredits: number | null;
	freeReserveCredits: number | null;
	freeReserveWindow: 'day' | 'month' | null;
	creditsPerVisitor: number | null;
	ownerCapCreditsPerMonth: number | null;
	openToVisitorsPercent: number | null;
	alertAtPercent: string | null;
	giveawayCreditsPerMonth: number | null;
	payingVisitors: 'credits_first' | 'free_first' | null;
	conversationDays: number | null;
	appearance: Appearance | null;
	paused: boolean | null;
}
