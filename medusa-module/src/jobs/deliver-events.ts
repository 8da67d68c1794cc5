import type { MedusaContainer } from '@medusajs/framework/types';
import { Modules } from '@medusajs/framework/utils';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';

const BATCH = 500;
/** What one run delivers at most; the next run goes on. */
const BATCHES_MAX = 20;

/**
 * Puts what the ledger has to tell onto Medusa's event bus, as `answerpack.<name>`: at least once, in order, and only
 * confirmed when the bus has taken it. Runs in every instance; each event goes to one of them at a time.
 */
export default async function deliverEvents(container: MedusaContainer): Promise<void> {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const bus = container.resolve(Modules.EVENT_BUS);
	for (let batch = 0; batch < BATCHES_MAX; batch++) {
		const events = await credits.leaseEvents(BATCH);
		if (events.length === 0) return;
		await bus.emit(events.map(({ name, data }) => ({ name: `answerpack.${name}`, data })));
		await credits.confirmEvents(events.map(({ id }) => id));
	}
}

export const config = { name: 'answerpack-deliver-events', schedule: '* * * * *' };
