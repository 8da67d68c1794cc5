// Makes the plugin a Medusa app of its own ("source mode"), so that tests run from `src` with nothing built.
import { defineConfig, loadEnv } from '@medusajs/framework/utils';

loadEnv(process.env.NODE_ENV ?? 'development', process.cwd());

const options = { service_secret: process.env.ANSWERPACK_SERVICE_SECRET };

module.exports = defineConfig({
	projectConfig: {
		databaseUrl: process.env.DATABASE_URL,
		http: {
			storeCors: process.env.STORE_CORS ?? 'http://localhost:8000',
			adminCors: process.env.ADMIN_CORS ?? 'http://localhost:9000',
			authCors: process.env.AUTH_CORS ?? 'http://localhost:8000,http://localhost:9000',
			jwtSecret: process.env.JWT_SECRET ?? 'only-for-tests',
			cookieSecret: process.env.COOKIE_SECRET ?? 'only-for-tests',
		},
	},
	admin: { disable: true },
	modules: [
		{ resolve: './src/modules/credits', options },
		{ resolve: './src/modules/offers', options },
	],
});
