import { AnswerpackError, isAnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import { OFFERS_MODULE, type OffersModuleService } from '../../../../../../modules/offers';
import { callerAddress } from '../../../../../caller-address';

/** Wrong codes in a quarter of an hour: of one customer, and of all who share an address, such as an office. */
const WRONG_MAX = { customer: 10, address: 50 };

/**
 * Lets somebody try a code, as long as they have not tried too many wrong ones. A try counts before it is made, so that a thousand
 * at once are no more than those after each other; a code that there is takes it off again. Who is refused for themselves
 * does not count for the others at their address.
 * @throws AnswerpackError `too_many_requests`
 */
export async function guessing<T>(req: MedusaRequest, customerId: string, attempt: () => Promise<T>): Promise<T> {
	const offers = req.scope.resolve<OffersModuleService>(OFFERS_MODULE);
	const counted: string[] = [];
	const forgive = () => Promise.all(counted.map((key) => offers.forgiveGuess(key)));
	for (const [key, max] of [
		[`customer:${customerId}`, WRONG_MAX.customer],
		[`address:${callerAddress(req)}`, WRONG_MAX.address],
	] as const) {
		const { count, seconds } = await offers.countGuess(key);
		counted.push(key);
		if (count <= max) continue;
		await forgive();
		throw new AnswerpackError('too_many_requests', { retry_after_seconds: seconds });
	}
	try {
		const found = await attempt();
		await forgive();
		return found;
	} catch (error) {
		if (!isAnswerpackError(error) || error.code !== 'giveaway_not_found') await forgive();
		throw error;
	}
}
