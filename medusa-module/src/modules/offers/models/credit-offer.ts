import { model } from '@medusajs/framework/utils';

/** What one piece of a product variant grants: so many credits of one bot. */
export const CreditOffer = model
	.define(
		{ name: 'credit_offer', tableName: 'answerpack_offer' },
		{
			id: model.id({ prefix: 'aoffer' }).primaryKey(),
			kind: model.enum(['pack']).default('pack'),
			/** The bot that the credits are for: Strapi's document id. */
			bot_id: model.text(),
			name: model.text().searchable(),
			/** What one piece grants, in millicredits. */
			amount: model.number(),
			/** How long the credits last after they were granted; `null`: without end. */
			valid_days: model.number().nullable(),
		},
	)
	.indexes([{ on: ['bot_id'] }])
	.checks([
		{ name: 'answerpack_offer_amount', expression: (columns) => `${columns.amount} > 0` },
		{ name: 'answerpack_offer_valid_days', expression: (columns) => `${columns.valid_days} > 0` },
	]);
