/** What the admin panel's routes answer (server: controllers). Amounts are credits, times ISO 8601. */

/** How a bot's settings fare on their way to Medusa (server: outbox). */
export interface DeliveryState {
	version: number;
	delivered_at: string | null;
	waiting: boolean;
	reason: string | null;
	status: 'active' | 'paused';
}

/** A bot outside of what editors edit (server: controllers/overview). */
export interface BotState {
	document_id: string;
	name: string;
	slug: string;
	published: boolean;
	paused: boolean;
	delivery: DeliveryState | null;
	passages: Record<string, number>;
}

export interface Welcome {
	greeting: string;
	suggestions: string;
}

export interface Appearance {
	accent: string;
	surface: string;
	text: string;
	radius: number | null;
	theme: 'page' | 'light' | 'dark' | 'auto';
	position: 'right' | 'left';
}

/** Every field of the settings page (server: settings/bot-form). */
export interface BotForm {
	name: string | null;
	slug: string | null;
	paused: boolean;
	tone: 'neutral' | 'friendly' | 'formal';
	instructions: string | null;
	declinedTopics: string | null;
	origins: string | null;
	languages: string | null;
	timeZone: string | null;
	greeting: string | null;
	suggestions: string | null;
	translations: Record<string, Welcome>;
	model: string | null;
	answerTokensMax: number | null;
	priceMode: 'per_answer' | 'metered';
	creditsPerAnswer: number | null;
	creditsPer1kInput: number | null;
	creditsPer1kOutput: number | null;
	minimumCredits: number | null;
	cacheAnswers: boolean;
	cachedAnswerCredits: number | null;
	payingVisitors: 'credits_first' | 'free_first';
	ownerCapCreditsPerMonth: number | null;
	openToVisitorsPercent: number | null;
	alertAtPercent: string | null;
	freeReserveCredits: number | null;
	freeReserveWindow: 'day' | 'month';
	creditsPerVisitor: number | null;
	giveawayCreditsPerMonth: number | null;
	conversationDays: number | null;
	appearance: Appearance;
}

export interface BotSettingsAnswer {
	document_id: string;
	values: BotForm;
	published: boolean;
	modified: boolean;
	model_default: string | null;
}

export type PoolName = 'owner_cap' | 'free_reserve' | 'end_user_credits';

export interface PoolState {
	pool: PoolName;
	window: 'day' | 'month';
	answers: number;
	used: number;
	budget: number | null;
	left: number | null;
}

export interface PoolsAnswer {
	pools?: PoolState[];
	owner_cap_percent?: number | null;
	alert_at?: number | null;
	unavailable: string | null;
}

export interface BotAttention {
	document_id: string;
	name: string;
	owner_cap_percent: number | null;
	alert_at: number | null;
	failed_sources: number;
	gaps: number;
}

export interface EntryRef {
	uid: string;
	document_id: string;
	locale: string;
}

export interface PassageFound {
	score: number;
	terms: string[];
	title: string;
	heading: string | null;
	text: string;
	url: string | null;
	page: number | null;
	source: string;
	entry: EntryRef | null;
}

export interface SearchResult {
	confidence: number;
	confidence_min: number;
	took_ms: number;
	passages: PassageFound[];
}

export interface PlaygroundAnswer {
	failure: { code: string; resets_at: string | null } | null;
	answered: boolean;
	declined: boolean;
	text: string;
	passages: PassageFound[];
	confidence: number;
	confidence_min: number;
	messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
	usage: { model: string; input_tokens: number; output_tokens: number } | null;
	pool: string | null;
	credits_used: number;
	left: number | null;
	took_ms: number;
}

export type ConversationShown = 'unanswered' | 'failed' | 'disliked' | 'liked' | 'expensive' | 'cached';

/** What of the conversations is looked for (server: conversations). */
export interface ConversationQuery {
	show?: ConversationShown;
	pool?: PoolName;
	language?: string;
	from?: string;
	to?: string;
	search?: string;
	page: number;
	pageSize: number;
}

export interface ConversationListed {
	answer_id: string;
	question: string;
	language: string | null;
	asker: 'customer' | 'visitor';
	last_at: string;
	answers: number;
	unanswered: number;
	failed: number;
	liked: number;
	disliked: number;
	cached: number;
	credits: number;
	cost: number | null;
	pools: PoolName[];
}

export interface ConversationList {
	results: ConversationListed[];
	pagination: { page: number; pageSize: number; pageCount: number; total: number };
	days: number;
}

export interface AnswerDetail {
	id: string;
	at: string;
	language: string | null;
	state: 'running' | 'done' | 'failed';
	failure: string | null;
	question: string;
	text: string;
	answered: boolean | null;
	cached: boolean;
	pool: PoolName | null;
	credits: number;
	usage: { model: string; input_tokens: number; output_tokens: number; cost?: number } | null;
	first_word_ms: number | null;
	took_ms: number | null;
	confidence: number | null;
	prompt_version: string | null;
	settings_version: string | null;
	passages: {
		n: number;
		title: string;
		heading: string | null;
		url: string | null;
		text: string;
		score: number | null;
		entry: EntryRef | null;
	}[];
	feedback: { rating: 'up' | 'down'; comment?: string } | null;
}

export interface ConversationDetail {
	asker: 'customer' | 'visitor';
	answers: AnswerDetail[];
}

export interface Gap {
	answer_ids: string[];
	question: string;
	variants: string[];
	language: string | null;
	count: number;
	unanswered: number;
	disliked: number;
	last_asked_at: string;
	comments: string[];
	draft: EntryRef | null;
}

export interface GapList {
	gaps: Gap[];
	dismissed: number;
}

export type SourceStateName = 'indexed' | 'waiting' | 'failed' | 'not_published';
export type SourceType = 'faq' | 'article' | 'file' | 'page' | 'mapping';

export interface LocaleState {
	state: SourceStateName;
	passages: number;
	characters: number;
	at: string | null;
	reason: string | null;
	detail: string | null;
	next_at: string | null;
	entries: { waiting: number; indexed: number; failed: number } | null;
}

export interface EntryState {
	locales: Record<string, LocaleState>;
	bots: { document_id: string; name: string }[];
}

export interface SourceListed extends LocaleState {
	uid: string;
	type: SourceType;
	document_id: string;
	locale: string;
	title: string;
	changed_at: string;
}

export interface SourceList {
	results: SourceListed[];
	pagination: { page: number; pageSize: number; pageCount: number; total: number };
	counts: Record<SourceStateName, number>;
}

export interface SourceFilter {
	type?: SourceType;
	state?: SourceStateName;
	locale?: string;
	page: number;
	pageSize: number;
}

/** A content type of the shop's own that can be mapped, with the fields that can be read. */
export interface MappableType {
	uid: string;
	name: string;
	localized: boolean;
	draft_and_publish: boolean;
	fields: { name: string; type: string }[];
}
