import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';

/** Waits for whoever does the same under this key, in any process; Postgres lets go of it when a process dies. */
export async function oneAtATime<T>(container: MedusaContainer, key: string, run: () => Promise<T>): Promise<T> {
	const transaction = await container.resolve(ContainerRegistrationKeys.PG_CONNECTION).transaction();
	try {
		await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [key]);
		return await run();
	} finally {
		await transaction.rollback(); // it wrote nothing
	}
}
