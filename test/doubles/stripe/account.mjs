// One account of Stripe: its world, what its requests have answered, and the faults that were ordered. A reset makes a new one.
import { IdempotentAnswers } from './http/idempotency.mjs';
import { Faults } from './world/faults.mjs';
import { createWorld } from './world/world.mjs';

/** @typedef {ReturnType<typeof createAccount>} Account */

/** @param {Parameters<typeof createWorld>[0]} options */
export function createAccount(options) {
	return { world: createWorld(options), idempotency: new IdempotentAnswers(), faults: new Faults() };
}
