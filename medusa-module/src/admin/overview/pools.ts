import type { AdminReport } from '../../api/admin/answerpack/types';

export type Pool = keyof AdminReport['periods'][number]['pools'];

/** From the bottom of a bar to its top. */
export const POOLS = ['end_user_credits', 'free_reserve', 'owner_cap'] as const satisfies Pool[];

/** Colours of Medusa's theme with at least 3:1 against its background, in light and in dark. */
export const COLOURS: Record<Pool, string> = {
	end_user_credits: 'var(--fg-interactive)',
	free_reserve: 'var(--tag-green-text)',
	owner_cap: 'var(--tag-orange-text)',
};
