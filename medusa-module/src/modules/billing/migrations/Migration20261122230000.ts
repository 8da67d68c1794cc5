import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/** What Stripe knows of the shop's own payments, and Medusa may not: refunds made there, and disputes. */
export class Migration20261122230000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(`
create table answerpack_payment (
	-- The payment's id at Stripe.
	id text primary key,
	currency_code text not null,
	-- In the currency's smallest unit, as Stripe counts: all refunds, those of them that came to nothing, what lost disputes took.
	refunded bigint not null,
	failed bigint not null,
	lost bigint not null,
	disputes jsonb not null,
	looked_at timestamptz not null,
	-- When the money was first seen to be so: the day on which reports count it.
	changed_at timestamptz not null default clock_timestamp()
);`);
	}

	override async down(): Promise<void> {
		this.addSql('drop table answerpack_payment;');
	}
}
