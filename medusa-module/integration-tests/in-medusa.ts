import { resolve } from 'node:path';
import { WorkflowScheduler } from '@medusajs/framework/orchestration';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { eventually } from './http/shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

interface Database {
	raw(sql: string): Promise<unknown>;
	client: { pool: { numUsed(): number; numPendingAcquires(): number } };
}

/**
 * Runs tests in a real Medusa, booted once from this package's source. Each test begins with a fresh copy of the database as it
 * was before the first one, so nothing may be at work while one copy is thrown away and the next one is made: it would go on in
 * the next test, or have that test's first call refused, because for a moment there is no database.
 */
export function inMedusa(
	name: string,
	suite: (options: Options) => void,
	beforeServerStart: (container: MedusaContainer) => Promise<void> = async () => {},
): void {
	// Medusa would run its jobs at every full minute. Tests that need one call it.
	jest.spyOn(WorkflowScheduler.prototype, 'scheduleWorkflow').mockResolvedValue(undefined);
	medusaIntegrationTestRunner({
		cwd: resolve(__dirname, '..'),
		moduleName: `answerpack_${name}`,
		hooks: { beforeServerStart },
		testSuite: (options) => {
			const database = () => options.getContainer().resolve<Database>(ContainerRegistrationKeys.PG_CONNECTION);
			// The connections are new ones.
			beforeEach(() => database().raw('select 1'));
			suite(options);
			afterEach(() => {
				const { pool } = database().client;
				return eventually(async () => expect(pool.numUsed() + pool.numPendingAcquires()).toBe(0));
			});
		},
	});
}
