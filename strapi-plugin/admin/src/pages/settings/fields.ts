import type { BotForm } from '../../api';

/** One input of the settings page. `name` is a path in {@link BotForm}. */
export interface FieldOf {
	name: string;
	type: 'string' | 'text' | 'integer' | 'float' | 'enumeration' | 'boolean';
	/** In twelfths of the row. */
	size: number;
	required?: boolean;
	options?: readonly string[];
	/** Shown only where this holds. */
	when?: (values: BotForm) => boolean;
}

export type GroupName =
	| 'identity'
	| 'instructions'
	| 'welcome'
	| 'model'
	| 'price'
	| 'pools'
	| 'conversations'
	| 'appearance'
	| 'websites';

const metered = ({ priceMode }: BotForm) => priceMode === 'metered';
const choice = (name: string, size: number, ...options: string[]): FieldOf => ({
	name,
	type: 'enumeration',
	size,
	required: true,
	options,
});

/** The groups of the settings page in their order; what is drawn by hand stands under its fields (SettingsForm). */
export const GROUPS: readonly { name: GroupName; fields: readonly FieldOf[] }[] = [
	{
		name: 'identity',
		fields: [
			{ name: 'name', type: 'string', size: 6, required: true },
			{ name: 'slug', type: 'string', size: 6, required: true },
			choice('tone', 6, 'neutral', 'friendly', 'formal'),
			{ name: 'timeZone', type: 'string', size: 6, required: true },
			{ name: 'paused', type: 'boolean', size: 12, required: true },
		],
	},
	{
		name: 'instructions',
		fields: [
			{ name: 'instructions', type: 'text', size: 12 },
			{ name: 'declinedTopics', type: 'text', size: 12 },
		],
	},
	{ name: 'welcome', fields: [{ name: 'languages', type: 'string', size: 12, required: true }] },
	{
		name: 'model',
		fields: [
			{ name: 'model', type: 'string', size: 6 },
			{ name: 'answerTokensMax', type: 'integer', size: 6 },
		],
	},
	{
		name: 'price',
		fields: [
			choice('priceMode', 6, 'per_answer', 'metered'),
			{ name: 'creditsPerAnswer', type: 'float', size: 6, required: true, when: (values) => !metered(values) },
			{ name: 'minimumCredits', type: 'float', size: 6, when: metered },
			{ name: 'creditsPer1kInput', type: 'float', size: 6, required: true, when: metered },
			{ name: 'creditsPer1kOutput', type: 'float', size: 6, required: true, when: metered },
			choice('payingVisitors', 12, 'credits_first', 'free_first'),
			{ name: 'cacheAnswers', type: 'boolean', size: 6, required: true },
			{
				name: 'cachedAnswerCredits',
				type: 'float',
				size: 6,
				required: true,
				when: ({ cacheAnswers }) => cacheAnswers,
			},
		],
	},
	{
		name: 'pools',
		fields: [
			{ name: 'ownerCapCreditsPerMonth', type: 'float', size: 6, required: true },
			{ name: 'openToVisitorsPercent', type: 'integer', size: 6, required: true },
			{ name: 'alertAtPercent', type: 'string', size: 6 },
			{ name: 'giveawayCreditsPerMonth', type: 'float', size: 6, required: true },
			{ name: 'freeReserveCredits', type: 'float', size: 4, required: true },
			choice('freeReserveWindow', 4, 'day', 'month'),
			{ name: 'creditsPerVisitor', type: 'float', size: 4 },
		],
	},
	{
		name: 'conversations',
		fields: [{ name: 'conversationDays', type: 'integer', size: 6, required: true }],
	},
	{
		name: 'appearance',
		fields: [
			{ name: 'appearance.accent', type: 'string', size: 4 },
			{ name: 'appearance.surface', type: 'string', size: 4 },
			{ name: 'appearance.text', type: 'string', size: 4 },
			{ name: 'appearance.radius', type: 'integer', size: 4 },
			choice('appearance.theme', 4, 'page', 'light', 'dark', 'auto'),
			choice('appearance.position', 4, 'right', 'left'),
		],
	},
	{ name: 'websites', fields: [{ name: 'origins', type: 'text', size: 12 }] },
];
