import { Migration } from '@medusajs/framework/mikro-orm/migrations';

export class Migration20261122211000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(
			`alter table if exists "answerpack_purchase" add column if not exists "consent" jsonb null, add column if not exists "looked_at" timestamptz null;`,
		);
	}

	override async down(): Promise<void> {
		this.addSql(
			`alter table if exists "answerpack_purchase" drop column if exists "consent", drop column if exists "looked_at";`,
		);
	}
}
