import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/** Customers who were deleted, until everything that Strapi keeps of them is gone. */
export class Migration20261123030000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(`
create table answerpack_deleted_customer (
	customer_id text primary key,
	noticed_at timestamptz not null default clock_timestamp(),
	-- When it is worked on next; null when it is done.
	due_at timestamptz default clock_timestamp(),
	attempts integer not null default 0,
	-- Why it did not go well the last time.
	reason text,
	forgotten_at timestamptz
);
create index answerpack_deleted_customer_due on answerpack_deleted_customer (due_at) where due_at is not null;`);
	}

	override async down(): Promise<void> {
		this.addSql('drop table answerpack_deleted_customer;');
	}
}
