/**
 * The contract, as far as a browser reads it. Written out here, so that neither zod nor its types reach a shop's
 * pages; a test holds it against `@answerpack/shared/contract`, which has the last word.
 */

/** The header in which the widget shows its pass or visitor token to Strapi. */
export const PASS_HEADER = 'X-Answerpack-Pass';
/** The longest question, in characters. */
export const QUESTION_LENGTH_MAX = 2000;
/** How often a stream sends a comment line at least. */
export const HEARTBEAT_SECONDS = 15;

/** Where an answer's credits come from. */
export type Pool = 'owner_cap' | 'free_reserve' | 'end_user_credits';

/** What everybody may know of a bot. */
export interface PublicBot {
	id: string;
	slug: string;
	name: string;
	greeting: string;
	suggestions: string[];
	languages: string[];
	status: 'active' | 'paused';
	/** Credits for one answer; `null` when it is metered. */
	credits_per_answer: number | null;
	/** Credits a visitor may use for free in one window. */
	free: { credits: number; window: 'day' | 'month' };
}

/** A passage that an answer came from; the answer refers to it as `[n]`. */
export interface Source {
	n: number;
	title: string;
	heading: string | null;
	url: string | null;
	text: string;
}

/** How an answer ended. */
export interface Outcome {
	/** In credits. */
	credits_used: number;
	/** Which pool paid; `null` when nothing was asked of any pool. */
	pool: Pool | null;
	/** What the visitor can still use of that pool, in credits. */
	left: number | null;
	/** False when the bot did not know. */
	answered: boolean;
	/** An earlier answer to the same question was given again. */
	cached?: true | undefined;
}

/** One event of an answer's stream. */
export type AnswerEvent =
	| { id: number; event: 'start'; data: { answer_id: string; sources: Source[]; pool: Pool | null } }
	| { id: number; event: 'delta'; data: { text: string } }
	| { id: number; event: 'done'; data: Outcome }
	| { id: number; event: 'error'; data: { code: string; message: string; retryable: boolean } };

/** What a refusal for want of credits (402) carries. */
export interface RefusalDetails {
	/** When the window opens again, ISO 8601 in UTC. */
	resets_at?: string | undefined;
	/** Whether something can be bought. */
	offers: boolean;
}

/** Credits that can be bought for one bot. */
export interface Offer {
	id: string;
	kind: 'pack' | 'plan';
	name: string;
	product_id: string;
	/** The product's handle, with which a storefront links to it. */
	handle: string;
	variant_id: string;
	/** Credits that one piece grants. */
	credits: number;
	/** In the region's currency; `null` when the region has no price. */
	price: { amount: number; currency_code: string } | null;
	/** A pack's; `null` when its credits do not expire. */
	valid_days: number | null;
	/** A plan is paid, and grants its credits, once in so many of these. */
	interval: 'day' | 'week' | 'month' | 'year' | null;
	interval_count: number | null;
	/** Credits of a plan's period that move on into the next one, at most. */
	rollover: number;
	/** How many days a plan may be had for nothing first; 0: none. */
	trial_days: number;
}
