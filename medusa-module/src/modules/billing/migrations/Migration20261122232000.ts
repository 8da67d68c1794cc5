import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/** The shop's order that shows what was paid for a period: its id is chosen first, so that it is made once. */
export class Migration20261122232000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(`
alter table answerpack_plan_period add column order_id text unique, add column mirrored_at timestamptz;
create index answerpack_plan_period_unmirrored on answerpack_plan_period (created_at) where mirrored_at is null;`);
	}

	override async down(): Promise<void> {
		this.addSql('alter table answerpack_plan_period drop column order_id, drop column mirrored_at;');
	}
}
