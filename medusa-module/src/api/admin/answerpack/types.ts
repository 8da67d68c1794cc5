import type { Interval, LotCategory, PlanView, Refusal } from '@answerpack/shared/contract';
import type { BotSettings, Pool, Purpose, SubjectKind, Window } from '@answerpack/shared/pools';
import type { KeptHint } from '../../../modules/billing/inbox';
import type { NotGranted } from '../../../modules/offers/decide-grants';
import type { PlanRefused } from '../../../modules/offers/decide-plans';
import type { OfferKind, RecordedConsent } from '../../../modules/offers/terms';

/** What the admin routes answer and the admin pages show. Every amount is in credits, a number with three decimals. */

export interface AdminPool {
	pool: Exclude<Pool, 'end_user_credits'>;
	window: Window;
	resets_at: string;
	budget: number;
	held: number;
	used: number;
}

export interface AdminBot extends Pick<BotSettings, 'name' | 'slug' | 'status' | 'time_zone' | 'price'> {
	bot_id: string;
	/** Credits one visitor may use of the free reserve in one window; `null`: all of it. */
	free_per_visitor: number | null;
	/** Credits that may be given away a month. */
	giveaways_per_month: number;
	pools: AdminPool[];
	/** Where it is edited in Strapi; `null` where the shop did not say where Strapi is. */
	edit_url: string | null;
}
export interface AdminBots {
	bots: AdminBot[];
}

export interface AdminOffer {
	id: string;
	kind: OfferKind;
	name: string;
	bot_id: string;
	bot_name: string | null;
	/** What one piece of a pack grants, or one period of a plan. */
	credits: number;
	/** Of a pack; `null`: without end. */
	valid_days: number | null;
	/** Of a plan; `null` for a pack. */
	interval: Interval | null;
	interval_count: number | null;
	/** What of a plan's period moves on into the next one, at most; 0: nothing. */
	rollover: number;
	/** How many days a customer may have a plan for nothing first; 0: none. */
	trial_days: number;
	variants: AdminOfferVariant[];
	/** What it costs where no region and no price list says otherwise, in the currency's main unit. */
	prices: { amount: number; currency_code: string }[];
}
export interface AdminOfferVariant {
	id: string;
	title: string;
	product_id: string;
	product_title: string;
	/** Whether its product is published. */
	sold: boolean;
	/** Whether the product was made for this offer and sells nothing else: then it can be deleted with the offer. */
	made_for_it: boolean;
}
/** What an offer grants. */
export type AdminTerms = Omit<AdminOffer, 'variants' | 'prices'>;
/** What creating and changing an offer answers. */
export interface AdminOfferAnswer {
	offer: AdminTerms;
}
/**
 * `POST /admin/answerpack/offers`: for a variant that is there, or with a new product. A plan costs every period what its
 * variant costs.
 */
export type AdminNewOffer = { bot_id: string; name: string; credits: number } & (
	| { kind?: 'pack'; valid_days?: number | null }
	| { kind: 'plan'; interval: Interval; interval_count?: number; rollover?: number; trial_days?: number }
) &
	({ variant_id: string } | { product: AdminNewProduct });
/** What a product is made of that is made for an offer. */
export interface AdminNewProduct {
	/** In the currency's main unit; with a region, for that region alone. */
	prices: { amount: number; currency_code: string; region_id?: string }[];
	sales_channel_ids: string[];
}
/** `POST /admin/answerpack/offers/:id`: what is named changes, for what is sold from then on. Kind and bot never change. */
export interface AdminOfferChange {
	name?: string;
	credits?: number;
	/** Of a pack. */
	valid_days?: number | null;
	/** Of a plan. */
	interval?: Interval;
	interval_count?: number;
	rollover?: number;
	trial_days?: number;
}
export interface AdminOffers {
	offers: AdminOffer[];
	count: number;
	limit: number;
	offset: number;
}

export interface AdminLot {
	id: string;
	bot_id: string;
	category: LotCategory;
	/** What was bought, by its name then; or why it was given. */
	name: string | null;
	granted: number;
	left: number;
	held: number;
	used: number;
	expired: number;
	/** Taken back or frozen. */
	taken_back: number;
	created_at: string;
	expires_at: string | null;
	order: { id: string; display_id: number } | null;
}

/** What a customer has at each bot. */
export interface AdminCustomerCredits {
	bots: { bot_id: string; name: string; left: number; held: number; lots: AdminLot[] }[];
}

export interface AdminAnswer {
	id: string;
	bot_id: string;
	bot_name: string | null;
	at: string;
	pool: Pool;
	purpose: Purpose;
	state: 'open' | 'settled' | 'released' | 'expired';
	/** Held while it runs, then what it used. */
	credits: number;
	lots: { lot_id: string; credits: number }[];
}
export interface AdminCustomerAnswers {
	answers: AdminAnswer[];
	count: number;
	limit: number;
	offset: number;
}

