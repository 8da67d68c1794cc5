// Stripe's side of the demo: its stand-in, which moves no money, or an account's test mode when its keys are given.
import { join } from 'node:path';
import { Failure } from './failure.mjs';

/**
 * What the shop needs to know of Stripe.
 * @typedef {object} Stripe
 * @property {string} api_key
 * @property {string} publishable_key
 * @property {string} provider_webhook_secret signs what goes to Medusa's own Stripe provider
 * @property {string} plugin_webhook_secret signs what goes to the plugin
 * @property {string} [api_base] of the stand-in; Stripe itself without it
 */

const VARIABLES = /** @type {const} */ (['STRIPE_API_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET']);

/** All that Medusa's provider understands. */
const PROVIDER_EVENTS = [
	'amount_capturable_updated',
	'canceled',
	'partially_funded',
	'payment_failed',
	'processing',
	'requires_action',
	'succeeded',
].map((name) => `payment_intent.${name}`);

/**
 * The keys of an account, if the environment has any.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Stripe | undefined}
 */
export function readStripeKeys(env) {
	const [api_key, publishable_key, secret] = VARIABLES.map((name) => env[name]?.trim());
	if (!api_key && !publishable_key && !secret) return undefined;
	if (!api_key || !publishable_key || !secret) {
		throw new Failure(
			`Stripe needs ${VARIABLES.join(', ')} together: set all three, or none of them for the stand-in that moves no money.`,
		);
	}
	if (!/^[sr]k_test_/.test(api_key) || !publishable_key.startsWith('pk_test_')) {
		throw new Failure('The demo shop takes keys of a test mode only: sk_test_… and pk_test_….');
	}
	return { api_key, publishable_key, provider_webhook_secret: secret, plugin_webhook_secret: secret };
}

/**
 * Starts the stand-in in this very process, which has nothing else to do.
 * @param {object} options
 * @param {import('./ports.mjs').Ports} options.ports
 * @param {string} options.data
 * @param {import('./state.mjs').State} options.state
 */
export async function startStandIn({ ports, data, state: { secrets } }) {
	const { startStripe } = await import('../doubles/stripe/index.mjs');
	const hooks = `http://127.0.0.1:${ports.medusa}/hooks`;
	const double = await startStripe({
		port: ports.stripe,
		file: join(data, 'stripe.json'),
		endpoints: [
			{
				description: 'Medusa’s Stripe provider',
				url: `${hooks}/payment/stripe_stripe`,
				api_version: '2024-04-10',
				enabled_events: PROVIDER_EVENTS,
				secret: secrets.stripe_provider_webhook,
			},
			{
				description: 'Answerpack',
				url: `${hooks}/answerpack/stripe`,
				api_version: null,
				enabled_events: ['*'],
				secret: secrets.stripe_plugin_webhook,
			},
		],
	});
	/** @type {Stripe} */
	const stripe = {
		api_key: 'sk_test_standin',
		publishable_key: 'pk_test_standin',
		provider_webhook_secret: secrets.stripe_provider_webhook,
		plugin_webhook_secret: secrets.stripe_plugin_webhook,
		api_base: double.url,
	};
	return {
		stripe,
		stop: double.stop,
		/** Sends what nobody was there to hear: events of a shop that was stopped in between. */
		sendWaiting: () => double.flush(),
	};
}
