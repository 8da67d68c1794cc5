import type { BilledPayment } from './recurring-billing';
import { type Sql, select } from './sql';

/** What the biller knows of a payment of the shop's own, as it was when it was last asked. */
export type KnownPayment = Omit<BilledPayment, 'session_id' | 'captured'>;

/**
 * Writes down what is known of a payment. Of two who asked at nearly the same time, the later question counts.
 * @param askedAt of the database's clock, from before it was asked for.
 */
export async function writePayment(sql: Sql, payment: BilledPayment, askedAt: string): Promise<void> {
	const { id, currency_code, refunded, failed, lost, disputes } = payment;
	await select(
		sql,
		`insert into answerpack_payment as known (id, currency_code, refunded, failed, lost, disputes, looked_at)
			values (?, ?, ?, ?, ?, ?::jsonb, ?::timestamptz)
			on conflict (id) do update set refunded = excluded.refunded, failed = excluded.failed, lost = excluded.lost,
				disputes = excluded.disputes, looked_at = excluded.looked_at, changed_at = case
					when (known.refunded, known.failed, known.lost) = (excluded.refunded, excluded.failed, excluded.lost)
					then known.changed_at else clock_timestamp() end
			where known.looked_at <= excluded.looked_at`,
		[id, currency_code, refunded, failed, lost, JSON.stringify(disputes), askedAt],
	);
}

/** What is known of these payments; one that nothing was ever given back of is not among them. */
export async function payments(sql: Sql, ids: string[]): Promise<KnownPayment[]> {
	if (ids.length === 0) return [];
	return select<KnownPayment>(
		sql,
		`select id, currency_code, refunded::float8, failed::float8, lost::float8, disputes
			from answerpack_payment where id = any(?::text[])`,
		[ids],
	);
}
