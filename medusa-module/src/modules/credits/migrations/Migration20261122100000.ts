import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/**
 * The tables of the ledger (LEDGER.md, "Tables"; the README of this module says what they mean). Every key leads with
 * `bot_id`, every unique key is total, nothing is soft-deleted, and amounts are millicredits.
 * The tables on the way of every answer have no foreign keys: checking them one row at a time would cost more than the
 * work itself. Only the functions of the ledger write these tables, and the auditor looks for rows without their other
 * half. And each of them has one index for all of its rows that begins with `bot_id`, its key: while a table is all but
 * empty, the planner cannot tell two such indexes apart, and would read every row of the bot by the wrong one.
 */
export class Migration20261122100000 extends Migration {
	override async up(): Promise<void> {
		this.addSql(`
create table credits_bot (
	bot_id text primary key,
	version bigint not null check (version >= 0),
	settings jsonb not null,
	-- Grows with every change that is stored, whatever versions the settings carry.
	revision bigint not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create table credits_pool_window (
	bot_id text not null references credits_bot,
	pool text not null check (pool in ('owner_cap', 'free_reserve')),
	period text not null check (period in ('day', 'month')),
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	budget bigint not null check (budget >= 0),
	held bigint not null check (held >= 0),
	spent bigint not null default 0 check (spent >= 0),
	-- Parts of held + spent: what free visitors and training used, each of which has a share of its own.
	visitors bigint not null check (visitors >= 0),
	training bigint not null check (training >= 0),
	check (visitors + training <= held + spent),
	primary key (bot_id, pool, period, starts_at)
);

create table credits_visitor_window (
	bot_id text not null,
	subject_kind text not null check (subject_kind in ('customer', 'visitor')),
	subject_key text not null,
	period text not null check (period in ('day', 'month')),
	starts_at timestamptz not null,
	held bigint not null check (held >= 0),
	spent bigint not null default 0 check (spent >= 0),
	primary key (bot_id, subject_kind, subject_key, period, starts_at)
);

create table credits_account (
	bot_id text not null references credits_bot,
	customer_id text not null,
	available bigint not null default 0 check (available >= 0),
	held bigint not null default 0 check (held >= 0),
	spent bigint not null default 0 check (spent >= 0),
	primary key (bot_id, customer_id)
);
create index credits_account_customer on credits_account (customer_id);

create table credits_lot (
	bot_id text not null,
	id text not null,
	customer_id text not null,
	source_key text not null,
	request_hash text not null,
	category text not null check (category in ('giveaway', 'plan', 'pack', 'adjustment')),
	granted bigint not null check (granted > 0),
	available bigint not null check (available >= 0),
	held bigint not null default 0 check (held >= 0),
	spent bigint not null default 0 check (spent >= 0),
	expired bigint not null default 0 check (expired >= 0),
	revoked bigint not null default 0 check (revoked >= 0),
	frozen bigint not null default 0 check (frozen >= 0),
	-- How many disputes are open over it; while there is one, what comes back from holds is frozen as well.
	disputes integer not null default 0 check (disputes >= 0),
	-- What reversals still ask for: it is taken from what open holds give back.
	owed bigint not null default 0 check (owed >= 0),
	starts_at timestamptz not null,
	expires_at timestamptz,
	reference jsonb not null default '{}',
	created_at timestamptz not null,
	check (granted = available + held + spent + expired + revoked + frozen),
	primary key (bot_id, id),
	unique (source_key, bot_id),
	foreign key (bot_id, customer_id) references credits_account
);
create index credits_lot_spendable on credits_lot (bot_id, customer_id, expires_at) where available > 0;
create index credits_lot_expiry on credits_lot (expires_at) where available > 0;
create index credits_lot_customer on credits_lot (customer_id, created_at);
create index credits_lot_order on credits_lot ((reference ->> 'order_id'));

create table credits_hold (
	bot_id text not null,
	id text not null,
	subject_kind text not null check (subject_kind in ('customer', 'visitor', 'operator')),
	subject_key text not null,
	purpose text not null check (purpose in ('answer', 'playground', 'training')),
	state text not null check (state in ('open', 'settled', 'released', 'expired')),
	amount bigint not null check (amount >= 0),
	pool text not null check (pool in ('owner_cap', 'free_reserve', 'end_user_credits')),
	-- The limits under which it was taken (shared/src/pools/funding.ts).
	funding jsonb not null,
	request_hash text not null,
	answer jsonb not null,
	-- The version of the settings, and so of the price, under which it was taken.
	settings_version bigint not null,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	ended_at timestamptz,
	spent bigint not null default 0 check (spent >= 0),
	absorbed bigint not null default 0 check (absorbed >= 0),
	usage jsonb,
	end_hash text,
	end_answer jsonb,
	check ((state = 'open') = (ended_at is null)),
	primary key (bot_id, id)
);
create index credits_hold_expiry on credits_hold (expires_at) where state = 'open';
create index credits_hold_subject on credits_hold (subject_key, created_at);
create index credits_hold_ended on credits_hold (bot_id, ended_at) where ended_at is not null;

create table credits_hold_leg (
	bot_id text not null,
	hold_id text not null,
	n integer not null,
	lot_id text,
	pool text,
	period text,
	starts_at timestamptz,
	held bigint not null check (held >= 0),
	spent bigint not null default 0 check (spent >= 0),
	check ((lot_id is null) = (pool is not null)),
	primary key (bot_id, hold_id, n)
);
create index credits_hold_leg_lot on credits_hold_leg (bot_id, lot_id) where lot_id is not null;

create sequence credits_movement cache 256;
create table credits_entry (
	bot_id text not null,
	movement bigint not null,
	side smallint not null check (side in (-1, 1)),
	at timestamptz not null,
	operation text not null,
	hold_id text,
	-- A lot, a pool's window, or the bot itself; and which part of it.
	account text not null,
	part text not null,
	amount bigint not null check (amount <> 0 and sign(amount) = side),
	primary key (bot_id, movement, side)
);

create table credits_reversal (
	bot_id text not null,
	key text not null,
	lot_id text not null,
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
	bot_id text not null,
	key text not null,
	lot_id text not null,
	opened_at timestamptz not null,
	closed_at timestamptz,
	primary key (bot_id, key),
	foreign key (bot_id, lot_id) references credits_lot
);

create table credits_outbox (
	id bigint generated always as identity primary key,
	bot_id text not null,
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
drop table credits_outbox, credits_dispute, credits_reversal, credits_entry, credits_hold_leg, credits_hold, credits_lot, credits_account, credits_visitor_window,
	credits_pool_window, credits_bot;
drop sequence credits_movement;
drop function credits_refuse_change;
`);
	}
}
