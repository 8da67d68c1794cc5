// How the three servers of the demo are started: their environment (the seams between the parts), and when they are up.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { QUIET } from './builds.mjs';
import { Failure } from './failure.mjs';
import { untilHealthy } from './health.mjs';
import { inRoot } from './root.mjs';
import { hashOf, openStamps } from './stamps.mjs';

const HOST = '127.0.0.1';
export const BOT_SLUG = 'shop-help';

/**
 * @typedef {object} Context
 * @property {import('./ports.mjs').Ports} ports
 * @property {string} data
 * @property {import('./state.mjs').State} state
 * @property {import('./children.mjs').Children} children
 * @property {import('./progress.mjs').Progress} progress
 * @property {import('./postgres.mjs').Postgres} postgres
 * @property {import('./stripe.mjs').Stripe} [stripe] without it the shop takes test payments only
 */

/** @param {import('./ports.mjs').Ports} ports */
export function addresses(ports) {
	const at = (/** @type {number} */ port) => `http://localhost:${port}`;
	const [storefront, medusa, strapi] = [at(ports.storefront), at(ports.medusa), at(ports.strapi)];
	return {
		storefront,
		medusa,
		medusa_admin: `${medusa}/app`,
		strapi,
		strapi_admin: `${strapi}/admin`,
		stripe: at(ports.stripe),
	};
}

/** A package's command line, as a file for this very Node: a shell or npx in between would not pass signals on. */
const binOf = (/** @type {string} */ name, /** @type {string} */ file) =>
	join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
const MEDUSA = { cli: binOf('@medusajs/cli', 'cli.js'), cwd: inRoot('test/apps/medusa') };
const STRAPI = { cli: binOf('@strapi/strapi', 'bin/strapi.js'), cwd: inRoot('test/apps/strapi') };

/** @param {Context} context */
function demoEnv({ state: { demo, secrets } }) {
	return {
		...QUIET,
		NODE_ENV: 'production',
		ANSWERPACK_SERVICE_SECRET: secrets.service,
		DEMO_ADMIN_EMAIL: demo.admin_email,
		DEMO_ADMIN_PASSWORD: demo.admin_password,
		DEMO_BOT_ID: demo.bot_id,
	};
}

/** @param {Context} context */
function medusaEnv(context) {
	const { ports, state, postgres } = context;
	const { storefront, medusa, strapi, strapi_admin } = addresses(ports);
	return {
		...demoEnv(context),
		HOST,
		PORT: String(ports.medusa),
		DATABASE_URL: postgres.url('medusa'),
		STORE_CORS: storefront,
		ADMIN_CORS: medusa,
		AUTH_CORS: `${storefront},${medusa}`,
		JWT_SECRET: state.secrets.medusa_jwt,
		COOKIE_SECRET: state.secrets.medusa_cookie,
		MEDUSA_BACKEND_URL: medusa,
		STRAPI_URL: strapi,
		STRAPI_ADMIN_URL: strapi_admin,
		...stripeEnv(context),
	};
}

/** @param {Context} context @returns {NodeJS.ProcessEnv} */
function stripeEnv({ stripe }) {
	return {
		STRIPE_API_KEY: stripe?.api_key,
		STRIPE_API_BASE: stripe?.api_base,
		STRIPE_WEBHOOK_SECRET: stripe?.plugin_webhook_secret,
		STRIPE_PROVIDER_WEBHOOK_SECRET: stripe?.provider_webhook_secret,
	};
}

/** Of all sources that a database of Medusa's depends on. */
export function hashOfMedusa() {
	return hashOf(['package-lock.json', 'shared/src', 'medusa-module', 'test/apps/medusa']);
}

/**
 * Brings Medusa's tables up to date and seeds the shop. Skipped when this database has seen the same sources: even a
 * migration with nothing to do takes seconds.
 * @param {Context} context
 */
export async function migrateMedusa(context) {
	const stamps = openStamps(`${context.data}/stamps.json`);
	const hash = hashOfMedusa();
	if (stamps.matches('medusa migrations', hash)) return;
	await context.progress.step('Medusa: migrating and seeding', 'Medusa: migrated', async () => {
		const child = await context.children.run({
			what: 'The migration of Medusa’s database failed',
			name: 'medusa-migrate',
			// Without these it would ask, and nobody is there to answer.
			command: [MEDUSA.cli, 'db:migrate', '--execute-safe-links', '--execute-safe-search'],
			cwd: MEDUSA.cwd,
			env: medusaEnv(context),
		});
		// Medusa only logs that a script of its host has failed, runs it again the next time, and ends well.
		const unfinished = await query(context, 'SELECT script_name FROM script_migrations WHERE finished_at IS NULL');
		if (unfinished.length > 0) throw child.failure('Seeding the demo shop failed');
	});
	stamps.set('medusa migrations', hash);
}

