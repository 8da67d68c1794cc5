import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/** Messages from Stripe, plans, what was paid for them, and what was taken back of it. Nothing here is soft-deleted. */
export class Migration20261122210000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(TABLES);
	}

	override async down(): Promise<void> {
		this.addSql('drop table answerpack_reversal, answerpack_plan_period, answerpack_plan, answerpack_webhook;');
	}
}

const TABLES = `
create table answerpack_webhook (
	id text primary key,
	type text not null,
	kind text not null,
	object_id text not null,
	happened_at timestamptz not null,
	received_at timestamptz not null default clock_timestamp(),
	state text not null default 'waiting' check (state in ('waiting', 'done', 'ignored', 'dead')),
	attempts integer not null default 0,
	due_at timestamptz not null default clock_timestamp(),
	reason text
);
create index answerpack_webhook_due on answerpack_webhook (due_at) where state = 'waiting';
create index answerpack_webhook_received on answerpack_webhook (received_at);

create table answerpack_plan (
	id text primary key,
	customer_id text not null,
	bot_id text not null,
	order_id text not null,
	-- One plan for each line of an order, however often it is begun.
	line_item_id text not null unique,
	terms jsonb not null,
	price_id text not null,
	subscription_id text unique,
	status text not null default 'starting' check (status in ('starting', 'active', 'past_due', 'ended')),
	period_ends_at timestamptz not null,
	cancel_at_period_end boolean not null default false,
	-- When Stripe was asked what is written here: an answer to an older question changes nothing.
	looked_at timestamptz,
	created_at timestamptz not null default clock_timestamp(),
	ended_at timestamptz
);
-- One running plan for each customer and bot.
create unique index answerpack_plan_running on answerpack_plan (bot_id, customer_id) where status <> 'ended';
create index answerpack_plan_customer on answerpack_plan (customer_id);
create index answerpack_plan_order on answerpack_plan (order_id);

create table answerpack_plan_period (
	-- An invoice grants once: this is the business key that messages are told apart by.
	invoice_id text primary key,
	plan_id text not null references answerpack_plan,
	reason text not null check (reason in ('first', 'renewal', 'upgrade')),
	price_id text not null,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	amount bigint not null check (amount > 0),
	rolled jsonb not null default '[]',
	-- In the currency's smallest unit, as Stripe counts.
	paid bigint not null check (paid >= 0),
	currency_code text not null,
	payment_ids text[] not null,
	granted_at timestamptz,
	created_at timestamptz not null default clock_timestamp()
);
create index answerpack_plan_period_plan on answerpack_plan_period (plan_id, starts_at);
create index answerpack_plan_period_payment on answerpack_plan_period using gin (payment_ids);

create table answerpack_reversal (
	-- The refund's or the dispute's id.
	id text primary key,
	invoice_id text not null references answerpack_plan_period,
	amount bigint not null check (amount >= 0),
	lots jsonb not null,
	created_at timestamptz not null default clock_timestamp()
);
`;
