import type { PublicBot } from '@answerpack/shared/contract';
import { type BotSettings, botSettingsSchema } from '@answerpack/shared/pools';
import type { BotEntry } from '../content-types/bot/schema';
import type { Problem } from './problems';

/** What is wrong with one field of a bot. */
export interface FieldIssue {
	field: keyof BotEntry;
	problem: Problem;
}

/** Settings as they are sent; the outbox gives them their version. */
export type UnversionedSettings = Omit<BotSettings, 'version'>;

/** Which field of the entry a path of {@link botSettingsSchema} comes from, and what can be wrong with it. */
const FIELDS: [path: string, field: keyof BotEntry, problem: Problem][] = [
	['pools.owner_cap.credits_per_month', 'ownerCapCreditsPerMonth', 'credits'],
	['pools.owner_cap.open_to_visitors_percent', 'openToVisitorsPercent', 'percent'],
	['pools.free_reserve.credits', 'freeReserveCredits', 'credits'],
	['pools.free_reserve.window', 'freeReserveWindow', 'choice'],
	['pools.free_reserve.per_visitor', 'creditsPerVisitor', 'credits'],
	['pools.paying_visitors', 'payingVisitors', 'choice'],
	['price', 'creditsPerAnswer', 'credits'],
	['time_zone', 'timeZone', 'time_zone'],
	['slug', 'slug', 'slug'],
	['name', 'name', 'name'],
];

const SUGGESTIONS_MAX = 6;
const SUGGESTION_LENGTH_MAX = 200;

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
	const suggestions = suggestionsOf(bot);
	if (suggestions.length > SUGGESTIONS_MAX || suggestions.some((line) => line.length > SUGGESTION_LENGTH_MAX)) {
		found.set('suggestions', 'suggestions');
	}
	return [...found].map(([field, problem]) => ({ field, problem }));
}

/** What everybody may know of a published bot. */
export function toPublicBot(bot: BotEntry): PublicBot {
	const { name, slug, status, price, pools } = toSettings(bot);
	return {
		id: bot.documentId,
		slug,
		name,
		greeting: bot.greeting ?? '',
		suggestions: suggestionsOf(bot),
		languages: languagesOf(bot),
		status,
		credits_per_answer: price.mode === 'per_answer' ? price.credits : null,
		free: {
			credits: pools.free_reserve.per_visitor ?? pools.free_reserve.credits,
			window: pools.free_reserve.window,
		},
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
		price: { mode: 'per_answer', credits: bot.creditsPerAnswer },
		pools: {
			owner_cap: {
				credits_per_month: bot.ownerCapCreditsPerMonth,
				open_to_visitors_percent: bot.openToVisitorsPercent ?? undefined,
			},
			free_reserve: {
				credits: bot.freeReserveCredits,
				window: bot.freeReserveWindow ?? undefined,
				per_visitor: bot.creditsPerVisitor ?? undefined,
			},
			paying_visitors: bot.payingVisitors ?? undefined,
		},
	};
}

function languagesOf(bot: BotEntry): string[] {
	return split(bot.languages, /[,\s]+/);
}

function suggestionsOf(bot: BotEntry): string[] {
	return split(bot.suggestions, /\r?\n/);
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
