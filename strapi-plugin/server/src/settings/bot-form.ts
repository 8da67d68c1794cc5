import { z } from '@strapi/utils';
import type { Appearance, BotEntry } from '../content-types/bot/schema';
import { CONVERSATION_DAYS_DEFAULT, CONVERSATION_DAYS_MAX, type FieldIssue } from './bot-settings';
import type { Problem } from './problems';

const text = (length_max: number) => z.string().max(length_max).nullable().default(null);
const number = z.number().nullable().default(null);
/** A colour as CSS has it, short enough to be one; nothing: the widget's own. */
const colour = z
	.string()
	.trim()
	.regex(/^(#([0-9a-f]{3}|[0-9a-f]{6}))?$/i)
	.default('');

const appearanceSchema = z.object({
	accent: colour,
	surface: colour,
	text: colour,
	radius: z.number().int().min(0).max(40).nullable().default(null),
	theme: z.enum(['page', 'light', 'dark', 'auto']).default('page'),
	position: z.enum(['right', 'left']).default('right'),
}) satisfies z.ZodType<Appearance>;

const welcomeSchema = z.object({ greeting: z.string().max(10_000), suggestions: z.string().max(10_000) });

/** What the settings page sends: every field of a bot but its knowledge. Ranges are those of `checkBot`. */
export const botFormSchema = z.object({
	name: text(255),
	slug: text(255),
	paused: z.boolean().default(false),
	tone: z.enum(['neutral', 'friendly', 'formal']).default('neutral'),
	instructions: text(8000),
	declinedTopics: text(10_000),
	origins: text(10_000),
	languages: text(255),
	timeZone: text(255),
	greeting: text(1000),
	suggestions: text(10_000),
	translations: z.record(z.string().min(2).max(35).toLowerCase(), welcomeSchema).default({}),
	model: text(255),
	answerTokensMax: z.number().int().min(50).max(2000).nullable().default(null),
	priceMode: z.enum(['per_answer', 'metered']).default('per_answer'),
	creditsPerAnswer: number,
	creditsPer1kInput: number,
	creditsPer1kOutput: number,
	minimumCredits: number,
	cacheAnswers: z.boolean().default(false),
	cachedAnswerCredits: number,
	payingVisitors: z.enum(['credits_first', 'free_first']).default('credits_first'),
	ownerCapCreditsPerMonth: number,
	openToVisitorsPercent: number,
	alertAtPercent: text(255),
	freeReserveCredits: number,
	freeReserveWindow: z.enum(['day', 'month']).default('day'),
	creditsPerVisitor: number,
	giveawayCreditsPerMonth: number,
	conversationDays: z.number().int().min(0).max(CONVERSATION_DAYS_MAX).default(CONVERSATION_DAYS_DEFAULT),
	appearance: appearanceSchema.default(appearanceSchema.parse({})),
});

export type BotForm = z.infer<typeof botFormSchema>;
export type BotFormField = keyof BotForm;

const FIELDS = Object.keys(botFormSchema.shape) as BotFormField[];

/** What a field can be wrong by, where it is not that its text is too long. */
const PROBLEMS: Partial<Record<BotFormField, Problem>> = {
	answerTokensMax: 'tokens',
	greeting: 'greeting',
	tone: 'choice',
	priceMode: 'choice',
	payingVisitors: 'choice',
	freeReserveWindow: 'choice',
	conversationDays: 'days',
};

/** Reads what the page sent; what is wrong with its form is said by field, as of a whole entry. */
export function readBotForm(
	given: unknown,
): { form: BotForm; issues: FieldIssue[] } | { form: null; issues: FieldIssue[] } {
	const result = botFormSchema.safeParse(given);
	if (result.success) return { form: result.data, issues: [] };
	const issues = result.error.issues.map(({ path }): FieldIssue => {
		const field = path[0] as BotFormField;
		return { field, path: path.map(String), problem: PROBLEMS[field] ?? problemAt(path) };
	});
	return { form: null, issues };
}

function problemAt(path: readonly PropertyKey[]): Problem {
	if (path[0] === 'appearance') return path[1] === 'radius' ? 'radius' : path.length > 2 ? 'choice' : 'colour';
	return typeof path[0] === 'string' && /credits|percent/i.test(path[0]) && path[0] !== 'alertAtPercent'
		? 'credits'
		: 'text';
}

/** A bot's row as the page shows it. */
export function toBotForm(bot: BotEntry): BotForm {
	const own = Object.fromEntries(FIELDS.map((field) => [field, bot[field] ?? undefined]));
	return botFormSchema.parse({ ...own, appearance: bot.appearance ?? {}, translations: bot.translations ?? {} });
}
