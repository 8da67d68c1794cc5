import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/**
 * The operations of the ledger, each one SQL function and so one round trip and one atomic statement.
 *
 * Locks are always taken in this order, so that no two operations can wait for each other: hold, account (which guards
 * all lots of that customer at that bot), visitor window, pool window (the hot row, last). READ COMMITTED is enough:
 * every condition is part of the UPDATE that acts on it, or is read after the lock that guards it.
 *
 * `p_now` is null outside of tests: the database's clock, read after the locks that matter.
 */
export class Migration20261122100001 extends Migration {
	override async up(): Promise<void> {
		this.addSql(MOVE);
		this.addSql(WINDOW);
		this.addSql(PUT_BOT);
		this.addSql(GRANT);
		this.addSql(LEFT);
		this.addSql(TAKE_LOTS);
		this.addSql(TAKE_WINDOW);
		this.addSql(RESERVE);
		this.addSql(EXTEND);
		this.addSql(END_HOLD);
		this.addSql(EXPIRE);
	}

	override async down(): Promise<void> {
		this.addSql(`
drop function credits_iso, credits_move, credits_window, credits_put_bot, credits_grant, credits_spendable, credits_left,
	credits_take, credits_take_lots, credits_take_window, credits_reserve, credits_extend, credits_late_take,
	credits_end_hold, credits_expire_holds, credits_expire_lots;
`);
	}
}

/** One movement: both of its sides, so that entries sum to zero whatever else a transaction does. */
const MOVE = `
create function credits_iso(p_at timestamptz) returns text language sql immutable as $$
	select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create function credits_move(p_bot_id text, p_at timestamptz, p_operation text, p_hold_id text,
	p_from_account text, p_from_part text, p_to_account text, p_to_part text, p_amount bigint)
returns void language plpgsql as $$
declare
	v_movement bigint;
begin
	if p_amount = 0 then return; end if;
	v_movement := nextval('credits_movement');
	insert into credits_entry (bot_id, movement, side, at, operation, hold_id, account, part, amount) values
		(p_bot_id, v_movement, -1, p_at, p_operation, p_hold_id, p_from_account, p_from_part, -p_amount),
		(p_bot_id, v_movement, 1, p_at, p_operation, p_hold_id, p_to_account, p_to_part, p_amount);
end $$;
`;

/** The window that a moment falls into. Local midnights are Postgres' business, daylight saving included. */
const WINDOW = `
create function credits_window(p_period text, p_zone text, p_now timestamptz,
	out starts_at timestamptz, out ends_at timestamptz)
language sql stable as $$
	select date_trunc(p_period, p_now at time zone p_zone) at time zone p_zone,
		(date_trunc(p_period, p_now at time zone p_zone) + ('1 ' || p_period)::interval) at time zone p_zone
$$;
`;

/**
 * Settings as published. An older version changes nothing. Windows that are open take the new budget at once, also one
 * below what is spent: then nothing more can be taken until the window ends.
 */
const PUT_BOT = `
create function credits_put_bot(p_bot_id text, p_version bigint, p_settings jsonb, p_owner_budget bigint,
	p_reserve_budget bigint, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz := coalesce(p_now, clock_timestamp());
	v_version bigint;
begin
	insert into credits_bot as b (bot_id, version, settings) values (p_bot_id, p_version, p_settings)
	on conflict (bot_id) do update set version = excluded.version, settings = excluded.settings, updated_at = v_now
		where b.version <= excluded.version
	returning version into v_version;
	if not found then
		select version into strict v_version from credits_bot where bot_id = p_bot_id;
		return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
	end if;
	update credits_pool_window w
		set budget = case pool when 'owner_cap' then p_owner_budget else p_reserve_budget end
		where bot_id = p_bot_id and ends_at > v_now;
	return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
end $$;
`;

