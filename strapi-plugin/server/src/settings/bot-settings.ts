import type { PublicBot } from '@answerpack/shared/contract';
import { type BotSettings, botSettingsSchema, creditsSchema } from '@answerpack/shared/pools';
import type { AskedBot } from '../answering/pump';
import { localesFor } from '../bot-index/locales';
import type { BotEntry, Translations, Welcome } from '../content-types/bot/schema';
import type { Problem } from './problems';

/** What is wrong with one field of a bot. */
export interface FieldIssue {
	field: keyof BotEntry;
	/** The place in the field, for one that holds several values; the field itself where it is left out. */
	path?: readonly string[];
	problem: Problem;
}

/** Settings as they are sent; the outbox gives them their version. */
export type UnversionedSettings = Omit<BotSettings, 'version'>;

/** Which field of the entry a path of {@link botSettingsSchema} comes from, and what can be wrong with it. */
const FIELDS: [path: string, field: keyof BotEntry, problem: Problem][] = [
	['pools.owner_cap.credits_per_month', 'ownerCapCreditsPerMonth', 'credits'],
	['pools.owner_cap.alert_at_percent', 'alertAtPercent', 'alerts'],
	['pools.owner_cap.open_to_visitors_percent', 'openToVisitorsPercent', 'percent'],
	['pools.free_reserve.credits', 'freeReserveCredits', 'credits'],
	['pools.free_reserve.window', 'freeReserveWindow', 'choice'],
	['pools.free_reserve.per_visitor', 'creditsPerVisitor', 'credits'],
	['pools.paying_visitors', 'payingVisitors', 'choice'],
	['pools.giveaways.credits_per_month', 'giveawayCreditsPerMonth', 'credits'],
	['price.mode', 'priceMode', 'choice'],
	['price.credits_per_1k_input', 'creditsPer1kInput', 'credits'],
	['price.credits_per_1k_output', 'creditsPer1kOutput', 'credits'],
	['price.minimum_credits', 'minimumCredits', 'credits'],
	['price', 'creditsPerAnswer', 'credits'],
	['time_zone', 'timeZone', 'time_zone'],
	['slug', 'slug', 'slug'],
	['name', 'name', 'name'],
];

const SUGGESTIONS_MAX = 6;
const SUGGESTION_LENGTH_MAX = 200;
const GREETING_LENGTH_MAX = 1000;
/** How long conversations are kept, in days, unless the editors say otherwise; and the longest that they can say. */
export const CONVERSATION_DAYS_DEFAULT = 30;
export const CONVERSATION_DAYS_MAX = 3650;
const TOPICS_MAX = 30;
const TOPIC_LENGTH_MAX = 100;
const ORIGINS_MAX = 30;

/**
 * The settings that a published bot has in Medusa.
 * @throws ZodError for an entry that {@link checkBot} objects to; no such entry gets published.
 */
export function toSettings(bot: BotEntry): UnversionedSettings {
	const { version: _, ...settings } = botSettingsSchema.parse(draftSettings(bot));
	return settings;
}

/** Everything that keeps this entry from being published, by field; empty when it can be. */
export function checkBot(bot: BotEntry): FieldIssue[] {
	const result = botSettingsSchema.safeParse(draftSettings(bot));
	const found = new Map<keyof BotEntry, Problem>();
	for (const issue of result.error?.issues ?? []) {
		const path = issue.path.join('.');
		const known = FIELDS.find(([prefix]) => path.startsWith(prefix));
		if (!known) throw new Error(`No field of a bot stands for ${path}: ${issue.message}`);
		found.set(known[1], known[2]);
	}
	const languages = languagesOf(bot);
	if (languages.length === 0 || !languages.every(isLanguage)) found.set('languages', 'languages');
	if (areTooMany(bot.suggestions)) found.set('suggestions', 'suggestions');
	const topics = declinedTopicsOf(bot);
	if (topics.length > TOPICS_MAX || topics.some((topic) => topic.length > TOPIC_LENGTH_MAX)) {
		found.set('declinedTopics', 'topics');
	}
	const days = conversationDaysOf(bot);
	if (!Number.isInteger(days) || days < 0 || days > CONVERSATION_DAYS_MAX) found.set('conversationDays', 'days');
	if (!creditsSchema.safeParse(bot.cachedAnswerCredits ?? 0).success) found.set('cachedAnswerCredits', 'credits');
	const origins = linesOf(bot.origins).map(readOrigin);
	if (origins.length > ORIGINS_MAX || origins.includes(undefined)) found.set('origins', 'origins');
	return [...[...found].map(([field, problem]) => ({ field, problem })), ...checkTranslations(bot)];
}

function checkTranslations({ translations }: BotEntry): FieldIssue[] {
	return Object.entries(translations ?? {}).flatMap(([language, { greeting, suggestions }]) => {
		const issue = (part: keyof Welcome, problem: Problem): FieldIssue => {
			return { field: 'translations', path: ['translations', language, part], problem };
		};
		return [
			...(greeting.length > GREETING_LENGTH_MAX ? [issue('greeting', 'greeting')] : []),
			...(areTooMany(suggestions) ? [issue('suggestions', 'suggestions')] : []),
		];
	});
}

/**
 * What everybody may know of a published bot.
 * @param language the visitor's, as a BCP 47 tag: greeting and suggestions are in it, if the bot has them.
 */
