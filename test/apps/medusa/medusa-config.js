const { dirname } = require('node:path');
const { defineConfig } = require('@medusajs/framework/utils');

/**
 * The folder of the dashboard's own react-router-dom (7). Without this, admin extensions, Medusa's own among them,
 * would take Strapi's (6), which lies at the root of this workspace, and stay blank.
 */
function dashboardsRouter() {
	let from = __dirname;
	for (const name of ['@medusajs/medusa', '@medusajs/admin-bundler', '@medusajs/dashboard', 'react-router-dom']) {
		from = dirname(require.resolve(`${name}/package.json`, { paths: [from] }));
	}
	return from;
}

/** Without keys the shop takes test payments only, and sells no plans. */
const stripe = process.env.STRIPE_API_KEY && {
	api_key: process.env.STRIPE_API_KEY,
	/** Each endpoint at Stripe has a secret of its own: this is the plugin's. */
	webhook_secret: process.env.STRIPE_WEBHOOK_SECRET,
	provider_webhook_secret: process.env.STRIPE_PROVIDER_WEBHOOK_SECRET,
};

/** Medusa's own provider, as every shop uses it; the demo's subclass of it speaks with the stand-in for Stripe. */
function stripeProvider({ api_key, provider_webhook_secret }) {
	return {
		resolve: process.env.STRIPE_API_BASE ? './src/modules/stripe' : '@medusajs/medusa/payment-stripe',
		id: 'stripe',
		options: { apiKey: api_key, webhookSecret: provider_webhook_secret, capture: true },
	};
}

module.exports = defineConfig({
	projectConfig: {
		databaseUrl: process.env.DATABASE_URL,
		http: {
			storeCors: process.env.STORE_CORS,
			adminCors: process.env.ADMIN_CORS,
			authCors: process.env.AUTH_CORS,
			jwtSecret: process.env.JWT_SECRET,
			cookieSecret: process.env.COOKIE_SECRET,
		},
		// A demo on one machine speaks plain http, over which a browser keeps no secure cookie. Never in a real shop.
		cookieOptions: { secure: false, sameSite: 'lax' },
	},
	admin: {
		// Served by src/api/middlewares.ts, so that the shop is open while its admin is still being built. A shop that
		// builds before it starts leaves this out.
		disable: true,
		vite: () => ({ resolve: { alias: [{ find: /^react-router-dom$/, replacement: dashboardsRouter() }] } }),
	},
	modules: stripe ? [{ resolve: '@medusajs/medusa/payment', options: { providers: [stripeProvider(stripe)] } }] : [],
	plugins: [
		{
			resolve: '@answerpack/medusa',
			options: {
				service_secret: process.env.ANSWERPACK_SERVICE_SECRET,
				strapi_url: process.env.STRAPI_URL,
				strapi_admin_url: process.env.STRAPI_ADMIN_URL,
				...(stripe && { stripe: { api_key: stripe.api_key, webhook_secret: stripe.webhook_secret } }),
			},
		},
	],
});