/** Idempotent by source key; the same key with other content is a conflict. */
const GRANT = `
create function credits_grant(p_bot_id text, p_lot_id text, p_customer_id text, p_source_key text, p_category text,
	p_amount bigint, p_valid_days integer, p_expires_at timestamptz, p_reference jsonb, p_request jsonb, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
begin
	if not exists (select from credits_bot where bot_id = p_bot_id) then
		return jsonb_build_object('error', 'bot_not_found');
	end if;
	insert into credits_account (bot_id, customer_id) values (p_bot_id, p_customer_id) on conflict do nothing;
	perform from credits_account where bot_id = p_bot_id and customer_id = p_customer_id for update;
	v_now := coalesce(p_now, clock_timestamp());
	insert into credits_lot (bot_id, id, customer_id, source_key, request, category, granted, available, starts_at,
			expires_at, reference, created_at)
		values (p_bot_id, p_lot_id, p_customer_id, p_source_key, p_request, p_category, p_amount, p_amount, v_now,
			coalesce(p_expires_at, v_now + make_interval(days => p_valid_days)), p_reference, v_now)
		on conflict (bot_id, source_key) do nothing;
	if not found then
		select * into strict v_lot from credits_lot where bot_id = p_bot_id and source_key = p_source_key;
		if v_lot.request <> p_request then return jsonb_build_object('error', 'grant_conflict'); end if;
		return jsonb_build_object('lot_id', v_lot.id, 'replayed', true);
	end if;
	update credits_account set available = available + p_amount
		where bot_id = p_bot_id and customer_id = p_customer_id;
	perform credits_move(p_bot_id, v_now, 'grant', null, 'bot', 'issued', 'lot:' || p_lot_id, 'available', p_amount);
	return jsonb_build_object('lot_id', p_lot_id, 'replayed', false);
end $$;
`;

/** What one subject can still use of one pool, under the limits of \`p_funding\` (shared/src/pools/funding.ts). */
const LEFT = `
create function credits_spendable(p_bot_id text, p_customer_id text, p_now timestamptz)
returns bigint language sql stable as $$
	select coalesce(sum(available), 0)::bigint from credits_lot
		where bot_id = p_bot_id and customer_id = p_customer_id and available > 0
			and starts_at <= p_now and (expires_at is null or expires_at > p_now)
$$;

create function credits_left(p_bot_id text, p_kind text, p_key text, p_funding jsonb, p_starts_at timestamptz,
	p_now timestamptz)
returns bigint language plpgsql stable as $$
declare
	v_window credits_pool_window;
	v_left bigint;
begin
	if p_funding->>'pool' = 'end_user_credits' then return credits_spendable(p_bot_id, p_key, p_now); end if;
	select * into v_window from credits_pool_window where bot_id = p_bot_id and pool = p_funding->>'pool'
		and period = p_funding->>'window' and starts_at = p_starts_at;
	v_left := coalesce(v_window.budget - v_window.held - v_window.spent, (p_funding->>'budget')::bigint);
	if p_funding->'share' is not null then
		v_left := least(v_left, (p_funding->>'share_limit')::bigint
			- coalesce(case p_funding->>'share' when 'visitors' then v_window.visitors else v_window.training end, 0));
	end if;
	if p_funding->'subject_limit' is not null then
		v_left := least(v_left, (p_funding->>'subject_limit')::bigint - coalesce((
			select held + spent from credits_visitor_window where bot_id = p_bot_id and subject_kind = p_kind
				and subject_key = p_key and period = p_funding->>'window' and starts_at = p_starts_at), 0));
	end if;
	return greatest(v_left, 0);
end $$;
`;

/**
 * Takes an amount for a hold out of a customer's lots, in burn order: soonest expiry first, then giveaway, plan, pack,
 * adjustment, then oldest, then id. All or nothing. Answers \`{left, starts_at?}\` or \`{refused, resets_at?}\`.
 */
