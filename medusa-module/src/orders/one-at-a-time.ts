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

/** Runs something unless somebody is at it under this key, in any process. */
export async function unlessUnderWay(container: MedusaContainer, key: string, run: () => Promise<void>): Promise<void> {
	const transaction = await container.resolve(ContainerRegistrationKeys.PG_CONNECTION).transaction();
	try {
		const { rows } = await transaction.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine', [key]);
		if (rows[0].mine) await run();
	} finally {
		await transaction.rollback(); // it wrote nothing
	}
}
