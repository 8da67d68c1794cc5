import { botSettingsSchema } from '@answerpack/shared/pools';
import type { BotEntry } from '../../content-types/bot/schema';
import { checkBot, toPublicBot, toSettings } from '../bot-settings';
import { describeProblem } from '../problems';

const bot: BotEntry = {
	documentId: 'bot',
	name: 'Shop help',
	slug: 'shop-help',
	greeting: null,
	suggestions: ' How long? \n\n How much? ',
	languages: 'en, de-AT',
	timeZone: 'Europe/Berlin',
	instructions: null,
	creditsPerAnswer: 1.5,
	freeReserveCredits: 30,
	freeReserveWindow: 'month',
	creditsPerVisitor: null,
	ownerCapCreditsPerMonth: 100,
	openToVisitorsPercent: 10,
	payingVisitors: 'free_first',
	paused: true,
};

test('an entry becomes the settings that Medusa is sent', () => {
	expect(botSettingsSchema.parse({ ...toSettings(bot), version: 7 })).toMatchObject({
		name: 'Shop help',
		slug: 'shop-help',
		status: 'paused',
		time_zone: 'Europe/Berlin',
		version: 7,
		price: { mode: 'per_answer', credits: 1.5 },
		pools: {
			owner_cap: { credits_per_month: 100, open_to_visitors_percent: 10 },
			free_reserve: { credits: 30, window: 'month' },
			paying_visitors: 'free_first',
		},
	});
});

test('visitors read suggestions line by line, and the whole reserve when one visitor has no limit', () => {
	expect(toPublicBot(bot)).toMatchObject({
		suggestions: ['How long?', 'How much?'],
		languages: ['en', 'de-AT'],
		free: { credits: 30, window: 'month' },
		greeting: '',
	});
});

test('a right entry has nothing to say about', () => {
	expect(checkBot(bot)).toEqual([]);
});

test.each<[string, Partial<BotEntry>, string]>([
	['no name', { name: ' ' }, 'name'],
	['no slug', { slug: null }, 'slug'],
	['a slug with capitals', { slug: 'Shop' }, 'slug'],
	['a slug with two hyphens', { slug: 'a--b' }, 'slug'],
	['no price', { creditsPerAnswer: null }, 'creditsPerAnswer'],
	['a negative price', { creditsPerAnswer: -1 }, 'creditsPerAnswer'],
	['a price with four decimals', { creditsPerAnswer: 0.0001 }, 'creditsPerAnswer'],
	['a price beyond every integer', { creditsPerAnswer: 1e10 }, 'creditsPerAnswer'],
	['no reserve', { freeReserveCredits: null }, 'freeReserveCredits'],
	['a negative limit for one visitor', { creditsPerVisitor: -0.001 }, 'creditsPerVisitor'],
	['no owner cap', { ownerCapCreditsPerMonth: null }, 'ownerCapCreditsPerMonth'],
	['more than everything for visitors', { openToVisitorsPercent: 101 }, 'openToVisitorsPercent'],
	['no time zone', { timeZone: null }, 'timeZone'],
	['a time zone that is none', { timeZone: 'Berlin' }, 'timeZone'],
	['no language', { languages: ' , ' }, 'languages'],
	['a language that is none', { languages: 'en_US' }, 'languages'],
	['seven suggestions', { suggestions: 'q\n'.repeat(7) }, 'suggestions'],
	['a suggestion that is too long', { suggestions: 'q'.repeat(201) }, 'suggestions'],
])('%s is said beside its field, in English and German', (_what, change, field) => {
	const issues = checkBot({ ...bot, ...change });
	expect(issues.map((issue) => issue.field)).toEqual([field]);
	const [english, german] = ['en', 'de'].map((language) => describeProblem(issues[0]?.problem ?? 'several', language));
	expect(english).toBeTruthy();
	expect(german).not.toBe(english);
});