const TAKE_LOTS = `
create function credits_take_lots(p_bot_id text, p_hold_id text, p_customer_id text, p_amount bigint, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_left bigint;
	v_rest bigint := p_amount;
	v_part bigint;
	v_lot record;
	v_n integer;
begin
	perform from credits_account where bot_id = p_bot_id and customer_id = p_customer_id for update;
	-- Who never had credits has not used them up.
	if not found then return jsonb_build_object('refused', null); end if;
	v_now := coalesce(p_now, clock_timestamp());
	v_left := credits_spendable(p_bot_id, p_customer_id, v_now);
	if v_left < p_amount or v_left = 0 then return jsonb_build_object('refused', 'credits_used_up'); end if;
	select coalesce(max(n), 0) into v_n from credits_hold_leg where bot_id = p_bot_id and hold_id = p_hold_id;
	for v_lot in
		select id, available from credits_lot
			where bot_id = p_bot_id and customer_id = p_customer_id and available > 0
				and starts_at <= v_now and (expires_at is null or expires_at > v_now)
			order by expires_at nulls last, array_position(array['giveaway', 'plan', 'pack', 'adjustment'], category),
				created_at, id
	loop
		exit when v_rest = 0;
		v_part := least(v_rest, v_lot.available);
		v_rest := v_rest - v_part;
		v_n := v_n + 1;
		update credits_lot set available = available - v_part, held = held + v_part
			where bot_id = p_bot_id and id = v_lot.id;
		insert into credits_hold_leg (bot_id, hold_id, n, lot_id, held) values (p_bot_id, p_hold_id, v_n, v_lot.id, v_part);
		perform credits_move(p_bot_id, v_now, 'reserve', p_hold_id, 'lot:' || v_lot.id, 'available',
			'lot:' || v_lot.id, 'held', v_part);
	end loop;
	update credits_account set available = available - p_amount, held = held + p_amount
		where bot_id = p_bot_id and customer_id = p_customer_id;
	return jsonb_build_object('left', v_left - p_amount);
end $$;
`;

