import type { Rolled } from './decide-rollover';
import type { PlanTerms, TermsByPrice } from './plan-terms';
import type { BilledSubscription } from './recurring-billing';
import { type Sql, select } from './sql';

/** One customer's plan at one bot. */
export interface Plan {
	id: string;
	customer_id: string;
	bot_id: string;
	order_id: string;
	line_item_id: string;
	terms: TermsByPrice;
	/** What the next period costs and grants. */
	price_id: string;
	subscription_id: string | null;
	status: BilledSubscription['status'];
	period_ends_at: Date;
	cancel_at_period_end: boolean;
	created_at: Date;
	ended_at: Date | null;
}

/** What was paid for a plan once, and what it grants. Credits in millicredits, money in its currency's smallest unit. */
export interface PlanPeriod {
	invoice_id: string;
	plan_id: string;
	reason: 'first' | 'renewal' | 'upgrade';
	price_id: string;
	starts_at: Date;
	ends_at: Date;
	amount: number;
	/** What moves on into it from the period before. */
	rolled: Rolled[];
	paid: number;
	currency_code: string;
	payment_ids: string[];
	granted_at: Date | null;
	created_at: Date;
}

export type NewPeriod = Omit<PlanPeriod, 'granted_at' | 'created_at'>;

/** What a refund or a dispute may take back: of these lots, in this order, at most `amount` in all. */
export interface Reversal {
	id: string;
	invoice_id: string;
	amount: number;
	lots: { lot_id: string; max: number }[];
}

const PLAN = `id, customer_id, bot_id, order_id, line_item_id, terms, price_id, subscription_id, status, period_ends_at,
	cancel_at_period_end, created_at, ended_at`;
const PERIOD = `invoice_id, plan_id, reason, price_id, starts_at, ends_at, amount::float8, rolled, paid::float8, currency_code,
	payment_ids, granted_at, created_at`;
const REVERSAL = 'id, invoice_id, amount::float8, lots';

export interface PlanPage {
	customer_id?: string;
	/** The order that began it. */
	order_id?: string;
	statuses?: Plan['status'][];
	limit: number;
	offset: number;
}

export type NewPlan = Pick<
	Plan,
	'id' | 'customer_id' | 'bot_id' | 'order_id' | 'line_item_id' | 'price_id' | 'period_ends_at'
> & {
	terms: PlanTerms;
};

/** Adds a plan, or answers the one that is there for this line. Nothing when the customer has a running plan at this bot. */
export async function insertPlan(sql: Sql, plan: NewPlan): Promise<Plan | undefined> {
	const { id, customer_id, bot_id, order_id, line_item_id, price_id, period_ends_at, terms } = plan;
	await select(
		sql,
		`insert into answerpack_plan (id, customer_id, bot_id, order_id, line_item_id, price_id, period_ends_at, terms)
			values (?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing`,
		[id, customer_id, bot_id, order_id, line_item_id, price_id, period_ends_at, JSON.stringify({ [price_id]: terms })],
	);
	const [stored] = await select<Plan>(sql, `select ${PLAN} from answerpack_plan where line_item_id = ?`, [
		line_item_id,
	]);
	return stored;
}

export async function plan(sql: Sql, id: string): Promise<Plan | undefined> {
	const [found] = await select<Plan>(sql, `select ${PLAN} from answerpack_plan where id = ?`, [id]);
	return found;
}

/** A customer's plans, the newest first. */
export async function plansOf(sql: Sql, customerId: string): Promise<Plan[]> {
	return select<Plan>(sql, `select ${PLAN} from answerpack_plan where customer_id = ? order by created_at desc, id`, [
		customerId,
	]);
}

/** A page of plans, the newest first: of everybody, one customer or one order, in every state or in some. */
export async function listPlans(
	sql: Sql,
	{ customer_id, order_id, statuses, limit, offset }: PlanPage,
): Promise<{ plans: Plan[]; count: number }> {
	const where = `(?::text is null or customer_id = ?) and (?::text is null or order_id = ?)
		and (?::text[] is null or status = any(?::text[]))`;
	const bindings = [customer_id, customer_id, order_id, order_id, statuses, statuses].map((value) => value ?? null);
	const [plans, [total]] = await Promise.all([
		select<Plan>(
			sql,
			`select ${PLAN} from answerpack_plan where ${where} order by created_at desc, id limit ? offset ?`,
			[...bindings, limit, offset],
		),
		select<{ count: number }>(sql, `select count(*)::int as count from answerpack_plan where ${where}`, bindings),
	]);
	return { plans, count: total?.count ?? 0 };
}

/** The plans that an order began. */
export async function plansOfOrder(sql: Sql, orderId: string): Promise<Plan[]> {
	return select<Plan>(sql, `select ${PLAN} from answerpack_plan where order_id = ? order by created_at, id`, [orderId]);
}

