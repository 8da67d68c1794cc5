import { botIdSchema, INTERVALS, type Interval, textSchema } from '@answerpack/shared/contract';
import { creditsSchema } from '@answerpack/shared/pools';
import { z } from 'zod';

/** The most one piece may grant: the column holds a 32-bit integer of millicredits. */
const CREDITS_MAX = 2_000_000;
const VALID_DAYS_MAX = 3650;
/** Stripe bills at least every three years. */
const INTERVAL_COUNT_MAX: Record<Interval, number> = { day: 1095, week: 156, month: 36, year: 3 };

const name = textSchema.trim().min(1);
const credits = creditsSchema.positive().max(CREDITS_MAX);
const valid_days = z.number().int().min(1).max(VALID_DAYS_MAX).nullable();
const interval = z.enum(INTERVALS);
const interval_count = z.number().int().min(1).max(INTERVAL_COUNT_MAX.day);
const rollover = creditsSchema.max(CREDITS_MAX);

const trial_days = z.number().int().min(0);

interface Period {
	interval: Interval;
	interval_count: number;
	trial_days: number;
}
const isPeriod = ({ interval, interval_count }: Period) => interval_count <= INTERVAL_COUNT_MAX[interval];
const TOO_LONG = { path: ['interval_count'], message: 'a period lasts three years at most' };
/** The shortest that a period can be. */
const DAYS: Record<Interval, number> = { day: 1, week: 7, month: 28, year: 365 };
const isTrial = ({ interval, interval_count, trial_days }: Period) => trial_days <= DAYS[interval] * interval_count;
const TRIAL_TOO_LONG = { path: ['trial_days'], message: 'a trial is no longer than a period' };

const PRICES_MAX = 500;

const productSchema = z.strictObject({
	prices: z
		.array(
			z.strictObject({
				amount: z.number().positive().max(Number.MAX_SAFE_INTEGER),
				currency_code: z.string().regex(/^[a-z]{3}$/),
				region_id: textSchema.min(1).optional(),
			}),
		)
		.min(1)
		.max(PRICES_MAX)
		.refine((prices) => new Set(prices.map(priceKey)).size === prices.length, 'two prices for the same'),
	sales_channel_ids: z.array(textSchema.min(1)).min(1).max(PRICES_MAX),
});
export type NewProduct = z.infer<typeof productSchema>;

/** A price is for a currency, or for one region. */
function priceKey({ currency_code, region_id }: { currency_code: string; region_id?: string }): string {
	return region_id ?? currency_code;
}

const sold = {
	/** The variant that sells it; or what to make a product of that does. */
	variant_id: textSchema.min(1).optional(),
	product: productSchema.optional(),
	bot_id: botIdSchema,
	name,
	credits,
};

/** A new offer. What belongs to the other kind is refused: whoever sends it expects something of it. */
export const newOfferSchema = z.preprocess(
	// Without a kind, a pack.
	(body) => (typeof body === 'object' && body !== null && !('kind' in body) ? { ...body, kind: 'pack' } : body),
	z
		.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('pack'), ...sold, valid_days: valid_days.default(null) }),
			z
				.strictObject({
					kind: z.literal('plan'),
					...sold,
					interval,
					interval_count: interval_count.default(1),
					rollover: rollover.default(0),
					trial_days: trial_days.default(0),
				})
				.refine(isPeriod, TOO_LONG)
				.refine(isTrial, TRIAL_TOO_LONG),
		])
		.refine(({ variant_id, product }) => (variant_id === undefined) !== (product === undefined), {
			path: ['variant_id'],
			message: 'either a variant that is there, or a product to be made',
		}),
);

/** What a plan's period is after a change. */
export const periodSchema = z
	.object({ interval, interval_count, trial_days })
	.refine(isPeriod, TOO_LONG)
	.refine(isTrial, TRIAL_TOO_LONG);

/** What changes of an offer, by its kind. */
export const offerChangeSchemas = {
	pack: z.strictObject({ name, credits, valid_days }).partial(),
	plan: z.strictObject({ name, credits, interval, interval_count, rollover, trial_days }).partial(),
} as const;