/** The same out of a pool's window, within the pool's budget, the share's limit and the subject's own. */
const TAKE_WINDOW = `
create function credits_take_window(p_bot_id text, p_hold_id text, p_kind text, p_key text, p_funding jsonb,
	p_amount bigint, p_zone text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz := coalesce(p_now, clock_timestamp());
	v_pool text := p_funding->>'pool';
	v_period text := p_funding->>'window';
	v_budget bigint := (p_funding->>'budget')::bigint;
	v_share text := p_funding->>'share';
	v_share_limit bigint := (p_funding->>'share_limit')::bigint;
	v_subject_limit bigint := (p_funding->>'subject_limit')::bigint;
	v_visitors bigint := case when v_share = 'visitors' then p_amount else 0 end;
	v_training bigint := case when v_share = 'training' then p_amount else 0 end;
	v_used_up text := case when v_pool = 'free_reserve' then 'free_reserve_used_up' else 'owner_cap_reached' end;
	v_share_used_up text := case when v_share = 'training' then 'training_limit_reached' else v_used_up end;
	v_starts_at timestamptz;
	v_ends_at timestamptz;
	v_window credits_pool_window;
	v_used bigint;
	v_n integer;
begin
	select starts_at, ends_at into v_starts_at, v_ends_at from credits_window(v_period, p_zone, v_now);
	-- What no window can ever pay has no time at which it comes back; and a pool without a budget pays nothing, not
	-- even an answer that costs nothing.
	if v_budget = 0 or p_amount > v_budget then return jsonb_build_object('refused', v_used_up); end if;
	if v_share_limit = 0 or p_amount > v_share_limit then return jsonb_build_object('refused', v_share_used_up); end if;
	if v_subject_limit = 0 or p_amount > v_subject_limit then
		return jsonb_build_object('refused', 'visitor_limit_reached');
	end if;
	-- A first look without a lock: an empty pool refuses a crowd without making it queue for the hot row.
	select * into v_window from credits_pool_window
		where bot_id = p_bot_id and pool = v_pool and period = v_period and starts_at = v_starts_at;
	if v_subject_limit is not null then
		select held + spent into v_used from credits_visitor_window where bot_id = p_bot_id and subject_kind = p_kind
			and subject_key = p_key and period = v_period and starts_at = v_starts_at;
		if v_used + p_amount > v_subject_limit then
			return jsonb_build_object('refused', 'visitor_limit_reached', 'resets_at', credits_iso(v_ends_at));
		end if;
	end if;
	if v_window.held + v_window.spent + p_amount > v_budget then
		return jsonb_build_object('refused', v_used_up, 'resets_at', credits_iso(v_ends_at));
	end if;

	if v_subject_limit is not null then
		insert into credits_visitor_window as w (bot_id, subject_kind, subject_key, period, starts_at, held)
			values (p_bot_id, p_kind, p_key, v_period, v_starts_at, p_amount)
			on conflict (bot_id, subject_kind, subject_key, period, starts_at) do update set held = w.held + p_amount
				where w.held + w.spent + p_amount <= v_subject_limit;
		if not found then
			return jsonb_build_object('refused', 'visitor_limit_reached', 'resets_at', credits_iso(v_ends_at));
		end if;
	end if;
	insert into credits_pool_window as w (bot_id, pool, period, starts_at, ends_at, budget, held, visitors, training)
		values (p_bot_id, v_pool, v_period, v_starts_at, v_ends_at, v_budget, p_amount, v_visitors, v_training)
		on conflict (bot_id, pool, period, starts_at) do update
			set budget = v_budget, held = w.held + p_amount, visitors = w.visitors + v_visitors,
				training = w.training + v_training
			where w.held + w.spent + p_amount <= v_budget
				and (v_share is null
					or case v_share when 'visitors' then w.visitors else w.training end + p_amount <= v_share_limit);
	if not found then
		if v_subject_limit is not null then
			update credits_visitor_window set held = held - p_amount where bot_id = p_bot_id and subject_kind = p_kind
				and subject_key = p_key and period = v_period and starts_at = v_starts_at;
		end if;
		select * into strict v_window from credits_pool_window
			where bot_id = p_bot_id and pool = v_pool and period = v_period and starts_at = v_starts_at;
		return jsonb_build_object('refused',
			case when v_window.held + v_window.spent + p_amount <= v_budget then v_share_used_up else v_used_up end,
			'resets_at', credits_iso(v_ends_at));
	end if;
	select coalesce(max(n), 0) + 1 into v_n from credits_hold_leg where bot_id = p_bot_id and hold_id = p_hold_id;
	insert into credits_hold_leg (bot_id, hold_id, n, pool, period, starts_at, held)
		values (p_bot_id, p_hold_id, v_n, v_pool, v_period, v_starts_at, p_amount);
	perform credits_move(p_bot_id, v_now, 'reserve', p_hold_id,
		v_pool || ':' || v_period || ':' || credits_iso(v_starts_at), 'budget',
		v_pool || ':' || v_period || ':' || credits_iso(v_starts_at), 'held', p_amount);
	return jsonb_build_object('left', credits_left(p_bot_id, p_kind, p_key, p_funding, v_starts_at, v_now));
end $$;

create function credits_take(p_bot_id text, p_hold_id text, p_kind text, p_key text, p_funding jsonb, p_amount bigint,
	p_zone text, p_now timestamptz)
returns jsonb language sql as $$
	select case when p_funding->>'pool' = 'end_user_credits'
		then credits_take_lots(p_bot_id, p_hold_id, p_key, p_amount, p_now)
		else credits_take_window(p_bot_id, p_hold_id, p_kind, p_key, p_funding, p_amount, p_zone, p_now) end
$$;
`;

/**
 * Takes a hold: the first funding that can pay does. The fundings were decided from one version of the settings; when
 * another is stored by now, the answer is \`{stale: true}\` and the caller decides again.
 */
