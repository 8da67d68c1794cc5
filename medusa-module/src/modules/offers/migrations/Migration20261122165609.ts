import { Migration } from '@medusajs/framework/mikro-orm/migrations';

export class Migration20261122165609 extends Migration {
	override async up(): Promise<void> {
		this.addSql(
			`alter table if exists "answerpack_purchase" drop constraint if exists "answerpack_purchase_cart_id_unique";`,
		);
		this.addSql(
			`create table if not exists "answerpack_offer" ("id" text not null, "kind" text check ("kind" in ('pack')) not null default 'pack', "bot_id" text not null, "name" text not null, "amount" integer not null, "valid_days" integer null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "answerpack_offer_pkey" primary key ("id"), constraint answerpack_offer_amount check (amount > 0), constraint answerpack_offer_valid_days check (valid_days > 0));`,
		);
		this.addSql(
			`CREATE INDEX IF NOT EXISTS "IDX_answerpack_offer_deleted_at" ON "answerpack_offer" ("deleted_at") WHERE deleted_at IS NULL;`,
		);
		this.addSql(
			`CREATE INDEX IF NOT EXISTS "IDX_answerpack_offer_bot_id" ON "answerpack_offer" ("bot_id") WHERE deleted_at IS NULL;`,
		);

		this.addSql(
			`create table if not exists "answerpack_purchase" ("id" text not null, "cart_id" text not null, "customer_id" text not null, "terms" jsonb not null, "granted_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "answerpack_purchase_pkey" primary key ("id"));`,
		);
		this.addSql(
			`CREATE INDEX IF NOT EXISTS "IDX_answerpack_purchase_deleted_at" ON "answerpack_purchase" ("deleted_at") WHERE deleted_at IS NULL;`,
		);
		this.addSql(
			`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_answerpack_purchase_cart_id_unique" ON "answerpack_purchase" ("cart_id");`,
		);
		this.addSql(
			`CREATE INDEX IF NOT EXISTS "IDX_answerpack_purchase_created_at" ON "answerpack_purchase" ("created_at") WHERE granted_at IS NULL AND deleted_at IS NULL;`,
		);
	}

	override async down(): Promise<void> {
		this.addSql(`drop table if exists "answerpack_offer" cascade;`);

		this.addSql(`drop table if exists "answerpack_purchase" cascade;`);
	}
}
