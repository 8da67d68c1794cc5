import { createPgConnection } from '@medusajs/framework/utils';
import type { Books } from './standstill';

/**
 * Copies of the whole database, as a backup is. Taking one and going back to it ends every connection to the database, also
 * those of processes that go on afterwards.
 */
export function openBackups({ url, name }: Books) {
	const server = createPgConnection({
		clientUrl: Object.assign(new URL(url), { pathname: '/postgres' }).href,
		pool: { min: 0, max: 1 },
	});
	const backup = `${name}_backup`;
	const replace = async (database: string, by: string) => {
		await server.raw(`drop database if exists ${database} with (force)`);
		await server.raw('select pg_terminate_backend(pid) from pg_stat_activity where datname = ?', [by]);
		await server.raw(`create database ${database} template ${by}`);
	};
	return {
		take: () => replace(backup, name),
		goBack: () => replace(name, backup),
		close: async () => {
			await server.raw(`drop database if exists ${backup}`);
			await server.destroy();
		},
	};
}
