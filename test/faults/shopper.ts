import { request } from './callers.ts';
import { signUpCustomer } from './people.ts';

/** What paying by card needs to know. */
export interface Till {
	url: string;
	publishable_key: string;
	stripe_url: string;
	region_id: string;
}

/** Somebody who buys with Medusa's own Stripe provider, as a storefront does. */
export async function openShopper(till: Till, email: string) {
	const { id, token } = await signUpCustomer(till.url, till.publishable_key, email);
	const headers = { 'x-publishable-api-key': till.publishable_key, authorization: `Bearer ${token}` };
	const ask = <T>(method: string, path: string, body?: object) =>
		request<T>(till.url + path, { method, headers, body });
	return {
		id,
		ask,

		/** Buys one piece of a variant. @returns the order's id, and Stripe's of its payment. */
		async buy(variant_id: string): Promise<{ order_id: string; payment: string }> {
			const { cart } = await ask<{ cart: { id: string } }>('POST', '/store/carts', {
				region_id: till.region_id,
				items: [{ variant_id, quantity: 1 }],
			});
			const address = { first_name: 'Anna', last_name: 'Beispiel', address_1: 'Hauptstraße 1', country_code: 'de' };
			await ask('POST', `/store/carts/${cart.id}`, {
				email,
				shipping_address: { ...address, city: 'Berlin', postal_code: '10115' },
				billing_address: { ...address, city: 'Berlin', postal_code: '10115' },
				metadata: { answerpack_consent: { text_version: '2026-11', given_at: new Date().toISOString() } },
			});
			const { payment_collection } = await ask<{ payment_collection: { id: string } }>(
				'POST',
				'/store/payment-collections',
				{ cart_id: cart.id },
			);
			type Session = { data: { id: string; client_secret: string } };
			const paying = await ask<{ payment_collection: { payment_sessions: [Session] } }>(
				'POST',
				`/store/payment-collections/${payment_collection.id}/payment-sessions`,
				{ provider_id: 'pp_stripe_stripe' },
			);
			const [{ data }] = paying.payment_collection.payment_sessions;
			const paid = await fetch(`${till.stripe_url}/v1/payment_intents/${data.id}/confirm`, {
				method: 'POST',
				headers: { authorization: 'Bearer pk_test_faults' },
				body: new URLSearchParams({ client_secret: data.client_secret, payment_method: 'pm_card_visa' }),
			});
			if (!paid.ok) throw new Error(`The card was refused: ${await paid.text()}`);
			const { order } = await ask<{ order: { id: string } }>('POST', `/store/carts/${cart.id}/complete`, {});
			return { order_id: order.id, payment: data.id };
		},
	};
}
