import { model } from '@medusajs/framework/utils';

/**
 * Who really bought the credits of a cart, and on which terms: fixed before the order exists, because an order's
 * customer can change afterwards and a guest's cart attaches itself to whoever has that e-mail address.
 */
export const CreditPurchase = model
	.define(
		{ name: 'credit_purchase', tableName: 'answerpack_purchase' },
		{
			id: model.id({ prefix: 'apurch' }).primaryKey(),
			/** The cart, or the order itself when it never had one (drafts). */
			cart_id: model.text(),
			/** The beneficiary: the customer who was signed in. */
			customer_id: model.text(),
			/** {@link PurchaseTerms}[]: what each variant granted when it was bought. */
			terms: model.json(),
			/** {@link RecordedConsent}: what the customer agreed to; `null` where nobody was asked. */
			consent: model.json().nullable(),
			/** When every line of the order had been granted; until then the sweep looks at it again. */
			granted_at: model.dateTime().nullable(),
			/** When the order was last looked at; what changed later was not seen yet. */
			looked_at: model.dateTime().nullable(),
		},
	)
	.indexes([
		// `null` makes it total: a purchase that was soft-deleted must not free its cart for a second one.
		{ on: ['cart_id'], unique: true, where: null },
		{ on: ['created_at'], where: 'granted_at IS NULL' },
	]);
