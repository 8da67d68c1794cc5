import { Migration } from '@medusajs/framework/mikro-orm/migrations';
import { CLAIM } from '../sql/claim';

/**
 * Giveaways: credits that the owner hands out by a code, within a total, a time and a monthly limit of the bot, each
 * customer once. They are attributed apart from sales: a lot of category `giveaway`, keyed by giveaway and customer.
 */
export class Migration20261122100002 extends Migration {
	override async up(): Promise<void> {
		this.addSql(TABLES);
		this.addSql(CLAIM);
	}

	override async down(): Promise<void> {
		this.addSql('drop function credits_claim; drop table credits_giveaway_month, credits_giveaway;');
	}
}

const TABLES = `
create table credits_giveaway (
	bot_id text collate "C" not null references credits_bot,
	code text not null,
	name text not null,
	-- Millicredits: for one claim, and for all claims together.
	amount bigint not null check (amount > 0),
	total bigint not null check (total >= amount),
	claimed bigint not null default 0 check (claimed between 0 and total),
	starts_at timestamptz not null,
	ends_at timestamptz not null check (ends_at > starts_at),
	valid_days integer check (valid_days > 0),
	created_at timestamptz not null default now(),
	primary key (bot_id, code)
);

create table credits_giveaway_month (
	bot_id text collate "C" not null,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	granted bigint not null check (granted >= 0),
	primary key (bot_id, starts_at)
);
`;
