import type { Core } from '@strapi/strapi';
import { getService } from '../services';
import { JOBS } from './bootstrap';

/** Plugins go down before sockets and database: running answers are interrupted, written down and cost nothing. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
	for (const job of Object.values(JOBS)) strapi.cron.remove(job);
	await getService(strapi, 'ingestion').shutDown();
	await getService(strapi, 'fetcher').close();
	await getService(strapi, 'answering').shutDown();
	await getService(strapi, 'rate-limiters').close();
}
