import { type Sql, select } from './sql';

/** A period that the biller was paid for, and that no order of the shop shows yet. Money in its currency's smallest unit. */
export interface UnmirroredPeriod {
	invoice_id: string;
	plan_id: string;
	price_id: string;
	paid: number;
	currency_code: string;
	payment_ids: string[];
}

/** What is granted and not shown, the oldest first. The first period of a plan is an order already. */
export async function unmirrored(sql: Sql, limit: number): Promise<UnmirroredPeriod[]> {
	return select<UnmirroredPeriod>(
		sql,
		`select invoice_id, plan_id, price_id, paid::float8, currency_code, payment_ids from answerpack_plan_period
			where mirrored_at is null and reason <> 'first' and granted_at is not null order by created_at limit ?`,
		[limit],
	);
}

/**
 * The id of the order that shows a period: `id`, unless one was chosen before.
 * @returns nothing when the order is complete.
 */
export async function chooseOrder(sql: Sql, invoiceId: string, id: string): Promise<string | undefined> {
	const [row] = await select<{ order_id: string }>(
		sql,
		`update answerpack_plan_period set order_id = coalesce(order_id, ?)
			where invoice_id = ? and mirrored_at is null returning order_id`,
		[id, invoiceId],
	);
	return row?.order_id;
}

export async function noteMirrored(sql: Sql, invoiceId: string): Promise<void> {
	await select(
		sql,
		'update answerpack_plan_period set mirrored_at = clock_timestamp() where invoice_id = ? and mirrored_at is null',
		[invoiceId],
	);
}

/** Those of these orders that only show what was paid for a period, and grant nothing themselves. */
export async function mirrorsAmong(sql: Sql, orderIds: string[]): Promise<Set<string>> {
	const rows = await select<{ order_id: string }>(
		sql,
		'select order_id from answerpack_plan_period where order_id = any(?::text[])',
		[orderIds],
	);
	return new Set(rows.map(({ order_id }) => order_id));
}