const RESERVE = `
create function credits_reserve(p_bot_id text, p_hold_id text, p_kind text, p_key text, p_purpose text,
	p_amount bigint, p_ttl_seconds integer, p_fundings jsonb, p_settings_version bigint, p_request jsonb, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz := coalesce(p_now, clock_timestamp());
	v_bot credits_bot;
	v_hold credits_hold;
	v_funding jsonb;
	v_taken jsonb;
	v_refusals jsonb := '[]';
	v_answer jsonb;
begin
	select * into v_bot from credits_bot where bot_id = p_bot_id;
	if not found then return jsonb_build_object('error', 'bot_not_found'); end if;
	insert into credits_hold (bot_id, id, subject_kind, subject_key, purpose, state, amount, request, settings_version,
			created_at, expires_at)
		values (p_bot_id, p_hold_id, p_kind, p_key, p_purpose, 'open', p_amount, p_request, p_settings_version,
			v_now, v_now + make_interval(secs => p_ttl_seconds))
		on conflict (bot_id, id) do nothing;
	if not found then
		select * into strict v_hold from credits_hold where bot_id = p_bot_id and id = p_hold_id;
		if v_hold.request <> p_request then return jsonb_build_object('error', 'hold_conflict'); end if;
		return v_hold.answer || jsonb_build_object('replayed', true);
	end if;
	if v_bot.version <> p_settings_version then
		v_answer := jsonb_build_object('stale', true);
	elsif v_bot.settings->>'status' = 'paused' then
		v_answer := jsonb_build_object('error', 'bot_paused');
	else
		for v_funding in select value from jsonb_array_elements(p_fundings) with ordinality order by ordinality loop
			v_taken := credits_take(p_bot_id, p_hold_id, p_kind, p_key, v_funding, p_amount,
				v_bot.settings->>'time_zone', p_now);
			exit when v_taken->'left' is not null;
			v_refusals := v_refusals || v_taken;
		end loop;
		if v_taken->'left' is null then v_answer := jsonb_build_object('refusals', v_refusals); end if;
	end if;
	if v_answer is not null then
		-- A refusal leaves no trace: the same answer id may ask again once there are credits.
		delete from credits_hold where bot_id = p_bot_id and id = p_hold_id;
		return v_answer;
	end if;
	v_answer := jsonb_build_object('id', p_hold_id, 'pool', v_funding->>'pool', 'amount', p_amount,
		'expires_at', credits_iso(v_now + make_interval(secs => p_ttl_seconds)), 'left', v_taken->'left');
	update credits_hold set pool = v_funding->>'pool', funding = v_funding, answer = v_answer
		where bot_id = p_bot_id and id = p_hold_id;
	return v_answer || jsonb_build_object('replayed', false);
end $$;
`;

/** A heartbeat; and more credits, out of the same pool, when \`p_amount\` (the new total) is above what is held. */
const EXTEND = `
create function credits_extend(p_bot_id text, p_hold_id text, p_ttl_seconds integer, p_amount bigint, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_hold credits_hold;
	v_taken jsonb;
	v_left bigint;
begin
	select * into v_hold from credits_hold where bot_id = p_bot_id and id = p_hold_id for update;
	if not found then return jsonb_build_object('error', 'hold_not_found'); end if;
	v_now := coalesce(p_now, clock_timestamp());
	if v_hold.state <> 'open' or v_hold.expires_at <= v_now then return jsonb_build_object('error', 'hold_conflict'); end if;
	if p_amount > v_hold.amount then
		v_taken := credits_take(p_bot_id, p_hold_id, v_hold.subject_kind, v_hold.subject_key, v_hold.funding,
			p_amount - v_hold.amount, (select settings->>'time_zone' from credits_bot where bot_id = p_bot_id), p_now);
		if v_taken->'left' is null then return jsonb_build_object('refusals', jsonb_build_array(v_taken)); end if;
		v_hold.amount := p_amount;
		v_left := (v_taken->>'left')::bigint;
	else
		v_left := credits_left(p_bot_id, v_hold.subject_kind, v_hold.subject_key, v_hold.funding, (
			select starts_at from credits_hold_leg where bot_id = p_bot_id and hold_id = p_hold_id and n = 1), v_now);
	end if;
	v_hold.expires_at := greatest(v_hold.expires_at, v_now + make_interval(secs => p_ttl_seconds));
	update credits_hold set amount = v_hold.amount, expires_at = v_hold.expires_at
		where bot_id = p_bot_id and id = p_hold_id;
	return jsonb_build_object('id', p_hold_id, 'pool', v_hold.pool, 'amount', v_hold.amount,
		'expires_at', credits_iso(v_hold.expires_at), 'left', v_left);
end $$;
`;

/**
 * Ends a hold exactly once: \`settled\`, \`released\` or \`expired\`. What is spent goes along the legs in order; the rest
 * goes back to the same lots and windows, and to \`expired\` where a lot has expired meanwhile. A surplus is absorbed.
 * A settle that comes after the hold has expired takes what is still there for that subject, and absorbs the rest.
 */
