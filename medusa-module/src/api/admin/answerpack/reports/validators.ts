import { botIdSchema } from '@answerpack/shared/contract';
import { z } from 'zod';
import { daysIn, RANGE_DAYS_MAX } from '../../../../reports/days';

/** `?bot_id&from&to&by`: local days, both ends included; without a bot, all of them, each by its own days. */
export const reportQuerySchema = z
	.object({
		bot_id: botIdSchema.optional(),
		from: z.iso.date(),
		to: z.iso.date(),
		by: z.enum(['day', 'month']).default('day'),
	})
	.refine(({ from, to }) => from <= to, { path: ['to'], error: 'before the first day' })
	.refine((range) => daysIn(range) <= RANGE_DAYS_MAX, { path: ['to'], error: `more than ${RANGE_DAYS_MAX} days` });
