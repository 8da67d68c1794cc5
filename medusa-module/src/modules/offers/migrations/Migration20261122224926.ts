import { Migration } from '@medusajs/framework/mikro-orm/migrations';

export class Migration20261122224926 extends Migration {
	override async up(): Promise<void> {
		this.addSql(`alter table if exists "answerpack_offer" drop constraint if exists "answerpack_offer_kind_check";`);

		this.addSql(
			`alter table if exists "answerpack_offer" add column if not exists "interval" text check ("interval" in ('day', 'week', 'month', 'year')) null, add column if not exists "interval_count" integer null, add column if not exists "rollover_max" integer not null default 0, add column if not exists "trial_days" integer not null default 0;`,
		);
		this.addSql(
			`alter table if exists "answerpack_offer" add constraint "answerpack_offer_kind_check" check("kind" in ('pack', 'plan'));`,
		);
		this.addSql(`alter table if exists "answerpack_offer" add constraint answerpack_offer_kind check((kind = 'pack' and num_nonnulls(interval, interval_count) = 0 and rollover_max = 0 and trial_days = 0)
				or (kind = 'plan' and num_nonnulls(interval, interval_count) = 2 and valid_days is null));`);
		this.addSql(
			`alter table if exists "answerpack_offer" add constraint answerpack_offer_interval_count check(interval_count > 0);`,
		);
		this.addSql(
			`alter table if exists "answerpack_offer" add constraint answerpack_offer_trial_days check(trial_days >= 0);`,
		);
		this.addSql(
			`alter table if exists "answerpack_offer" add constraint answerpack_offer_rollover_max check(rollover_max >= 0);`,
		);
	}

	override async down(): Promise<void> {
		this.addSql(`alter table if exists "answerpack_offer" drop constraint if exists "answerpack_offer_kind_check";`);

		this.addSql(`alter table if exists "answerpack_offer" drop constraint if exists answerpack_offer_kind;`);
		this.addSql(`alter table if exists "answerpack_offer" drop constraint if exists answerpack_offer_interval_count;`);
		this.addSql(`alter table if exists "answerpack_offer" drop constraint if exists answerpack_offer_trial_days;`);
		this.addSql(`alter table if exists "answerpack_offer" drop constraint if exists answerpack_offer_rollover_max;`);
		this.addSql(
			`alter table if exists "answerpack_offer" drop column if exists "interval", drop column if exists "interval_count", drop column if exists "rollover_max", drop column if exists "trial_days";`,
		);

		this.addSql(
			`alter table if exists "answerpack_offer" add constraint "answerpack_offer_kind_check" check("kind" in ('pack'));`,
		);
	}
}
