import { botSettingsSchema } from '@answerpack/shared/pools';
import type { BotEntry } from '../../content-types/bot/schema';
import { checkBot, originsOf, toPublicBot, toSettings } from '../bot-settings';
import { describeProblem } from '../problems';

const bot: BotEntry = {
	documentId: 'bot',
	name: 'Shop help',
	slug: 'shop-help',
	greeting: null,
	suggestions: ' How long? \n\n How much? ',
	languages: 'en, de-AT',
	timeZone: 'Europe/Berlin',
	translations: { 'de-at': { greeting: 'Servus!', suggestions: ' Wie lange? \n\n' } },
	tone: null,
	instructions: null,
	declinedTopics: null,
	origins: null,
	model: null,
	answerTokensMax: null,
	priceMode: null,
	creditsPerAnswer: 1.5,
	creditsPer1kInput: null,
	creditsPer1kOutput: null,
	minimumCredits: null,
	cacheAnswers: null,
	cachedAnswerCredits: null,
	freeReserveCredits: 30,
	freeReserveWindow: 'month',
	creditsPerVisitor: null,
	ownerCapCreditsPerMonth: 100,
	openToVisitorsPercent: 10,
	alertAtPercent: null,
	giveawayCreditsPerMonth: null,
	conversationDays: null,
	appearance: null,
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
	expect(toPublicBot(bot, undefined)).toMatchObject({
		suggestions: ['How long?', 'How much?'],
		languages: ['en', 'de-AT'],
		free: { credits: 30, window: 'month' },
		greeting: '',
	});
});

test.each([
	['de-AT', 'Servus!', ['Wie lange?']],
	['de', 'Servus!', ['Wie lange?']],
	['en-GB', 'Hello!', ['How long?', 'How much?']],
	['fr', 'Hello!', ['How long?', 'How much?']],
	[undefined, 'Hello!', ['How long?', 'How much?']],
])('a visitor who reads %s is greeted in the nearest language of the bot', (language, greeting, suggestions) => {
	expect(toPublicBot({ ...bot, greeting: 'Hello!' }, language)).toMatchObject({ greeting, suggestions });
});

test('a language without a greeting or suggestions of its own has those of the first', () => {
	const translations = { 'de-at': { greeting: ' ', suggestions: 'Wie lange?' } };
	expect(toPublicBot({ ...bot, greeting: 'Hello!', translations }, 'de-AT')).toMatchObject({
		greeting: 'Hello!',
		suggestions: ['Wie lange?'],
	});
});

test('alerts are percentages in any notation; one that was emptied has none, an older entry those of the design', () => {
	const alertsOf = (alertAtPercent: string | null) =>
		toSettings({ ...bot, alertAtPercent }).pools.owner_cap.alert_at_percent;
	expect(alertsOf('50 %, 90%; 100')).toEqual([50, 90, 100]);
	expect(alertsOf('')).toEqual([]);
	expect(alertsOf(null)).toEqual([80, 100]);
});

test('a metered price is sent with its rates', () => {
	const metered = { ...bot, priceMode: 'metered', creditsPer1kInput: 0.1, creditsPer1kOutput: 0.5 } as const;
	expect(toSettings(metered).price).toEqual({
		mode: 'metered',
		credits_per_1k_input: 0.1,
		credits_per_1k_output: 0.5,
		minimum_credits: 0,
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
	['an alert that is no number', { alertAtPercent: '80, soon' }, 'alertAtPercent'],
	['an alert above everything', { alertAtPercent: '120' }, 'alertAtPercent'],
	['eleven alerts', { alertAtPercent: '1 2 3 4 5 6 7 8 9 10 11' }, 'alertAtPercent'],
	['negative giveaways', { giveawayCreditsPerMonth: -1 }, 'giveawayCreditsPerMonth'],
	['negative days of conversations', { conversationDays: -1 }, 'conversationDays'],
	['more than ten years of conversations', { conversationDays: 3651 }, 'conversationDays'],
	['half a day of conversations', { conversationDays: 0.5 }, 'conversationDays'],
	['a metered price without a rate', { priceMode: 'metered', creditsPer1kInput: 0.1 }, 'creditsPer1kOutput'],
	['31 declined topics', { declinedTopics: 'topic\n'.repeat(31) }, 'declinedTopics'],
	['a topic that is an essay', { declinedTopics: 'x'.repeat(101) }, 'declinedTopics'],
	['a long greeting', { translations: { de: { greeting: 'x'.repeat(1001), suggestions: '' } } }, 'translations'],
	[
		'seven suggestions in German',
		{ translations: { de: { greeting: '', suggestions: 'q\n'.repeat(7) } } },
		'translations',
	],
	['seven suggestions', { suggestions: 'q\n'.repeat(7) }, 'suggestions'],
	['a suggestion that is too long', { suggestions: 'q'.repeat(201) }, 'suggestions'],
])('%s is said beside its field, in English and German', (_what, change, field) => {
	const issues = checkBot({ ...bot, ...change });
	expect(issues.map((issue) => issue.field)).toEqual([field]);
	const [english, german] = ['en', 'de'].map((language) => describeProblem(issues[0]?.problem ?? 'several', language));
	expect(english).toBeTruthy();
	expect(german).not.toBe(english);
});

test('websites are listed as an editor writes them, and kept as browsers write them', () => {
	const origins =
		' https://Shop.example/ \n\nhttp://localhost:8000\nhttps://www.shop.example:443\nhttps://müller.example';
	expect(checkBot({ ...bot, origins })).toEqual([]);
	expect(originsOf({ origins })).toEqual([
		'https://shop.example',
		'http://localhost:8000',
		'https://www.shop.example',
		'https://xn--mller-kva.example',
	]);
	expect(originsOf({ origins: null })).toEqual([]);
});

test.each([
	'shop.example',
	'*',
	'https://*.shop.example',
	'https://shop.example/help',
	'https://shop.example?a',
	'https://me@shop.example',
	'ftp://shop.example',
	'null',
	Array.from({ length: 31 }, (_, n) => `https://shop-${n}.example`).join('\n'),
])('%j is no list of websites', (origins) => {
	expect(checkBot({ ...bot, origins })).toEqual([{ field: 'origins', problem: 'origins' }]);
});
