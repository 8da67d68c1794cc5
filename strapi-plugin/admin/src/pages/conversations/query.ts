import type { ConversationQuery, ConversationShown, PoolName } from '../../api';

export const SHOWN: readonly ConversationShown[] = ['unanswered', 'failed', 'disliked', 'liked', 'expensive', 'cached'];
export const POOLS: readonly PoolName[] = ['end_user_credits', 'free_reserve', 'owner_cap'];
const PAGE_SIZE = 20;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filters as the address keeps them: days as `2026-03-01`, in the editor's own time. */
export interface AddressQuery {
	show?: ConversationShown;
	pool?: PoolName;
	language?: string;
	from?: string;
	to?: string;
	page?: string;
}

/** What is asked of the server; what somebody wrote into the address and makes no sense is left out. */
export function toQuery(address: AddressQuery, search: string): ConversationQuery {
	const { show, pool, language } = address;
	const [from, to] = [dayOf(address.from), dayOf(address.to)];
	return {
		...(show && SHOWN.includes(show) && { show }),
		...(pool && POOLS.includes(pool) && { pool }),
		...(language && /^[a-z]{2,3}$/.test(language) && { language }),
		...(from && { from: from.toISOString() }),
		// The last day counts whole.
		...(to && { to: new Date(to.getFullYear(), to.getMonth(), to.getDate() + 1).toISOString() }),
		...(search.trim() && { search: search.trim() }),
		page: Math.max(1, Math.floor(Number(address.page)) || 1),
		pageSize: PAGE_SIZE,
	};
}

/** The beginning of a day, in the editor's own time. */
export function dayOf(day: string | undefined): Date | undefined {
	if (!day || !DAY.test(day)) return undefined;
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const at = new Date(year, month - 1, date);
	return Number.isNaN(at.getTime()) ? undefined : at;
}

/** A day as the address keeps it. */
export function toDay(at: Date): string {
	const two = (n: number) => String(n).padStart(2, '0');
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