const END_HOLD = `
create function credits_late_take(p_hold credits_hold, p_amount bigint, p_zone text, p_now timestamptz)
returns bigint language plpgsql as $$
declare
	v_now timestamptz;
	v_payable bigint;
	v_starts_at timestamptz;
begin
	if p_hold.pool = 'end_user_credits' then
		perform from credits_account where bot_id = p_hold.bot_id and customer_id = p_hold.subject_key for update;
	end if;
	v_now := coalesce(p_now, clock_timestamp());
	if p_hold.pool <> 'end_user_credits' then
		select starts_at into v_starts_at from credits_window(p_hold.funding->>'window', p_zone, v_now);
	end if;
	v_payable := least(p_amount, p_hold.amount,
		credits_left(p_hold.bot_id, p_hold.subject_kind, p_hold.subject_key, p_hold.funding, v_starts_at, v_now));
	if v_payable > 0 and credits_take(p_hold.bot_id, p_hold.id, p_hold.subject_kind, p_hold.subject_key,
		p_hold.funding, v_payable, p_zone, p_now)->'left' is not null then
		return v_payable;
	end if;
	return 0;
end $$;

create function credits_end_hold(p_bot_id text, p_hold_id text, p_state text, p_amount bigint, p_usage jsonb,
	p_request jsonb, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_hold credits_hold;
	v_leg credits_hold_leg;
	v_lot credits_lot;
	v_late boolean := false;
	v_payable bigint;
	v_rest bigint;
	v_spent bigint;
	v_back bigint;
	v_returned bigint := 0;
	v_left bigint;
	v_answer jsonb;
	v_window_account text;
begin
	select * into v_hold from credits_hold where bot_id = p_bot_id and id = p_hold_id for update;
	if not found then return jsonb_build_object('error', 'hold_not_found'); end if;
	if v_hold.end_request = p_request then return v_hold.end_answer; end if;
	if v_hold.state <> 'open' then
		if v_hold.state <> 'expired' or v_hold.end_request is not null then
			return jsonb_build_object('error', 'hold_conflict');
		end if;
		v_late := true;
	end if;

	if v_late then
		v_payable := credits_late_take(v_hold, p_amount,
			(select settings->>'time_zone' from credits_bot where bot_id = p_bot_id), p_now);
	else
		v_payable := least(p_amount, v_hold.amount);
	end if;
	if v_hold.pool = 'end_user_credits' then
		perform from credits_account where bot_id = p_bot_id and customer_id = v_hold.subject_key for update;
	end if;
	v_now := coalesce(p_now, clock_timestamp());
	v_rest := v_payable;
	for v_leg in select * from credits_hold_leg where bot_id = p_bot_id and hold_id = p_hold_id and held > 0 order by n loop
		v_spent := least(v_rest, v_leg.held);
		v_back := v_leg.held - v_spent;
		v_rest := v_rest - v_spent;
		v_returned := v_returned + v_back;
		update credits_hold_leg set held = 0, spent = spent + v_spent
			where bot_id = p_bot_id and hold_id = p_hold_id and n = v_leg.n;
		if v_leg.lot_id is not null then
			select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = v_leg.lot_id;
			perform credits_move(p_bot_id, v_now, p_state, p_hold_id, 'lot:' || v_lot.id, 'held', 'lot:' || v_lot.id, 'spent', v_spent);
			if v_lot.expires_at <= v_now then
				update credits_lot set held = held - v_leg.held, spent = spent + v_spent, expired = expired + v_back
					where bot_id = p_bot_id and id = v_lot.id;
				update credits_account set held = held - v_leg.held, spent = spent + v_spent
					where bot_id = p_bot_id and customer_id = v_hold.subject_key;
				perform credits_move(p_bot_id, v_now, p_state, p_hold_id, 'lot:' || v_lot.id, 'held', 'lot:' || v_lot.id, 'expired', v_back);
			else
				update credits_lot set held = held - v_leg.held, spent = spent + v_spent, available = available + v_back
					where bot_id = p_bot_id and id = v_lot.id;
				update credits_account set held = held - v_leg.held, spent = spent + v_spent, available = available + v_back
					where bot_id = p_bot_id and customer_id = v_hold.subject_key;
				perform credits_move(p_bot_id, v_now, p_state, p_hold_id, 'lot:' || v_lot.id, 'held', 'lot:' || v_lot.id, 'available', v_back);
			end if;
		else
			if v_hold.funding->'subject_limit' is not null then
				update credits_visitor_window set held = held - v_leg.held, spent = spent + v_spent
					where bot_id = p_bot_id and subject_kind = v_hold.subject_kind and subject_key = v_hold.subject_key
						and period = v_leg.period and starts_at = v_leg.starts_at;
			end if;
			update credits_pool_window
				set held = held - v_leg.held, spent = spent + v_spent,
					visitors = visitors - case when v_hold.funding->>'share' = 'visitors' then v_back else 0 end,
					training = training - case when v_hold.funding->>'share' = 'training' then v_back else 0 end
				where bot_id = p_bot_id and pool = v_leg.pool and period = v_leg.period and starts_at = v_leg.starts_at;
			v_window_account := v_leg.pool || ':' || v_leg.period || ':' || credits_iso(v_leg.starts_at);
			perform credits_move(p_bot_id, v_now, p_state, p_hold_id, v_window_account, 'held', v_window_account, 'spent', v_spent);
			perform credits_move(p_bot_id, v_now, p_state, p_hold_id, v_window_account, 'held', v_window_account, 'budget', v_back);
		end if;
	end loop;
	perform credits_move(p_bot_id, v_now, p_state, p_hold_id, 'bot', 'issued', 'bot', 'absorbed', p_amount - v_payable);

	select credits_left(p_bot_id, v_hold.subject_kind, v_hold.subject_key, v_hold.funding, max(starts_at), v_now) into v_left
		from credits_hold_leg where bot_id = p_bot_id and hold_id = p_hold_id;
	v_answer := case p_state
		when 'settled' then jsonb_build_object('spent', v_payable, 'absorbed', p_amount - v_payable, 'left', v_left)
		else jsonb_build_object('released', v_returned, 'left', v_left) end;
	update credits_hold
		set state = case when v_late and p_state = 'released' then 'expired' else p_state end, ended_at = v_now,
			spent = v_payable, absorbed = p_amount - v_payable, usage = p_usage,
			end_request = p_request, end_answer = v_answer
		where bot_id = p_bot_id and id = p_hold_id;
	return v_answer;
end $$;
`;

