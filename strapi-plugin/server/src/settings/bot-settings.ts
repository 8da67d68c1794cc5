import type { PublicBot } from '@answerpack/shared/contract';
import { type BotSettings, botSettingsSchema } from '@answerpack/shared/pools';
import type { BotEntry } from '../content-types/bot/schema';

/** What is wrong with one field of a bot. */
export interface FieldIssue {
	field: keyof BotEntry;
	message: string;
}

/** Settings as they are sent; the outbox gives them their version. */
export type UnversionedSettings = Omit<BotSettings, 'version'>;

/** Which field of the entry a path of {@link botSettingsSchema} comes from. */
const FIELDS: [path: string, field: keyof BotEntry, message: string][] = [
	['pools.owner_cap.credits_per_month', 'ownerCapCreditsPerMonth', 'credits'],
	['pools.owner_cap.open_to_visitors_percent', 'openToVisitorsPercent', 'percent'],
	['pools.free_reserve.credits', 'freeReserveCredits', 'credits'],
	['pools.free_reserve.window', 'freeReserveWindow', 'choice'],
	['pools.free_reserve.per_visitor', 'creditsPerVisitor', 'credits'],
	['pools.paying_visitors', 'payingVisitors', 'choice'],
	['price', 'creditsPerAnswer', 'credits'],
	['time_zone', 'timeZone', 'timeZone'],
	['slug', 'slug', 'slug'],
	['name', 'name', 'name'],
];

/** What an editor reads beside the field; the admin panel translates these sentences by themselves. */
const MESSAGES: Record<string, string> = {
	credits: 'Credits: a number of 0 or more, with at most three decimals.',
	percent: 'A whole number from 0 to 100.',
	choice: 'Choose one of the options.',
	timeZone: 'Not a time zone. Write it like Europe/Berlin.',
	slug: 'Only a-z, 0-9 and single hyphens, such as shop-help.',
	name: 'The bot needs a name.',
	languages: 'Language codes with commas between them, such as: en, de',
	suggestions: 'At most 6 questions, one a line, of at most 200 characters each.',
};

export const SUGGESTIONS_MAX = 6;
export const SUGGESTION_LENGTH_MAX = 200;

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
	const found = new Map<keyof BotEntry, string>();
	for (const issue of result.error?.issues ?? []) {
		const path = issue.path.join('.');
		const [, field, message] = FIELDS.find(([prefix]) => path.startsWith(prefix)) ?? [path, 'name' as const, ''];
		found.set(field, MESSAGES[message] ?? issue.message);
	}
	const languages = languagesOf(bot);
	if (languages.length === 0 || !languages.every(isLanguage)) found.set('languages', MESSAGES.languages as string);
	const suggestions = suggestionsOf(bot);
	if (suggestions.length > SUGGESTIONS_MAX || suggestions.some((line) => line.length > SUGGESTION_LENGTH_MAX)) {
		found.set('suggestions', MESSAGES.suggestions as string);
	}
	return [...found].map(([field, message]) => ({ field, message }));
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
