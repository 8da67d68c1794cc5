import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/** Who has tried how many codes of giveaways lately: in the database, because several processes answer. */
export class Migration20261122233000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(
			'create table answerpack_guess (key text primary key, count integer not null, resets_at timestamptz not null);',
		);
	}

	override async down(): Promise<void> {
		this.addSql('drop table answerpack_guess;');
	}
}