/** The sweepers. Each takes a bounded number, skips what others work on, and may be dead for a week. */
const EXPIRE = `
create function credits_expire_holds(p_limit integer, p_now timestamptz) returns integer language plpgsql as $$
declare
	v_hold record;
	v_count integer := 0;
begin
	for v_hold in
		select bot_id, id from credits_hold where state = 'open' and expires_at <= coalesce(p_now, clock_timestamp())
			order by expires_at limit p_limit for update skip locked
	loop
		perform credits_end_hold(v_hold.bot_id, v_hold.id, 'expired', 0, null, null, p_now);
		v_count := v_count + 1;
	end loop;
	return v_count;
end $$;

create function credits_expire_lots(p_limit integer, p_now timestamptz) returns integer language plpgsql as $$
declare
	v_now timestamptz := coalesce(p_now, clock_timestamp());
	v_lot record;
	v_available bigint;
	v_count integer := 0;
begin
	for v_lot in
		select l.bot_id, l.id, l.customer_id from credits_lot l
			join credits_account a using (bot_id, customer_id)
			where l.available > 0 and l.expires_at <= v_now
			order by l.expires_at limit p_limit for update of a skip locked
	loop
		-- Read again: what was seen before the account's lock may have moved.
		select available into strict v_available from credits_lot where bot_id = v_lot.bot_id and id = v_lot.id;
		update credits_lot set expired = expired + v_available, available = 0
			where bot_id = v_lot.bot_id and id = v_lot.id;
		update credits_account set available = available - v_available
			where bot_id = v_lot.bot_id and customer_id = v_lot.customer_id;
		perform credits_move(v_lot.bot_id, v_now, 'expire', null, 'lot:' || v_lot.id, 'available',
			'lot:' || v_lot.id, 'expired', v_available);
		v_count := v_count + 1;
	end loop;
	return v_count;
end $$;
`;
