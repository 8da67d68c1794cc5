import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/**
 * The tables of the ledger (LEDGER.md, "Tables"; the README of this module says what they mean). Every key leads with
 * `bot_id`, every unique key is total, nothing is soft-deleted, and amounts are millicredits.
 * The tables on the way of every answer have no foreign keys: checking them one row at a time would cost more than the
 * work itself. Only the functions of the ledger write these tables, and the auditor looks for rows without their other
 * half. For the same reason each of them has one check, that no amount is below zero and parts add up: Postgres prepares every
 * check anew in every statement that writes, and a dozen of them took as long as writing the row. And each has one index for all of its rows that begins with `bot_id`, its key: while a table is all but
 * empty, the planner cannot tell two such indexes apart, and would read every row of the bot by the wrong one.
 */
export class Migration20261122100000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(`
create table credits_bot (
	bot_id text collate "C" primary key,
	version bigint not null check (version >= 0),
	settings jsonb not null,
	-- Another one with every change that is stored, whatever versions the settings carry; never one that was there before,
	-- not even when the database is restored from a backup.
	revision uuid not null default gen_random_uuid(),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create table credits_pool_window (
	bot_id text collate "C" not null references credits_bot,
	pool text collate "C" not null,
	period text not null,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	budget bigint not null,
	held bigint not null,
	spent bigint not null default 0,
	-- Parts of held + spent: what free visitors and training used, each of which has a share of its own.
	visitors bigint not null,
	training bigint not null,
	check (held >= 0 and spent >= 0 and visitors >= 0 and training >= 0 and visitors + training <= held + spent),
	primary key (bot_id, pool, period, starts_at)
) with (fillfactor = 50);

create table credits_visitor_window (
	bot_id text collate "C" not null,
	subject_kind text collate "C" not null,
	subject_key text collate "C" not null,
	period text not null,
	starts_at timestamptz not null,
	held bigint not null,
	spent bigint not null default 0,
	check (held >= 0 and spent >= 0),
	primary key (bot_id, subject_kind, subject_key, period, starts_at)
) with (fillfactor = 70);

create table credits_account (
	bot_id text collate "C" not null references credits_bot,
	customer_id text collate "C" not null,
	available bigint not null default 0,
	held bigint not null default 0,
	spent bigint not null default 0,
	check (available >= 0 and held >= 0 and spent >= 0),
	primary key (bot_id, customer_id)
) with (fillfactor = 70);
create index credits_account_customer on credits_account (customer_id);

create table credits_lot (
	bot_id text collate "C" not null,
	id text collate "C" not null,
	customer_id text collate "C" not null,
	source_key text not null,
	request_hash text not null,
	category text not null,
	granted bigint not null,
	available bigint not null,
	held bigint not null default 0,
	spent bigint not null default 0,
	expired bigint not null default 0,
	revoked bigint not null default 0,
	frozen bigint not null default 0,
	-- How many disputes are open over it; while there is one, what comes back from holds is frozen as well.
	disputes integer not null default 0,
	-- What reversals still ask for: it is taken from what open holds give back.
	owed bigint not null default 0,
	starts_at timestamptz not null,
	expires_at timestamptz,
	-- When the sweeper booked what was left as expired. Nothing comes back to be spent after that.
	swept_at timestamptz,
	reference jsonb not null default '{}',
	created_at timestamptz not null,
	check (available >= 0 and held >= 0 and spent >= 0 and expired >= 0 and revoked >= 0 and frozen >= 0 and owed >= 0
		and granted = available + held + spent + expired + revoked + frozen),
	primary key (bot_id, id),
	unique (source_key, bot_id),
	foreign key (bot_id, customer_id) references credits_account
) with (fillfactor = 70);
-- None of these names an amount, also not in a condition: so an update of amounts touches no index.
create index credits_lot_customer on credits_lot (customer_id, bot_id);
create index credits_lot_expiry on credits_lot (expires_at) where swept_at is null;
create index credits_lot_order on credits_lot ((reference ->> 'order_id'));

create table credits_hold (
	bot_id text collate "C" not null,
	id uuid not null,
	subject_kind text not null,
	subject_key text collate "C" not null,
	purpose text not null,
	state text not null,
	amount bigint not null,
	pool text not null,
	-- The window of a limited pool that it was taken from, for good, and the share of it that it counts in. A customer's
	-- credits have no window: their legs say which lots.
	period text,
	starts_at timestamptz,
	share text,
	request_hash uuid not null,
	-- What was left for its subject when it was taken, and when it ended: a repeated request is answered from these.
	left_then bigint not null,
	left_at_end bigint,
	-- The version of the settings, and so of the price, under which it was taken.
	settings_version bigint not null,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	ended_at timestamptz,
	spent bigint not null default 0,
	absorbed bigint not null default 0,
	usage jsonb,
	end_hash uuid,
	check (spent between 0 and amount and absorbed >= 0),
	primary key (bot_id, id)
);
create index credits_hold_expiry on credits_hold (expires_at) where state = 'open';
create index credits_hold_customer on credits_hold (subject_key, created_at) where subject_kind = 'customer';

-- Which lots a customer's hold was taken from. A hold on a limited pool has one window, and so no legs.
create table credits_hold_leg (
	bot_id text collate "C" not null,
	hold_id uuid not null,
	n integer not null,
	lot_id text collate "C" not null,
	held bigint not null,
	spent bigint not null default 0,
	check (held >= 0 and spent >= 0),
	primary key (bot_id, hold_id, n)
);

-- One movement, with both of its sides in one row, so that it cannot be out of line with itself: \`amount\` leaves one
-- part of a lot or of a pool's window (or of the bot itself, which issues credits and absorbs losses) for another.
create table credits_entry (
	bot_id text collate "C" not null,
	n bigint generated always as identity (cache 256),
	at timestamptz not null,
	operation text not null,
	hold_id uuid,
	lot_id text collate "C",
	pool text,
	period text,
	starts_at timestamptz,
	source text not null,
	target text not null,
	amount bigint not null,
	check (amount > 0),
	primary key (bot_id, n)
);
-- The same as an accountant reads it: each movement as two sides that sum to zero.
create view credits_entry_side as
	select bot_id, n, at, operation, hold_id, lot_id, pool, period, starts_at, part, side * amount as amount
		from credits_entry, lateral (values (-1, source), (1, target)) sides(side, part);

-- What was spent, by local day of the bot: reports read this instead of millions of holds.
create table credits_usage (
	bot_id text collate "C" not null,
	day date not null,
	pool text not null,
	purpose text not null,
	answers bigint not null,
	spent bigint not null,
	check (answers >= 0 and spent >= 0),
	primary key (bot_id, day, pool, purpose)
) with (fillfactor = 70);

create table credits_reversal (
	bot_id text collate "C" not null,
	key text collate "C" not null,
	lot_id text collate "C" not null,
	request_hash text not null,
	reason text not null,
	-- What was to be taken back, as far as it was ever granted; and what could be at once.
	asked bigint not null check (asked >= 0),
	revoked bigint not null check (revoked between 0 and asked),
	at timestamptz not null,
	primary key (bot_id, key),
	foreign key (bot_id, lot_id) references credits_lot
);
create index credits_reversal_lot on credits_reversal (bot_id, lot_id);

create table credits_dispute (
	bot_id text collate "C" not null,
	key text collate "C" not null,
	lot_id text collate "C" not null,
	-- What was frozen when it was opened, and thawed when it was closed: a repeated request is answered from these.
	frozen bigint not null check (frozen >= 0),
	thawed bigint check ((thawed is null) = (closed_at is null)),
	opened_at timestamptz not null,
	closed_at timestamptz,
	primary key (bot_id, key),
	foreign key (bot_id, lot_id) references credits_lot
);

create table credits_outbox (
	id bigint generated always as identity primary key,
	bot_id text collate "C" not null,
	name text not null,
	-- What makes the event one of its kind: it is told once, whatever happens again.
	key text not null,
	data jsonb not null,
	at timestamptz not null,
	leased_until timestamptz,
	delivered_at timestamptz,
	unique (bot_id, name, key)
);
create index credits_outbox_waiting on credits_outbox (id) where delivered_at is null;

create function credits_refuse_change() returns trigger language plpgsql as $$
begin
	raise exception 'entries are append-only: book the opposite movement instead';
end $$;
create trigger credits_entry_append_only before update or delete on credits_entry
	for each row execute function credits_refuse_change();
`);
	}

	override async down(): Promise<void> {
		this.addSql(`
drop view credits_entry_side;
drop table credits_outbox, credits_dispute, credits_reversal, credits_usage, credits_entry, credits_hold_leg, credits_hold, credits_lot, credits_account, credits_visitor_window,
	credits_pool_window, credits_bot;
drop function credits_refuse_change;
`);
	}
}