/** Plans that have not ended and were begun at the biller, after `after` in the order of ids. */
export async function runningPlans(
	sql: Sql,
	{ limit, after = '' }: { limit: number; after?: string },
): Promise<Plan[]> {
	return select<Plan>(
		sql,
		`select ${PLAN} from answerpack_plan
			where status <> 'ended' and subscription_id is not null and id > ? order by id limit ?`,
		[after, limit],
	);
}

/** Keeps what a price grants, from before it is billed. */
export async function addTerms(sql: Sql, id: string, priceId: string, terms: PlanTerms): Promise<void> {
	await select(
		sql,
		`update answerpack_plan set terms = terms || jsonb_build_object(?::text, ?::jsonb)
			where id = ? and not jsonb_exists(terms, ?)`,
		[priceId, JSON.stringify(terms), id, priceId],
	);
}

/** The database's time, from before a question to the biller. */
export async function now(sql: Sql): Promise<string> {
	const [row] = await select<{ now: string }>(sql, 'select clock_timestamp()::text as now');
	if (!row) throw new Error('one row');
	return row.now;
}

/**
 * Writes down how a subscription stood. Of two that were asked for at nearly the same time, the later question counts: whatever
 * changed before it was asked is in its answer. What has ended stays ended.
 * @param askedAt of {@link now}, from before it was asked for.
 */
export async function writeSubscription(
	sql: Sql,
	planId: string,
	{ id, status, price_id, period_ends_at, cancel_at_period_end }: BilledSubscription,
	askedAt: string,
): Promise<void> {
	await select(
		sql,
		`update answerpack_plan set subscription_id = ?, status = ?, price_id = ?, period_ends_at = ?,
				cancel_at_period_end = ?, looked_at = ?::timestamptz,
				ended_at = case when ? = 'ended' then clock_timestamp() end
			where id = ? and status <> 'ended' and coalesce(looked_at, '-infinity') <= ?::timestamptz`,
		[id, status, price_id, period_ends_at, cancel_at_period_end, askedAt, status, planId, askedAt],
	);
}

/** Writes down what an invoice brings, once: who comes later gets what was written first. */
export async function insertPeriod(sql: Sql, period: NewPeriod): Promise<PlanPeriod> {
	const { invoice_id, plan_id, reason, price_id, starts_at, ends_at, amount } = period;
	const { rolled, paid, currency_code, payment_ids } = period;
	await select(
		sql,
		`insert into answerpack_plan_period (invoice_id, plan_id, reason, price_id, starts_at, ends_at, amount, rolled, paid,
				currency_code, payment_ids)
			values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::text[]) on conflict (invoice_id) do nothing`,
		[
			...[invoice_id, plan_id, reason, price_id, starts_at, ends_at, amount],
			...[JSON.stringify(rolled), paid, currency_code, payment_ids],
		],
	);
	const [stored] = await select<PlanPeriod>(sql, `select ${PERIOD} from answerpack_plan_period where invoice_id = ?`, [
		invoice_id,
	]);
	if (!stored) throw new Error('it was just written');
	return stored;
}

export async function noteGranted(sql: Sql, invoiceId: string): Promise<void> {
	await select(
		sql,
		'update answerpack_plan_period set granted_at = clock_timestamp() where invoice_id = ? and granted_at is null',
		[invoiceId],
	);
}

/** What was paid for a plan, the newest first. */
export async function periodsOf(sql: Sql, planId: string): Promise<PlanPeriod[]> {
	return select<PlanPeriod>(
		sql,
		`select ${PERIOD} from answerpack_plan_period where plan_id = ? order by starts_at desc, created_at desc`,
		[planId],
	);
}

/** What a payment was for. */
export async function periodOfPayment(sql: Sql, paymentId: string): Promise<PlanPeriod | undefined> {
	const [found] = await select<PlanPeriod>(
		sql,
		`select ${PERIOD} from answerpack_plan_period where payment_ids @> ?::text[]`,
		[[paymentId]],
	);
	return found;
}

/** Writes down what a refund or a dispute may take back, once: who comes later gets what was written first. */
export async function insertReversal(sql: Sql, { id, invoice_id, amount, lots }: Reversal): Promise<Reversal> {
	await select(
		sql,
		`insert into answerpack_reversal (id, invoice_id, amount, lots) values (?, ?, ?, ?::jsonb)
			on conflict (id) do nothing`,
		[id, invoice_id, amount, JSON.stringify(lots)],
	);
	const stored = await reversal(sql, id);
	if (!stored) throw new Error('it was just written');
	return stored;
}

export async function reversal(sql: Sql, id: string): Promise<Reversal | undefined> {
	const [found] = await select<Reversal>(sql, `select ${REVERSAL} from answerpack_reversal where id = ?`, [id]);
	return found;
}
