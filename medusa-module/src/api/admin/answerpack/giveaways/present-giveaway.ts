import { toCredits } from '@answerpack/shared/credits';
import type { Giveaway } from '../../../../modules/credits/types';

/** A giveaway as the admin shows it, in credits. */
export function presentGiveaway({ amount, total, claimed, ...giveaway }: Giveaway) {
	return {
		...giveaway,
		credits: toCredits(amount),
		total_credits: toCredits(total),
		claimed_credits: toCredits(claimed),
	};
}
