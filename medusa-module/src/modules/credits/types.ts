import type { LotCategory } from '@answerpack/shared/contract';
import type { BotSettings, Pool, Purpose, Window } from '@answerpack/shared/pools';

/** What the ledger is asked to grant. `amount` in millicredits. */
export interface Grant {
	bot_id: string;
	customer_id: string;
	/** The idempotency key, such as `grant:<line item>`. */
	source_key: string;
	category: LotCategory;
	amount: number;
	/** When the lot expires; or after how many days, by the database's clock; neither: never. */
	expires_at?: Date | null;
	valid_days?: number | null;
	/** Where it came from; `order_id` is indexed. */
	reference?: Record<string, string>;
}

/** One grant and what became of it; the parts add up to `granted`. Amounts in millicredits, times in ISO 8601 UTC. */
export interface Lot {
	bot_id: string;
	id: string;
	customer_id: string;
	source_key: string;
	category: LotCategory;
	granted: number;
	/** What the customer can still use of it: zero once it has expired, swept or not. */
	left: number;
	held: number;
	spent: number;
	expired: number;
	revoked: number;
	frozen: number;
	starts_at: string;
	expires_at: string | null;
	reference: Record<string, string>;
	created_at: string;
}

/** What reversals asked back of one lot; what of it was there to be taken is the lot's `revoked`. Amounts in millicredits. */
export interface AskedBack {
	bot_id: string;
	lot_id: string;
	asked: number;
	/** Of this: by reversals whose key begins with what was looked for. */
	asked_by_prefix: number;
}

/** What one customer has at one bot. */
export interface CustomerCredits {
	left: number;
	held: number;
	lots: Lot[];
}

/** One answer that a customer asked for, and what paid for it. */
export interface CustomerAnswer {
	id: string;
	bot_id: string;
	at: string;
	pool: Pool;
	purpose: Purpose;
	state: 'open' | 'settled' | 'released' | 'expired';
	amount: number;
	spent: number;
	lots: { lot_id: string; amount: number }[];
}

/** One pool of a bot in the window that is open now. */
export interface PoolState {
	pool: Exclude<Pool, 'end_user_credits'>;
	window: Window;
	starts_at: string;
	resets_at: string;
	budget: number;
	held: number;
	spent: number;
}

export interface Bot {
	bot_id: string;
	settings: BotSettings;
	/** Another one with every change that is stored here. */
	revision: string;
}

/** What the ledger tells others. Amounts in millicredits. */
export interface LedgerEvent {
	id: string;
	name: 'credits.granted' | 'credits.low' | 'credits.used_up' | 'owner_cap.threshold_reached' | 'hold.absorbed';
	data: { bot_id: string } & Record<string, unknown>;
}

/** A giveaway to be; amounts in millicredits. */
export interface NewGiveaway {
	bot_id: string;
	code: string;
	name: string;
	/** For one claim. */
	amount: number;
	/** For all claims together. */
	total: number;
	starts_at: Date;
	ends_at: Date;
	/** How long a granted lot lasts; `null`: without end. */
	valid_days: number | null;
}

export interface Giveaway extends Omit<NewGiveaway, 'starts_at' | 'ends_at'> {
	claimed: number;
	starts_at: string;
	ends_at: string;
}
