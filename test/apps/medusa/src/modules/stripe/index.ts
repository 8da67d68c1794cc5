import { createRequire } from 'node:module';
import { ModuleProvider, Modules } from '@medusajs/framework/utils';
import StripeProvider from '@medusajs/payment-stripe/dist/services/stripe-provider';
import type Stripe from 'stripe';

// The very stripe-node that the provider uses, which is older than the one at the root of this workspace.
const ofProvider = createRequire(require.resolve('@medusajs/payment-stripe/package.json'));
const Client = ofProvider('stripe') as typeof Stripe;

/**
 * Medusa's own Stripe provider, speaking with another place than Stripe's: the stand-in of the demo. The provider has no option
 * for that. Never in a real shop.
 */
class StripeElsewhere extends StripeProvider {
	static override identifier = 'stripe';

	constructor(...[cradle, options]: ConstructorParameters<typeof StripeProvider>) {
		super(cradle, options);
		const { hostname: host, port } = new URL(String(process.env.STRIPE_API_BASE));
		this.stripe_ = new Client(options.apiKey, { host, port, protocol: 'http' });
	}
}

export default ModuleProvider(Modules.PAYMENT, { services: [StripeElsewhere] });
