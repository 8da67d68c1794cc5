import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/** How often whom a bot refused, by local day of the bot: the ledger keeps no trace of what it refuses. */
export class Migration20261122231742 extends Migration {
	override async up(): Promise<void> {
		this.addSql(`
create table answerpack_refusal (
	bot_id text collate "C" not null,
	day date not null,
	code text collate "C" not null,
	subject_kind text collate "C" not null,
	-- A customer's or a visitor's; empty for those that were too many to be told apart.
	subject_key text collate "C" not null,
	refusals bigint not null check (refusals > 0),
	primary key (bot_id, day, code, subject_kind, subject_key)
);
`);
	}

	override async down(): Promise<void> {
		this.addSql('drop table answerpack_refusal;');
	}
}
