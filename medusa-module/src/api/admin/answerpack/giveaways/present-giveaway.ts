import { toCredits } from '@answerpack/shared/credits';
import type { Giveaway } from '../../../../modules/credits/types';
import type { AdminGiveaway } from '../types';

/** A giveaway as the admin shows it, in credits. */
export function presentGiveaway({ amount, total, claimed, ...giveaway }: Giveaway, bot_name: string): AdminGiveaway {
	return {
		...giveaway,
		bot_name,
		credits: toCredits(amount),
		total_credits: toCredits(total),
		claimed_credits: toCredits(claimed),
	};
}
