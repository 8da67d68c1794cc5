import type {
	ErrorCode,
	HoldAnswer,
	HoldBody,
	LotCategory,
	ReleaseAnswer,
	SettleAnswer,
} from '@answerpack/shared/contract';
import type { BotSettings, Pool } from '@answerpack/shared/pools';
import type { Period } from './windows';

/**
 * The ledger as an executable specification: what LEDGER.md and ARCHITECTURE.md mean, for one bot, in memory, one
 * operation at a time, as plainly as possible. It shares no rule with the ledger's code. What can be told from something
 * else is not kept: what is used of a window is what the legs say, what is owed of a lot is what its reversals say.
 * Amounts in millicredits, times in ms since 1970. Every operation changes its book, or throws and changes nothing.
 */
export interface Book {
	settings: BotSettings;
	windows: Window[];
	lots: Lot[];
	holds: Hold[];
	giveaways: Giveaway[];
	reversals: { key: string; lot_id: string; amount: number; asked: number; answer: Reversed }[];
	disputes: { key: string; lot_id: string; frozen: number; thawed?: number }[];
}

export type Limited = Exclude<Pool, 'end_user_credits'>;
export type Reversed = { revoked: number; shortfall: number };
export interface Window {
	pool: Limited | 'giveaways';
	period: Period;
	starts_at: number;
	ends_at: number;
}
export interface Lot {
	id: string;
	customer_id: string;
	source_key: string;
	category: LotCategory;
	granted: number;
	available: number;
	expired: number;
	revoked: number;
	frozen: number;
	starts_at: number;
	expires_at: number | null;
	/** Whether the sweeper has been there. */
	swept?: true;
	/** What was asked for: the same key again has to say the same. */
	request: string;
	/** The giveaway that it came from, and the month whose limit it counts in. */
	giveaway?: { code: string; month: number };
}
/** What a hold took from one lot, or from one pool in one window. */
export interface Leg {
	lot_id?: string;
	window?: Omit<Window, 'ends_at'>;
	held: number;
	spent: number;
}
export interface Hold {
	body: HoldBody;
	state: 'open' | 'settled' | 'released' | 'expired';
	pool: Pool;
	amount: number;
	expires_at: number;
	at: number;
	/** The local day on which it was settled. */
	settled_on?: string;
	legs: Leg[];
	answer: HoldAnswer;
	end?: { request: string; answer: SettleAnswer | ReleaseAnswer };
}
export interface Giveaway {
	code: string;
	amount: number;
	total: number;
	starts_at: number;
	ends_at: number;
	valid_days: number | null;
}

/** An operation that was refused. */
export class Refused extends Error {
	constructor(
		readonly code: ErrorCode,
		readonly details?: { resets_at: string },
	) {
		super(code);
	}
}

export const DAY_MS = 24 * 3_600_000;
export const sum = <T>(items: T[], amount: (item: T) => number) =>
	items.reduce((total, item) => total + amount(item), 0);
/** An editor writes credits, the books say millicredits. */
export const credits = (amount: number) => Math.round(amount * 1000);
export const iso = (at: number) => new Date(at).toISOString();
export const refuse = (code: ErrorCode): never => {
	throw new Refused(code);
};

/** An older version than the stored one changes nothing. */
export function putBot(book: Book | undefined, settings: BotSettings): Book {
	if (book && book.settings.version > settings.version) return book;
	return book
		? Object.assign(book, { settings })
		: { settings, windows: [], lots: [], holds: [], giveaways: [], reversals: [], disputes: [] };
}
