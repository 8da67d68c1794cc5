import { INTERVALS } from '@answerpack/shared/contract';
import { model } from '@medusajs/framework/utils';
import { OFFER_KINDS } from '../terms';

/** What one piece of a product variant grants: so many credits of one bot, once (a pack) or with every period (a plan). */
export const CreditOffer = model
	.define(
		{ name: 'credit_offer', tableName: 'answerpack_offer' },
		{
			id: model.id({ prefix: 'aoffer' }).primaryKey(),
			kind: model.enum([...OFFER_KINDS]).default('pack'),
			/** The bot that the credits are for: Strapi's document id. */
			bot_id: model.text(),
			name: model.text().searchable(),
			/** What one piece grants, or one period, in millicredits. */
			amount: model.number(),
			/** How long the credits of a pack last after they were granted; `null`: without end. A plan's last as long as its period. */
			valid_days: model.number().nullable(),
			/** A plan's period: so many of these; `null` for a pack. */
			interval: model.enum([...INTERVALS]).nullable(),
			interval_count: model.number().nullable(),
			/** How much of what is left of a plan's period moves on into the next one, at most, in millicredits; zero: nothing. */
			rollover_max: model.number().default(0),
			/** How many days a customer may have a plan for nothing first, once; zero: none. */
			trial_days: model.number().default(0),
		},
	)
	.indexes([{ on: ['bot_id'] }])
	.checks([
		{ name: 'answerpack_offer_amount', expression: (columns) => `${columns.amount} > 0` },
		{ name: 'answerpack_offer_valid_days', expression: (columns) => `${columns.valid_days} > 0` },
		{
			name: 'answerpack_offer_kind',
			expression: (columns) =>
				`(${columns.kind} = 'pack' and num_nonnulls(${columns.interval}, ${columns.interval_count}) = 0 and ${columns.rollover_max} = 0 and ${columns.trial_days} = 0)
				or (${columns.kind} = 'plan' and num_nonnulls(${columns.interval}, ${columns.interval_count}) = 2 and ${columns.valid_days} is null)`,
		},
		{ name: 'answerpack_offer_interval_count', expression: (columns) => `${columns.interval_count} > 0` },
		{ name: 'answerpack_offer_trial_days', expression: (columns) => `${columns.trial_days} >= 0` },
		{ name: 'answerpack_offer_rollover_max', expression: (columns) => `${columns.rollover_max} >= 0` },
	]);
