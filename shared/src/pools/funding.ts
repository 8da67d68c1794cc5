import { toMillicredits } from '../credits/index.js';
import type { BotSettings, Pool, Purpose, SubjectKind, Window } from './settings.js';

/** One pool that may pay, with the limits that apply to this asker. Amounts in millicredits. */
export interface Funding {
	pool: Pool;
	/** The window that the limits count in; end-user credits have none. */
	window?: Window;
	/** What the pool may spend in the window, all askers together. */
	budget?: number;
	/** What this one subject may use of the pool in the window. */
	subject_limit?: number;
	/** Which share of the pool this use counts towards, and what that share may use in the window. */
	share?: 'visitors' | 'training';
	share_limit?: number;
}

/**
 * Who may pay for this use, in order; the ledger takes the first that can, atomically, or refuses.
 * The rules are those of "The three pools" (ARCHITECTURE.md): what a paying visitor uses never touches the owner cap,
 * and a pool or a share without a budget is not offered at all (fail closed).
 */
export function fundingOrder(pools: BotSettings['pools'], subject: SubjectKind, purpose: Purpose): Funding[] {
	const owner = ownerCap(pools.owner_cap, subject, purpose);
	if (subject === 'operator') return [owner];
	if (purpose !== 'answer') return []; // only operators play and train
	const reserve: Funding = {
		pool: 'free_reserve',
		window: pools.free_reserve.window,
		budget: toMillicredits(pools.free_reserve.credits),
		subject_limit: toMillicredits(pools.free_reserve.per_visitor ?? pools.free_reserve.credits),
	};
	if (subject === 'visitor') return [reserve, owner];
	const credits: Funding = { pool: 'end_user_credits' };
	return pools.paying_visitors === 'free_first' ? [reserve, credits, owner] : [credits, reserve, owner];
}

function ownerCap(cap: BotSettings['pools']['owner_cap'], subject: SubjectKind, purpose: Purpose): Funding {
	const budget = toMillicredits(cap.credits_per_month);
	const base = { pool: 'owner_cap', window: 'month', budget } as const;
	if (subject !== 'operator')
		return { ...base, share: 'visitors', share_limit: percentOf(budget, cap.open_to_visitors_percent) };
	if (purpose === 'training')
		return { ...base, share: 'training', share_limit: percentOf(budget, cap.training_percent) };
	return base;
}

/** Rounds down: a share never exceeds its percentage. */
function percentOf(amount: number, percent: number): number {
	return Number((BigInt(amount) * BigInt(percent)) / 100n);
}