/** What an order granted, to whom; `sells_credits` is false for an order that has nothing to do with credits. */
export interface AdminOrderCredits {
	sells_credits: boolean;
	lots: AdminOrderLot[];
	/** Plans that it began. */
	plans: AdminPlan[];
	/** That its buyer asked for immediate performance; `null` where nobody was asked. */
	consent: RecordedConsent | null;
	/** What the unused credits of it cost, while there are any. */
	unused: { credits: number; amount: number; currency_code: string } | null;
	/** Why something of it is not granted (yet). */
	not_granted: NotGranted | PlanRefused | 'line_without_terms' | 'plan_without_checkout' | 'on_its_way' | null;
}
export interface AdminOrderLot extends AdminLot {
	bot_name: string | null;
	customer: AdminCustomer;
	/** What was refunded, or returned, after it was used: it stays used. Also what open answers still hold. */
	not_taken_back: number;
}
export interface AdminCustomer {
	id: string;
	name: string | null;
	email: string | null;
}

/** What each variant of a product grants. */
export interface AdminProductOffers {
	variants: { id: string; title: string; offer: AdminTerms | null }[];
}

/** What this shop can do, as far as the admin's forms depend on it. */
export interface AdminShop {
	/** Whether Stripe is set up: plans need it, packs do not. */
	sells_plans: boolean;
}

export interface AdminGiveaway {
	bot_id: string;
	bot_name: string;
	code: string;
	name: string;
	/** For one claim, for all of them, and claimed so far. */
	credits: number;
	total_credits: number;
	claimed_credits: number;
	starts_at: string;
	ends_at: string;
	valid_days: number | null;
}
export interface AdminGiveaways {
	giveaways: AdminGiveaway[];
}

/** A customer's plan: what this period is, and how it goes on. */
export interface AdminPlan {
	id: string;
	bot_id: string;
	bot_name: string | null;
	customer: AdminCustomer;
	/** The order that began it; `null` when it was deleted. */
	order: { id: string; display_id: number } | null;
	name: string;
	status: PlanView['status'];
	credits: number;
	price: PlanView['price'];
	interval: PlanView['interval'];
	interval_count: number;
	/** What of a period moves on into the next one, at most. */
	rollover: number;
	renews_at: string | null;
	ends_at: string | null;
	created_at: string;
}
export interface AdminPlans {
	plans: AdminPlan[];
	count: number;
	limit: number;
	offset: number;
}

/** What came from Stripe and what became of it. */
export type AdminWebhook = KeptHint;
export interface AdminWebhooks {
	webhooks: AdminWebhook[];
	count: number;
	limit: number;
	offset: number;
}

export interface AdminMoney {
	amount: number;
	currency_code: string;
}

/** What models cost, as far as it is known. */
export interface AdminModelCost {
	/** `null` while nothing is known of it; then nobody may take it for zero. */
	amount: number | null;
	/** `null` while the owner has not named the provider's currency, or nothing cost anything. */
	currency_code: string | null;
	/** Answers of which nobody knows what they cost; `amount` is without them. */
	unknown_answers: number;
}

/** What came to pass in a time. Credits in credits; money with its taxes, and never two currencies in one sum. */
export interface AdminReportFigures {
	answers: number;
	used: Record<Pool, number>;
	/** By packs and plans; `given` by giveaways and adjustments. */
	sold: number;
	given: number;
	/** Of customers' lots. */
	expired: number;
	taken_back: number;
	revenue: AdminMoney[];
	refunds: AdminMoney[];
	model_cost: AdminModelCost;
	/** What is left of revenue, in each currency; `null` while the cost is not known or in a currency that nothing was sold in. */
	margin: AdminMoney[] | null;
	/** Answers that were refused because a limit was reached. */
	refusals: number;
}

/** What customers have now, whatever the range. */
export interface AdminOutstanding {
	left: number;
	held: number;
	/** Frozen while a payment is disputed. */
	disputed: number;
}

/** `GET /admin/answerpack/reports`. Days are local to each bot, `2026-03-01`, both ends included. */
export interface AdminReport {
	bot_id: string | null;
	from: string;
	to: string;
	by: 'day' | 'month';
	/** Every day or month of the range, by its first day, also those in which nothing happened. */
	periods: { from: string; pools: Record<Pool, { answers: number; credits: number }>; refusals: number }[];
	figures: AdminReportFigures;
	/** The same for the time before, as long as the range. */
	previous: { from: string; to: string; figures: AdminReportFigures };
	outstanding: AdminOutstanding;
	bots: { bot_id: string; name: string; figures: AdminReportFigures; outstanding: AdminOutstanding }[];
	/** Which limits stopped how many people. */
	limits: { code: Refusal; subject_kind: SubjectKind; refusals: number; people: number }[];
	/** The customers who were stopped most often. */
	stopped: { bot_id: string; customer: AdminCustomer; code: Refusal; refusals: number; last: string }[];
}