export function toPublicBot(bot: BotEntry, language: string | undefined): PublicBot {
	const { name, slug, status, price, pools } = toSettings(bot);
	const { greeting, suggestions } = welcomeIn(bot, language);
	return {
		id: bot.documentId,
		slug,
		name,
		greeting,
		suggestions: linesOf(suggestions),
		languages: languagesOf(bot),
		status,
		credits_per_answer: price.mode === 'per_answer' ? price.credits : null,
		free: {
			credits: pools.free_reserve.per_visitor ?? pools.free_reserve.credits,
			window: pools.free_reserve.window,
		},
	};
}

/** How a published bot answers. */
export function toAskedBot(bot: BotEntry): AskedBot {
	const { name, status, price } = toSettings(bot);
	return {
		id: bot.documentId,
		name,
		price,
		paused: status === 'paused',
		instructions: bot.instructions,
		tone: bot.tone ?? 'neutral',
		languages: languagesOf(bot),
		declined_topics: declinedTopicsOf(bot),
		model: bot.model?.trim() || null,
		output_tokens_max: bot.answerTokensMax,
		cache: cacheOf(bot),
	};
}

/** Greeting and suggestions in the visitor's language; where one of them is missing, in the bot's first. */
function welcomeIn(bot: BotEntry, language: string | undefined): Welcome {
	const first = languagesOf(bot)[0]?.toLowerCase() ?? '';
	const own: Welcome = { greeting: bot.greeting ?? '', suggestions: bot.suggestions ?? '' };
	const all: Translations = { ...bot.translations, [first]: own };
	const [best = first] = language
		? localesFor(language, [first, ...Object.keys(all).filter((tag) => tag !== first)])
		: [];
	const chosen = all[best] ?? own;
	return {
		greeting: chosen.greeting.trim() || own.greeting,
		suggestions: chosen.suggestions.trim() || own.suggestions,
	};
}

/** An entry in the shape of the settings, before it is known to be right. An empty field is a missing one. */
function draftSettings(bot: BotEntry): unknown {
	return {
		name: bot.name ?? '',
		slug: bot.slug ?? '',
		status: bot.paused ? 'paused' : 'active',
		time_zone: bot.timeZone ?? '',
		version: 0,
		price: draftPrice(bot),
		pools: {
			owner_cap: {
				credits_per_month: bot.ownerCapCreditsPerMonth,
				open_to_visitors_percent: bot.openToVisitorsPercent ?? undefined,
				// An older entry has no thresholds; one that was emptied wants none.
				alert_at_percent: bot.alertAtPercent === null ? undefined : split(bot.alertAtPercent, /[,;%\s]+/).map(Number),
			},
			free_reserve: {
				credits: bot.freeReserveCredits,
				window: bot.freeReserveWindow ?? undefined,
				per_visitor: bot.creditsPerVisitor ?? undefined,
			},
			giveaways: { credits_per_month: bot.giveawayCreditsPerMonth ?? 0 },
			paying_visitors: bot.payingVisitors ?? undefined,
		},
	};
}

function draftPrice(bot: BotEntry): unknown {
	if (bot.priceMode !== 'metered') return { mode: 'per_answer', credits: bot.creditsPerAnswer };
	return {
		mode: 'metered',
		credits_per_1k_input: bot.creditsPer1kInput,
		credits_per_1k_output: bot.creditsPer1kOutput,
		minimum_credits: bot.minimumCredits ?? undefined,
	};
}

/** The bot's languages in the editor's order; greeting and suggestions themselves are in the first. */
export function languagesOf(bot: Pick<BotEntry, 'languages'>): string[] {
	return split(bot.languages, /[,\s]+/);
}

/** How many days questions and answers of this bot are kept; 0: not beyond the answer. */
export function conversationDaysOf({ conversationDays }: Pick<BotEntry, 'conversationDays'>): number {
	return conversationDays ?? CONVERSATION_DAYS_DEFAULT; // an older entry has none
}

/** What an earlier answer costs that is given again; nothing where none is, or none is kept. */
function cacheOf(bot: BotEntry): AskedBot['cache'] {
	if (!bot.cacheAnswers || conversationDaysOf(bot) === 0) return null;
	return { credits: bot.cachedAnswerCredits ?? 0 };
}

/** The origins that may embed the bot, as browsers write them; empty: any. */
export function originsOf(bot: Pick<BotEntry, 'origins'>): string[] {
	return linesOf(bot.origins).flatMap((line) => readOrigin(line) ?? []);
}

/** A line as browsers write an origin, such as `https://shop.example`; nothing for what says more or less than an origin. */
function readOrigin(line: string): string | undefined {
	const url = URL.canParse(line) ? new URL(line) : undefined;
	if (!url || !/^https?:$/.test(url.protocol)) return undefined;
	return url.href === `${url.origin}/` && !/[?#@*]/.test(line) ? url.origin : undefined;
}

function declinedTopicsOf(bot: BotEntry): string[] {
	return linesOf(bot.declinedTopics);
}

function areTooMany(suggestions: string | null): boolean {
	const lines = linesOf(suggestions);
	return lines.length > SUGGESTIONS_MAX || lines.some((line) => line.length > SUGGESTION_LENGTH_MAX);
}

function linesOf(text: string | null): string[] {
	return split(text, /\r?\n/);
}

function split(text: string | null, between: RegExp): string[] {
	return (text ?? '')
		.split(between)
		.map((part) => part.trim())
		.filter(Boolean);
}

function isLanguage(tag: string): boolean {
	try {
		return Intl.getCanonicalLocales(tag).length === 1;
	} catch {
		return false;
	}
}
