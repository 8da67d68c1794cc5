// The demo's Strapi in this process, on a Postgres of its own, so that the plugin's own services can be asked.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../stack/ports.mjs';
import { startPostgres } from '../../stack/postgres.mjs';

// Strapi's ESM build imports folders, which Node refuses.
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
const HOST = fileURLToPath(new URL('../../apps/strapi', import.meta.url));
export const BOT_ID = 'benchbenchbenchbenchbenc';

/** Postgres, and Strapi as often as it is started. */
export async function openHost() {
	const folder = mkdtempSync(join(tmpdir(), 'answerpack-bench-'));
	chmodSync(folder, 0o711); // Postgres of root's runs as somebody else
	const port = await freePort();
	const postgres = await startPostgres({ folder: join(folder, 'postgres'), port });
	await postgres.ensureDatabase('strapi');
	Object.assign(process.env, {
		DATABASE_HOST: 'localhost',
		DATABASE_PORT: String(port),
		DATABASE_USERNAME: postgres.user,
		DATABASE_PASSWORD: postgres.password,
		DATABASE_NAME: 'strapi',
		APP_KEYS: 'key-one,key-two',
		ADMIN_JWT_SECRET: 'admin-jwt-secret',
		API_TOKEN_SALT: 'api-token-salt',
		TRANSFER_TOKEN_SALT: 'transfer-token-salt',
		ENCRYPTION_KEY: '0123456789abcdef0123456789abcdef',
		JWT_SECRET: 'jwt-secret',
		ANSWERPACK_SERVICE_SECRET: 'service-secret-service-secret-service-secret',
		ANSWERPACK_MEDUSA_URL: 'http://127.0.0.1:9', // nobody: no answer is paid here
		DEMO_BOT_ID: BOT_ID,
		LOG_LEVEL: 'error',
		STRAPI_TELEMETRY_DISABLED: 'true',
	});
	return {
		start: () => createStrapi({ appDir: HOST, distDir: HOST, autoReload: false, serveAdminPanel: false }).load(),
		async stop() {
			await postgres.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
