// All that the stand-in answers under /v1.
import { charges } from './charges.mjs';
import { customers } from './customers.mjs';
import { disputes } from './disputes.mjs';
import { events } from './events.mjs';
import { invoices } from './invoices.mjs';
import { paymentIntents } from './payment-intents.mjs';
import { paymentMethods } from './payment-methods.mjs';
import { prices } from './prices.mjs';
import { products } from './products.mjs';
import { refunds } from './refunds.mjs';
import { setupIntents } from './setup-intents.mjs';
import { subscriptions } from './subscriptions.mjs';
import { testClocks } from './test-clocks.mjs';
import { webhookEndpoints } from './webhook-endpoints.mjs';

export const routes = [
	...charges,
	...customers,
	...disputes,
	...events,
	...invoices,
	...paymentIntents,
	...paymentMethods,
	...prices,
	...products,
	...refunds,
	...setupIntents,
	...subscriptions,
	...testClocks,
	...webhookEndpoints,
];
