import type { MedusaContainer } from '@medusajs/framework/types';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';

const BATCH = 500;
/** What one run does at most, so that a sweeper that was dead for a week catches up over a few minutes. */
const BATCHES_MAX = 40;

/** Gives back what was held for answers that never ended, books what is left of expired lots, and forgets old guesses of codes. */
export default async function expireCredits(container: MedusaContainer): Promise<void> {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	await drain(() => credits.expireHolds(BATCH));
	await drain(() => credits.expireLots(BATCH));
	await container.resolve<OffersModuleService>(OFFERS_MODULE).forgetGuesses();
}

async function drain(expire: () => Promise<number>): Promise<void> {
	for (let batch = 0; batch < BATCHES_MAX; batch++) {
		if ((await expire()) < BATCH) return;
	}
}

export const config = { name: 'answerpack-expire-credits', schedule: '* * * * *' };
