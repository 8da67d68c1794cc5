// Makes the plugin a Medusa app of its own ("source mode"), so that tests run from `src` with nothing built.
import { defineConfig } from '@medusajs/framework/utils';

const { ANSWERPACK_SERVICE_SECRET, ANSWERPACK_STRAPI_URL, STRIPE_API_KEY, STRIPE_WEBHOOK_SECRET } = process.env;
const options = {
	service_secret: ANSWERPACK_SERVICE_SECRET,
	strapi_admin_url: 'https://cms.shop.example/admin/',
	strapi_url: ANSWERPACK_STRAPI_URL,
	...(STRIPE_API_KEY && { stripe: { api_key: STRIPE_API_KEY, webhook_secret: STRIPE_WEBHOOK_SECRET } }),
};

/** Medusa's own provider, as far as the tests need it: speaking with the stand-in for Stripe. */
const payment = {
	resolve: '@medusajs/medusa/payment',
	options: {
		providers: [
			{
				resolve: `${__dirname}/../test/apps/medusa/src/modules/stripe`,
				id: 'stripe',
				options: { apiKey: STRIPE_API_KEY, webhookSecret: STRIPE_WEBHOOK_SECRET, capture: true },
			},
		],
	},
};

module.exports = defineConfig({
	projectConfig: {
		databaseUrl: process.env.DATABASE_URL,
		http: {
			storeCors: 'http://localhost:8000',
			adminCors: 'http://localhost:9000',
			authCors: 'http://localhost:8000,http://localhost:9000',
			jwtSecret: 'only-for-tests',
			cookieSecret: 'only-for-tests',
		},
	},
	admin: { disable: true },
	modules: [
		...(STRIPE_API_KEY ? [payment] : []),
		...['credits', 'offers', 'billing', 'reports', 'privacy'].map((name) => ({
			resolve: `${__dirname}/src/modules/${name}`,
			options,
		})),
	],
});
