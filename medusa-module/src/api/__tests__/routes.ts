import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { asValue } from '@medusajs/framework/awilix';
import { configManager } from '@medusajs/framework/config';
import { ApiLoader } from '@medusajs/framework/http';
import { logger } from '@medusajs/framework/logger';
import { ContainerRegistrationKeys, createMedusaContainer, type createPgConnection } from '@medusajs/framework/utils';
import express from 'express';
import { CREDITS_MODULE } from '../../modules/credits';
import type CreditsModuleService from '../../modules/credits/service';

/**
 * The routes of this package in Medusa's own router, with a ledger behind them and no shop around them.
 * @param modules others that the routes of a test need, by name.
 */
export async function serveRoutes(
	ledger: CreditsModuleService,
	connection: ReturnType<typeof createPgConnection>,
	modules: Record<string, object> = {},
) {
	const cors = 'http://localhost';
	configManager.loadConfig({
		projectConfig: {
			projectConfig: {
				http: {
					storeCors: cors,
					adminCors: cors,
					authCors: cors,
					jwtSecret: 'only-for-tests',
					cookieSecret: 'only-for-tests',
				},
			},
		},
		baseDir: resolve(__dirname, '../../..'),
	});
	const container = createMedusaContainer();
	container.register({
		[CREDITS_MODULE]: asValue(ledger),
		...Object.fromEntries(Object.entries(modules).map(([name, module]) => [name, asValue(module)])),
		[ContainerRegistrationKeys.PG_CONNECTION]: asValue(connection),
		[ContainerRegistrationKeys.LOGGER]: asValue(logger),
		[ContainerRegistrationKeys.CONFIG_MODULE]: asValue(configManager.config),
	});
	const app = express();
	app.use((req, _res, next) => {
		Object.assign(req, { scope: container.createScope() });
		next();
	});
	await new ApiLoader({ app, sourceDir: resolve(__dirname, '..'), container }).load();
	const server = createServer(app).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.close();
			await once(server, 'close');
		},
	};
}
