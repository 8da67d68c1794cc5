import { z } from 'zod';

// What Medusa's own Stripe provider keeps of a payment is Stripe's payment intent.

/** The ids of Medusa's Stripe provider for cards, as it is named in any shop: `pp_stripe_<id>`. */
const CARD_PROVIDER = /^pp_stripe_/;

export function isCardProvider(providerId: string): boolean {
	return CARD_PROVIDER.test(providerId);
}

/** What a payment session says to save its card, for payments that the customer is not there for. */
export const SAVING = { setup_future_usage: 'off_session' } as const;

const idSchema = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
const savingSchema = z.object({ setup_future_usage: z.literal(SAVING.setup_future_usage), customer: idSchema });
const paidSchema = savingSchema.extend({ id: z.string(), payment_method: idSchema, created: z.number() });

/** Whether a payment session will save its card, once it is paid. */
export function savesCard(data: unknown): boolean {
	return savingSchema.safeParse(data).success;
}

/** A payment whose card was saved. The ids are Stripe's. */
export interface SavedCard {
	payment_id: string;
	payer_id: string;
	payment_method_id: string;
	/** When the payment was begun, by Stripe's clock. */
	begun_at: Date;
}

/** The card that a payment saved, or nothing when it saved none. */
export function readSavedCard(data: unknown): SavedCard | undefined {
	const { data: intent } = paidSchema.safeParse(data);
	return (
		intent && {
			payment_id: intent.id,
			payer_id: intent.customer,
			payment_method_id: intent.payment_method,
			begun_at: new Date(intent.created * 1000),
		}
	);
}