/** @param {Context} context */
export async function startMedusa(context) {
	const { ports, children, progress } = context;
	const child = children.start({
		name: 'medusa',
		command: [MEDUSA.cli, 'start', '-H', HOST, '-p', String(ports.medusa)],
		cwd: MEDUSA.cwd,
		env: medusaEnv(context),
	});
	await progress.step('Medusa: starting', 'Medusa: up', () =>
		untilHealthy(child, `http://${HOST}:${ports.medusa}/health`),
	);
	return child;
}

/** @param {Context} context */
export async function startStrapi(context) {
	const { ports, state, children, progress, postgres } = context;
	const { storefront, medusa, strapi } = addresses(ports);
	const child = children.start({
		name: 'strapi',
		command: [STRAPI.cli, 'start'],
		cwd: STRAPI.cwd,
		env: {
			...demoEnv(context),
			HOST,
			PORT: String(ports.strapi),
			PUBLIC_URL: strapi,
			DATABASE_HOST: 'localhost',
			DATABASE_PORT: String(postgres.port),
			DATABASE_NAME: 'strapi',
			DATABASE_USERNAME: postgres.user,
			DATABASE_PASSWORD: postgres.password,
			APP_KEYS: state.secrets.strapi_app_keys,
			ADMIN_JWT_SECRET: state.secrets.strapi_admin_jwt,
			API_TOKEN_SALT: state.secrets.strapi_api_token_salt,
			TRANSFER_TOKEN_SALT: state.secrets.strapi_transfer_token_salt,
			ENCRYPTION_KEY: state.secrets.strapi_encryption,
			JWT_SECRET: state.secrets.strapi_jwt,
			ANSWERPACK_MEDUSA_URL: medusa,
			STOREFRONT_URL: storefront,
		},
	});
	await progress.step('Strapi: starting', 'Strapi: up', () =>
		untilHealthy(child, `http://${HOST}:${ports.strapi}/_health`),
	);
	return child;
}

/**
 * @param {Context} context
 * @param {string} publishableKey
 */
export async function startStorefront({ ports, children, progress, stripe }, publishableKey) {
	const { medusa, strapi } = addresses(ports);
	const child = children.start({
		name: 'storefront',
		command: ['server.mjs'],
		cwd: inRoot('test/apps/storefront'),
		env: {
			NODE_ENV: 'production',
			HOST,
			PORT: String(ports.storefront),
			MEDUSA_URL: medusa,
			STRAPI_URL: strapi,
			PUBLISHABLE_KEY: publishableKey,
			BOT_SLUG,
			STRIPE_PUBLISHABLE_KEY: stripe?.publishable_key,
			STRIPE_API_BASE: stripe?.api_base,
		},
	});
	await progress.step('Storefront: starting', 'Storefront: up', () =>
		untilHealthy(child, `http://${HOST}:${ports.storefront}/health`),
	);
	return child;
}

/**
 * The seed's publishable key, which every storefront sends.
 * @param {Context} context
 * @returns {Promise<string>}
 */
export async function readPublishableKey(context) {
	const [key] = await query(
		context,
		`SELECT token FROM api_key
		WHERE type = 'publishable' AND title = 'Answerpack demo storefront' AND revoked_at IS NULL AND deleted_at IS NULL`,
	);
	if (!key?.token)
		throw new Failure('Medusa has lost the publishable key of the demo shop: begin anew with "npm start -- --reset".');
	return key.token;
}

/**
 * @param {Context} context
 * @param {string} sql
 * @returns {Promise<Record<string, string>[]>}
 */
async function query({ postgres }, sql) {
	const client = new pg.Client({ connectionString: postgres.url('medusa') });
	await client.connect();
	try {
		return (await client.query(sql)).rows;
	} finally {
		await client.end();
	}
}

/**
 * Waits until the bot is there for visitors: Strapi has seeded it, and its settings have reached Medusa's books.
 * @param {Context} context
 * @param {import('./children.mjs').Child} medusa
 * @param {import('./children.mjs').Child} strapi
 */
export async function untilBotAnswers({ ports, state }, medusa, strapi) {
	await untilHealthy(strapi, `http://${HOST}:${ports.strapi}/api/answerpack/bots/${BOT_SLUG}`);
	const now = new Date();
	const range = new URLSearchParams({ from: now.toISOString(), to: new Date(now.getTime() + 1000).toISOString() });
	await untilHealthy(medusa, `http://${HOST}:${ports.medusa}/answerpack/bots/${state.demo.bot_id}/usage?${range}`, {
		headers: { Authorization: `Bearer ${state.secrets.service}` },
	});
}
