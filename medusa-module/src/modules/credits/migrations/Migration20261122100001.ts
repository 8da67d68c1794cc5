import { Migration } from '@medusajs/framework/mikro-orm/migrations';
import { END } from '../sql/end';
import { TELL } from '../sql/events';
import { EXPIRE } from '../sql/expire';
import { EXTEND } from '../sql/extend';
import { GRANT } from '../sql/grant';
import { LEFT } from '../sql/left';
import { FUNDING, RESERVE } from '../sql/reserve';
import { DISPUTE, REVOKE } from '../sql/reverse';
import { PUT_BOT } from '../sql/settings';
import { TIME } from '../sql/time';

/**
 * The operations of the ledger: each one SQL function, so one round trip and one atomic statement. Those on the way of
 * every answer take many requests of one bot at once, so that a thousand holds cost one commit.
 *
 * Locks are always taken in this order, so that no two operations can wait for each other: holds by id, accounts (each
 * guards all lots of one customer at one bot) by customer, pool windows (the hot rows; the free reserve's guards what its
 * visitors used), usage last.
 * READ COMMITTED is enough: what a decision rests on is read after the lock that guards it, and rows that did not exist
 * to be locked are checked again when they are written. Where that check fails, somebody else was faster: the function
 * raises `AP001`, nothing is written, and the caller repeats the call.
 *
 * `p_now` is null outside of tests: the database's clock, read after the locks.
 */
export class Migration20261122100001 extends Migration {
	override async up(): Promise<void> {
		for (const sql of [TIME, TELL, PUT_BOT, GRANT, FUNDING, LEFT, RESERVE, EXTEND, END, EXPIRE, REVOKE, DISPUTE])
			this.addSql(sql);
	}

	override async down(): Promise<void> {
		this.addSql(`
drop function credits_iso, credits_window, credits_open_window, credits_tell, credits_put_bot, credits_grant, credits_funding_now,
	credits_left, credits_reserve, credits_extend, credits_take_more, credits_end_answer,
	 credits_end, credits_expire_holds, credits_expire_lots, credits_revoke, credits_freeze, credits_thaw;
drop type credits_funding;
`);
	}
}
