"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/modules/credits/migrations/Migration20261122100001.ts
var Migration20261122100001_exports = {};
__export(Migration20261122100001_exports, {
  Migration20261122100001: () => Migration20261122100001
});
module.exports = __toCommonJS(Migration20261122100001_exports);
var import_migrations = require("@medusajs/framework/mikro-orm/migrations");

// src/modules/credits/sql/time.ts
var BY_KEY = `
	set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set enable_seqscan = off
	set enable_bitmapscan = off set plan_cache_mode = force_generic_plan set jit = off`;
var TIME = `
create function credits_iso(p_at timestamptz) returns text language sql immutable as $$
	select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create function credits_window(p_period text, p_zone text, p_now timestamptz,
	out starts_at timestamptz, out ends_at timestamptz)
language sql stable as $$
	select date_trunc(p_period, p_now at time zone p_zone) at time zone p_zone,
		(date_trunc(p_period, p_now at time zone p_zone) + ('1 ' || p_period)::interval) at time zone p_zone
$$;

-- The window of a pool that is open now: one that was opened before the time zone changed stays open to its end.
create function credits_open_window(p_bot_id text, p_pool text, p_period text, p_zone text, p_now timestamptz,
	out starts_at timestamptz, out ends_at timestamptz)
language sql stable as $$
	select coalesce(open.starts_at, win.starts_at), coalesce(open.ends_at, win.ends_at)
		from credits_window(p_period, p_zone, p_now) win
		left join lateral (select w.starts_at, w.ends_at from credits_pool_window w
			where w.bot_id = p_bot_id and w.pool = p_pool and w.period = p_period
				and w.starts_at <= p_now and w.ends_at > p_now
			order by w.starts_at desc limit 1) open on true
$$;
`;

// src/modules/credits/sql/end.ts
var END = `
create function credits_end_answer(p_hold credits_hold) returns jsonb language sql immutable as $$
	select case p_hold.state
		when 'settled' then jsonb_build_object('spent', p_hold.spent, 'absorbed', p_hold.absorbed, 'left', p_hold.left_at_end)
		else jsonb_build_object('released', case p_hold.state when 'released' then p_hold.amount else 0 end,
			'left', p_hold.left_at_end) end
$$;

create function credits_end(p_bot_id text, p_revision uuid, p_zone text, p_fundings credits_funding[], p_uses text[],
	p_ids uuid[], p_states text[], p_amounts bigint[], p_usages text[], p_hashes uuid[], p_now timestamptz)
returns json language plpgsql ${BY_KEY} as $$
declare
	c_count constant integer := cardinality(p_ids);
	v_row record;
	i integer;
	v_hold credits_hold;
	v_funding credits_funding;
	v_now timestamptz;
	v_outcomes jsonb[] := array_fill(null::jsonb, array[c_count]);
	-- The holds that end now, at their requests' places, and which of them had expired before.
	h_hold credits_hold[] := array_fill(null::credits_hold, array[c_count]);
	v_late integer[] := '{}';
	v_has_lots boolean := false; v_has_windows boolean := false; v_has_visitors boolean := false;
	v_settles boolean := false;
	-- What each of them holds and spends.
	h_held bigint[] := array_fill(null::bigint, array[c_count]); h_spent bigint[] := h_held;
	-- Their legs: of which request and which lot, how much was held, spent and taken for reversals, where the rest goes.
	g_request integer[]; g_leg integer[]; g_lot text[]; g_held bigint[]; g_spent bigint[]; g_revoked bigint[];
	g_back_to text[];
begin
	if p_revision is not null then
		perform from credits_bot where bot_id = p_bot_id and revision = p_revision;
		if not found then raise exception 'the settings have changed' using errcode = 'AP002'; end if;
	end if;
	for v_row in
		select r.n, hold.h from (select id, n from unnest(p_ids) with ordinality r(id, n) order by id) r
			cross join lateral (select h from credits_hold h where h.bot_id = p_bot_id and h.id = r.id for update) hold
	loop
		i := v_row.n;
		v_hold := v_row.h;
		if v_hold.end_hash = p_hashes[i] then
			v_outcomes[i] := credits_end_answer(v_hold);
		elsif v_hold.state = 'open' or (v_hold.state = 'expired' and v_hold.end_hash is null) then
			h_hold[i] := v_hold;
			h_held[i] := v_hold.amount;
			if v_hold.state = 'expired' then v_late := v_late || i; end if;
			if v_hold.pool = 'end_user_credits' then v_has_lots := true; else v_has_windows := true; end if;
			v_has_visitors := v_has_visitors or v_hold.pool = 'free_reserve';
			v_settles := v_settles or p_states[i] = 'settled';
		else
			v_outcomes[i] := jsonb_build_object('error', 'hold_conflict');
		end if;
	end loop;

	if v_has_lots then
		perform from (select distinct h.subject_key as key from unnest(h_hold) h where h.pool = 'end_user_credits'
				order by 1) customers
			cross join lateral (select from credits_account a
				where a.bot_id = p_bot_id and a.customer_id = key for update) account;
	end if;
	if v_has_windows then
		perform from (select distinct h.pool, h.period, h.starts_at from unnest(h_hold) h where h.period is not null
				order by 1, 2, 3) windows
			cross join lateral (select from credits_pool_window w where w.bot_id = p_bot_id and w.pool = windows.pool
				and w.period = windows.period and w.starts_at = windows.starts_at for update) win;
	end if;
	v_now := coalesce(p_now, clock_timestamp());
	foreach i in array v_late loop
		v_hold := h_hold[i];
		v_funding := credits_funding_now(p_fundings, p_uses, v_hold);
		h_held[i] := least(p_amounts[i], v_hold.amount, credits_left(v_hold, v_funding, p_zone, v_hold.starts_at, v_now));
		if h_held[i] > 0 and credits_take_more(v_hold, v_funding, p_revision, p_zone, '{}', h_held[i], v_now)->'lefts'->>0
			is null
		then
			h_held[i] := 0;
		end if;
	end loop;
	for i in 1 .. c_count loop
		h_spent[i] := least(h_held[i], p_amounts[i]);
	end loop;

	if v_has_lots then
		select array_agg(request), array_agg(leg), array_agg(lot), array_agg(held), array_agg(spent), array_agg(back_to),
				-- What reversals still ask for of a lot is paid first.
				array_agg(revoked)
			into g_request, g_leg, g_lot, g_held, g_spent, g_back_to, g_revoked
			from (
				select *, least(held - spent, greatest(0, owed + held - spent
						- sum(held - spent) over (partition by lot order by request, leg))) as revoked
					from (
						select request, leg, lot_id as lot, held, owed,
								least(held, greatest(0, h_spent[request] + held
									- sum(held) over (partition by request order by leg))) as spent,
								case when expires_at <= v_now then 'expired' when disputes > 0 then 'frozen'
									else 'available' end as back_to
							from unnest(p_ids, h_held) with ordinality r(id, hold_held, request)
							cross join lateral (select l.n as leg, l.lot_id, l.held from credits_hold_leg l
								where l.bot_id = p_bot_id and l.hold_id = r.id and l.held > 0 offset 0) legs
							cross join lateral (select t.expires_at, t.disputes, t.owed from credits_lot t
								where t.bot_id = p_bot_id and t.id = lot_id offset 0) lots
							where hold_held > 0
					) legs
			) legs;
	end if;
	if g_request is not null then
		insert into credits_entry (bot_id, at, operation, hold_id, lot_id, source, target, amount)
			select p_bot_id, v_now, p_states[request], p_ids[request], lot, 'held', target, amount
				from unnest(g_request, g_lot, g_held, g_spent, g_revoked, g_back_to)
						legs(request, lot, held, spent, revoked, back_to),
					(values ('spent'), ('revoked'), (null)) targets(part),
					lateral (select coalesce(part, back_to) as target, case part when 'spent' then spent
						when 'revoked' then revoked else held - spent - revoked end as amount) movement
				where amount > 0;
		update credits_hold_leg l set held = 0, spent = l.spent + legs.spent
			from (select spent, place from unnest(g_request, g_leg, g_spent) legs(request, leg, spent)
				cross join lateral (select ctid as place from credits_hold_leg
					where bot_id = p_bot_id and hold_id = p_ids[request] and n = leg offset 0) found) legs
			where l.ctid = legs.place;
		update credits_lot t set held = t.held - lots.held, spent = t.spent + lots.spent,
				available = t.available + lots.available, expired = t.expired + lots.expired,
				frozen = t.frozen + lots.frozen, revoked = t.revoked + lots.revoked, owed = t.owed - lots.revoked
			from (select lots.*, place from (
					select lot, sum(held) as held, sum(spent) as spent, sum(revoked) as revoked,
							coalesce(sum(held - spent - revoked) filter (where back_to = 'available'), 0) as available,
							coalesce(sum(held - spent - revoked) filter (where back_to = 'expired'), 0) as expired,
							coalesce(sum(held - spent - revoked) filter (where back_to = 'frozen'), 0) as frozen
						from unnest(g_lot, g_held, g_spent, g_revoked, g_back_to) legs(lot, held, spent, revoked, back_to)
						group by lot) lots
				cross join lateral (select ctid as place from credits_lot where bot_id = p_bot_id and id = lot offset 0) found
			) lots
			where t.ctid = lots.place;
		update credits_account a set held = a.held - customers.held, spent = a.spent + customers.spent,
				available = a.available + customers.available
			from (select customers.*, place from (
					select (h_hold[request]).subject_key as key, sum(held) as held, sum(spent) as spent,
							coalesce(sum(held - spent - revoked) filter (where back_to = 'available'), 0) as available
						from unnest(g_request, g_held, g_spent, g_revoked, g_back_to)
							legs(request, held, spent, revoked, back_to) group by 1) customers
				cross join lateral (select ctid as place from credits_account
					where bot_id = p_bot_id and customer_id = key offset 0) found) customers
			where a.ctid = customers.place;
	end if;

	if v_has_windows then
		insert into credits_entry (bot_id, at, operation, hold_id, pool, period, starts_at, source, target, amount)
			select p_bot_id, v_now, p_states[h.ordinality], h.id, h.pool, h.period, h.starts_at, 'held', target, moved
				from unnest(h_hold) with ordinality h, (values ('spent'), ('budget')) targets(target),
					lateral (select case target when 'spent' then h_spent[h.ordinality]
						else h_held[h.ordinality] - h_spent[h.ordinality] end as moved) movement
				where h.period is not null and moved > 0;
		update credits_pool_window w set held = w.held - windows.held, spent = w.spent + windows.spent,
				visitors = w.visitors - windows.visitors, training = w.training - windows.training
			from (select windows.*, place from (
					select h.pool, h.period, h.starts_at, sum(h_held[h.ordinality]) as held, sum(h_spent[h.ordinality]) as spent,
							coalesce(sum(h_held[h.ordinality] - h_spent[h.ordinality]) filter (where share = 'visitors'), 0)
								as visitors,
							coalesce(sum(h_held[h.ordinality] - h_spent[h.ordinality]) filter (where share = 'training'), 0)
								as training
						from unnest(h_hold) with ordinality h where h.period is not null group by 1, 2, 3) windows
				cross join lateral (select ctid as place from credits_pool_window p where p.bot_id = p_bot_id
					and p.pool = windows.pool and p.period = windows.period and p.starts_at = windows.starts_at offset 0) found
			) windows
			where w.ctid = windows.place;
	end if;
	if v_has_visitors then
		update credits_visitor_window v set held = v.held - visitors.held, spent = v.spent + visitors.spent
			from (select visitors.*, place from (
					select h.subject_kind, h.subject_key, h.period, h.starts_at, sum(h_held[h.ordinality]) as held,
							sum(h_spent[h.ordinality]) as spent
						from unnest(h_hold) with ordinality h where h.pool = 'free_reserve' group by 1, 2, 3, 4) visitors
				cross join lateral (select ctid as place from credits_visitor_window p
					where p.bot_id = p_bot_id and p.subject_kind = visitors.subject_kind
						and p.subject_key = visitors.subject_key and p.period = visitors.period
						and p.starts_at = visitors.starts_at offset 0) found) visitors
			where v.ctid = visitors.place;
	end if;
	if v_settles then
		insert into credits_usage as u (bot_id, day, pool, purpose, answers, spent)
			select p_bot_id, (v_now at time zone p_zone)::date, h.pool, h.purpose, count(*), sum(h_spent[h.ordinality])
				from unnest(h_hold) with ordinality h where h.id is not null and p_states[h.ordinality] = 'settled'
				group by 3, 4 order by 3, 4
			on conflict (bot_id, day, pool, purpose)
				do update set answers = u.answers + excluded.answers, spent = u.spent + excluded.spent;
	end if;

	for i in 1 .. c_count loop
		continue when h_held[i] is null;
		v_hold := h_hold[i];
		-- A hold that has expired stays expired when it is released.
		v_hold.state := case when v_hold.state = 'expired' and p_states[i] = 'released' then 'expired' else p_states[i] end;
		v_hold.spent := h_spent[i];
		v_hold.absorbed := p_amounts[i] - h_spent[i];
		if p_revision is not null then
			v_hold.left_at_end := credits_left(v_hold, credits_funding_now(p_fundings, p_uses, v_hold), p_zone,
				null, v_now);
		end if;
		h_hold[i] := v_hold;
		v_outcomes[i] := credits_end_answer(v_hold);
		if v_hold.absorbed > 0 then
			insert into credits_entry (bot_id, at, operation, hold_id, source, target, amount)
				values (p_bot_id, v_now, p_states[i], v_hold.id, 'issued', 'absorbed', v_hold.absorbed);
			perform credits_tell(p_bot_id, 'hold.absorbed', v_hold.id::text,
				jsonb_build_object('hold_id', v_hold.id, 'absorbed', v_hold.absorbed), v_now);
		end if;
	end loop;
	update credits_hold h set state = ended.state, ended_at = v_now, usage = ended.said::jsonb, end_hash = ended.hash,
			spent = ended.spent, absorbed = ended.absorbed, left_at_end = ended.left_at_end
		from (select h.state, h.spent, h.absorbed, h.left_at_end, p_usages[h.ordinality] as said,
					p_hashes[h.ordinality] as hash, place
				from unnest(h_hold) with ordinality h
				cross join lateral (select ctid as place from credits_hold p
					where p.bot_id = p_bot_id and p.id = h.id offset 0) found) ended
		where h.ctid = ended.place;
	return (select json_agg(coalesce(v_outcomes[n], jsonb_build_object('error', 'hold_not_found')) order by n)
		from generate_series(1, c_count) n);
end $$;
`;

// src/modules/credits/sql/events.ts
var TELL = `
create function credits_tell(p_bot_id text, p_name text, p_key text, p_data jsonb, p_at timestamptz)
returns void language sql as $$
	insert into credits_outbox (bot_id, name, key, data, at)
		values (p_bot_id, p_name, p_key, p_data || jsonb_build_object('bot_id', p_bot_id), p_at)
		on conflict (bot_id, name, key) do nothing
$$;
`;

// src/modules/credits/sql/expire.ts
var EXPIRE = `
create function credits_expire_holds(p_limit integer, p_now timestamptz) returns integer language plpgsql as $$
declare
	v_bot record;
	v_count integer := 0;
begin
	for v_bot in
		with due as materialized (
			select bot_id, id from credits_hold where state = 'open' and expires_at <= coalesce(p_now, clock_timestamp())
				order by expires_at limit p_limit for update skip locked
		)
		select bot_id, array_agg(id) as ids from due group by bot_id order by bot_id
	loop
		perform credits_end(v_bot.bot_id, null, null, null, null, v_bot.ids,
			array_fill('expired'::text, array[cardinality(v_bot.ids)]), array_fill(0::bigint, array[cardinality(v_bot.ids)]),
			array_fill(null::text, array[cardinality(v_bot.ids)]), array_fill(null::uuid, array[cardinality(v_bot.ids)]), p_now);
		v_count := v_count + cardinality(v_bot.ids);
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
		select l.bot_id, l.id, l.customer_id from credits_lot l join credits_account a using (bot_id, customer_id)
			where l.swept_at is null and l.expires_at <= v_now order by l.expires_at limit p_limit for update of a skip locked
	loop
		-- Read again: what was seen before the account's lock may have moved.
		select available into v_available from credits_lot
			where bot_id = v_lot.bot_id and id = v_lot.id and swept_at is null;
		continue when not found;
		v_count := v_count + 1;
		update credits_lot set expired = expired + v_available, available = 0, swept_at = v_now
			where bot_id = v_lot.bot_id and id = v_lot.id;
		continue when v_available = 0;
		update credits_account set available = available - v_available
			where bot_id = v_lot.bot_id and customer_id = v_lot.customer_id;
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (v_lot.bot_id, v_now, 'expire', v_lot.id, 'available', 'expired', v_available);
	end loop;
	return v_count;
end $$;
`;

// src/modules/credits/sql/extend.ts
var EXTEND = `
create function credits_extend(p_bot_id text, p_revision uuid, p_paused boolean, p_zone text, p_alerts integer[],
	p_fundings credits_funding[], p_uses text[], p_hold_id uuid, p_ttl_seconds integer, p_amount bigint,
	p_now timestamptz)
returns json language plpgsql ${BY_KEY} as $$
declare
	v_now timestamptz;
	v_hold credits_hold;
	v_funding credits_funding;
	v_left bigint;
	v_taken json;
begin
	perform from credits_bot where bot_id = p_bot_id and revision = p_revision;
	if not found then raise exception 'the settings have changed' using errcode = 'AP002'; end if;
	select * into v_hold from credits_hold where bot_id = p_bot_id and id = p_hold_id for update;
	if not found then return json_build_object('error', 'hold_not_found'); end if;
	v_now := coalesce(p_now, clock_timestamp());
	if v_hold.state <> 'open' or v_hold.expires_at <= v_now then return json_build_object('error', 'hold_conflict'); end if;
	v_funding := credits_funding_now(p_fundings, p_uses, v_hold);
	if p_amount > v_hold.amount then
		if p_paused then return json_build_object('error', 'bot_paused'); end if;
		v_taken := credits_take_more(v_hold, v_funding, p_revision, p_zone, p_alerts, p_amount - v_hold.amount, p_now);
		if v_taken->'lefts'->>0 is null then
			return coalesce(v_taken->'others'->0, json_build_object('refusals', '[]'::json));
		end if;
		v_hold.amount := p_amount;
	end if;
	v_left := credits_left(v_hold, v_funding, p_zone, null, v_now);
	v_hold.expires_at := greatest(v_hold.expires_at, v_now + make_interval(secs => p_ttl_seconds));
	update credits_hold set amount = v_hold.amount, expires_at = v_hold.expires_at
		where bot_id = p_bot_id and id = p_hold_id;
	return json_build_object('id', p_hold_id, 'pool', v_hold.pool, 'amount', v_hold.amount,
		'expires_at', credits_iso(v_hold.expires_at), 'left', v_left);
end $$;

-- More for a hold, from the pool and the window that it has; nothing when its pool pays for its use no more.
create function credits_take_more(p_hold credits_hold, p_funding credits_funding, p_revision uuid, p_zone text,
	p_alerts integer[], p_amount bigint, p_now timestamptz)
returns json language plpgsql as $$
begin
	if p_funding.pool is null then return null; end if;
	return credits_reserve(p_hold.bot_id, p_revision, null, false, p_zone, p_alerts, array[p_funding], array[1], array[1],
		array[p_hold.id], null, array[1], array[1], null, array[p_amount], null, array[p_hold.subject_kind],
		array[p_hold.subject_key], false, p_hold.starts_at, p_now);
end $$;
`;

// src/modules/credits/sql/grant.ts
var GRANT = `
create function credits_grant(p_bot_id text, p_lot_id text, p_customer_id text, p_source_key text, p_category text,
	p_amount bigint, p_valid_days integer, p_expires_at timestamptz, p_reference jsonb, p_hash text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
begin
	if not exists (select from credits_bot where bot_id = p_bot_id) then
		return jsonb_build_object('error', 'bot_not_found');
	end if;
	-- Before anything is written: a grant that is refused leaves no trace.
	select * into v_lot from credits_lot where source_key = p_source_key and bot_id = p_bot_id;
	if found then
		if v_lot.request_hash <> p_hash then return jsonb_build_object('error', 'grant_conflict'); end if;
		return jsonb_build_object('lot_id', v_lot.id, 'replayed', true);
	end if;
	insert into credits_account (bot_id, customer_id) values (p_bot_id, p_customer_id) on conflict do nothing;
	perform from credits_account where bot_id = p_bot_id and customer_id = p_customer_id for update;
	v_now := coalesce(p_now, clock_timestamp());
	insert into credits_lot (bot_id, id, customer_id, source_key, request_hash, category, granted, available, starts_at,
			expires_at, reference, created_at)
		values (p_bot_id, p_lot_id, p_customer_id, p_source_key, p_hash, p_category, p_amount, p_amount, v_now,
			coalesce(p_expires_at, v_now + make_interval(days => p_valid_days)), p_reference, v_now)
		on conflict (source_key, bot_id) do nothing;
	if not found then raise exception 'another process was faster' using errcode = 'AP001'; end if;
	update credits_account set available = available + p_amount
		where bot_id = p_bot_id and customer_id = p_customer_id;
	insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
		values (p_bot_id, v_now, 'grant', p_lot_id, 'issued', 'available', p_amount);
	perform credits_tell(p_bot_id, 'credits.granted', p_lot_id, jsonb_build_object('customer_id', p_customer_id,
		'lot_id', p_lot_id, 'category', p_category, 'amount', p_amount), v_now);
	return jsonb_build_object('lot_id', p_lot_id, 'replayed', false);
end $$;
`;

// src/modules/credits/sql/left.ts
var LEFT = `
-- The funding that a hold has, with the limits of now: none when its pool pays for that use no more.
create function credits_funding_now(p_fundings credits_funding[], p_uses text[], p_hold credits_hold)
returns credits_funding language sql immutable as $$
	select p_fundings[array_position(p_uses, p_hold.subject_kind || ' ' || p_hold.purpose || ' ' || p_hold.pool)]
$$;

create function credits_left(p_hold credits_hold, p_funding credits_funding, p_zone text, p_starts_at timestamptz,
	p_now timestamptz)
returns bigint language plpgsql stable as $$
declare
	v_window credits_pool_window;
	v_starts_at timestamptz := p_starts_at;
	v_used bigint;
	v_left bigint;
begin
	if p_hold.pool = 'end_user_credits' then
		select coalesce(sum(available), 0) into v_left from credits_lot
			where customer_id = p_hold.subject_key and bot_id = p_hold.bot_id and available > 0
				and starts_at <= p_now and (expires_at is null or expires_at > p_now);
		return v_left;
	end if;
	if v_starts_at is null then
		v_starts_at := (credits_open_window(p_hold.bot_id, p_hold.pool, p_funding.period, p_zone, p_now)).starts_at;
	end if;
	select * into v_window from credits_pool_window where bot_id = p_hold.bot_id and pool = p_hold.pool
		and period = p_funding.period and starts_at = v_starts_at;
	if p_hold.pool = 'free_reserve' then
		select held + spent into v_used from credits_visitor_window where bot_id = p_hold.bot_id
			and subject_kind = p_hold.subject_kind and subject_key = p_hold.subject_key and period = p_funding.period
			and starts_at = v_starts_at;
	end if;
	return greatest(0, least(p_funding.budget - coalesce(v_window.held + v_window.spent, 0),
		p_funding.share_limit
			- coalesce(case p_hold.share when 'visitors' then v_window.visitors else v_window.training end, 0),
		p_funding.subject_limit - coalesce(v_used, 0)));
end $$;
`;

// src/modules/credits/sql/reserve.ts
var FUNDING = `
create type credits_funding as (pool text, period text, budget bigint, subject_limit bigint, share text,
	share_limit bigint);
`;
var RESERVE = `
create function credits_reserve(p_bot_id text, p_revision uuid, p_settings_version bigint, p_paused boolean,
	p_zone text, p_alerts integer[], p_fundings credits_funding[], p_first integer[], p_last integer[], p_ids uuid[],
	p_hashes uuid[], p_uses integer[], p_subjects integer[], p_purposes text[], p_amounts bigint[], p_ttls integer[],
	p_kinds text[], p_keys text[], p_may_exist boolean, p_starts_at timestamptz, p_now timestamptz)
returns json language plpgsql ${BY_KEY} as $$
declare
	-- Credits are low when they do not pay for so many more answers like this one.
	c_low constant integer := 3;
	c_pools constant text[] := array['free_reserve', 'owner_cap'];
	c_count constant integer := cardinality(p_ids);
	-- What is asked for holds that exist already has no hash.
	c_is_new constant boolean := p_hashes is not null;
	v_now timestamptz;
	v_row record;
	f credits_funding;
	-- The outcome of each request: which funding pays, from which limited pool, what is left then, or what else there is to
	-- say.
	r_funding integer[] := array_fill(null::integer, array[c_count]);
	r_window integer[] := r_funding;
	r_left bigint[] := array_fill(null::bigint, array[c_count]);
	r_other jsonb[];
	v_refused uuid[];
	v_refusals jsonb;
	-- Written once by place, an array is kept unpacked: a text of it is then found without reading all those before it.
	s_kind text[] := p_kinds; s_key text[] := p_keys;
	-- Subjects: what their spendable lots hold (null: not a customer with credits), the first lot that is not empty, what
	-- they used of the free reserve; and what is taken now.
	s_credits bigint[] := array_fill(null::bigint, array[cardinality(p_keys)]);
	s_lot integer[] := array_fill(0, array[cardinality(p_keys)]);
	s_used bigint[] := array_fill(0::bigint, array[cardinality(p_keys)]);
	s_free_taken bigint[] := s_used;
	s_taken bigint[] := s_used;
	-- Lots that can be spent, by subject and in burn order.
	l_id text[] := '{}'; l_left bigint[] := '{}';
	-- The window of each limited pool.
	v_windows_are_locked boolean := false;
	v_window credits_pool_window;
	w_period text[] := array[null, null]; w_starts_at timestamptz[] := array[null, null];
	w_opened boolean[] := array[false, false]; w_ends_at timestamptz[] := array[null, null]; w_left bigint[] := array[0, 0]; w_taken bigint[] := array[0, 0];
	w_budget bigint[] := array[0, 0];
	v_visitors bigint := 0; v_training bigint := 0; v_visitors_taken bigint := 0; v_training_taken bigint := 0;
	-- Legs that were decided: for which request, how much, from which lot.
	g_request integer[] := '{}'; g_amount bigint[] := '{}'; g_lot text[] := '{}';
	v_pays_limited boolean := false; v_free_is_taken boolean := false;
	v_amount bigint; v_rest bigint; v_part bigint; v_left bigint; v_limit bigint; v_share_left bigint;
	s integer; w integer; l integer; v_code text;
begin
	s_kind[1] := p_kinds[1];
	s_key[1] := p_keys[1];
	if p_may_exist or p_paused then
		for v_row in
			select n, known.* from unnest(p_ids) with ordinality r(id, n)
				cross join lateral (select request_hash, pool, left_then, created_at from credits_hold h
					where h.bot_id = p_bot_id and h.id = r.id offset 0) known
		loop
			r_other := coalesce(r_other, array_fill(null::jsonb, array[c_count]));
			r_other[v_row.n] := case when v_row.request_hash = p_hashes[v_row.n]
				then jsonb_build_object('pool', v_row.pool, 'left', v_row.left_then, 'expires_at',
					credits_iso(v_row.created_at + make_interval(secs => p_ttls[v_row.n])))
				else jsonb_build_object('error', 'hold_conflict') end;
		end loop;
	end if;
	if p_paused then
		perform from credits_bot where bot_id = p_bot_id and revision = p_revision;
		if not found then raise exception 'the settings have changed' using errcode = 'AP002'; end if;
		return json_build_object('others', (select jsonb_agg(coalesce(r_other[n], jsonb_build_object('error', 'bot_paused'))
			order by n) from generate_series(1, c_count) n));
	end if;

	if 'customer' = any(p_kinds) then
		for v_row in
			select n from (select key, n from unnest(p_kinds, p_keys) with ordinality subjects(kind, key, n)
					where kind = 'customer' order by key collate "C") customers
				cross join lateral (select from credits_account a
					where a.bot_id = p_bot_id and a.customer_id = key for update) account
		loop
			s_credits[v_row.n] := 0;
		end loop;
	end if;
	v_now := coalesce(p_now, clock_timestamp());
	if 'customer' = any(p_kinds) then
		for v_row in
			select n, id, available from unnest(p_keys, s_credits) with ordinality subjects(key, credits, n)
				cross join lateral (select id, available, expires_at, created_at,
						array_position(array['giveaway', 'plan', 'pack', 'adjustment'], category) as rank
					from credits_lot t where t.customer_id = key and t.bot_id = p_bot_id and t.available > 0
						and t.starts_at <= v_now and (t.expires_at is null or t.expires_at > v_now) offset 0) lots
				where credits is not null
				order by n, expires_at nulls last, rank, created_at, id
		loop
			l_id := l_id || v_row.id;
			l_left := l_left || v_row.available;
			if s_lot[v_row.n] = 0 then s_lot[v_row.n] := cardinality(l_id); end if;
			s_credits[v_row.n] := s_credits[v_row.n] + v_row.available;
		end loop;
	end if;

	for i in 1 .. c_count loop
		continue when r_other[i] is not null;
		v_refusals := '[]';
		v_amount := p_amounts[i];
		s := p_subjects[i];
		for v_funding in p_first[p_uses[i]] .. p_last[p_uses[i]] loop
			f := p_fundings[v_funding];
			if f.pool = 'end_user_credits' then
				-- Who never had credits has not used them up.
				continue when s_credits[s] is null;
				-- What costs nothing needs a credit all the same.
				if s_credits[s] < greatest(v_amount, 1) then
					v_refusals := v_refusals || jsonb_build_object('refused', 'credits_used_up');
					continue;
				end if;
				v_rest := v_amount;
				l := s_lot[s];
				while v_rest > 0 loop
					v_part := least(v_rest, l_left[l]);
					if v_part > 0 then
						g_request := g_request || i; g_amount := g_amount || v_part; g_lot := g_lot || l_id[l];
						l_left[l] := l_left[l] - v_part;
						v_rest := v_rest - v_part;
					end if;
					if v_rest > 0 then l := l + 1; end if;
				end loop;
				s_lot[s] := l;
				v_left := s_credits[s] - v_amount;
				if v_left = 0 then
					perform credits_tell(p_bot_id, 'credits.used_up', p_ids[i]::text,
						jsonb_build_object('customer_id', p_keys[s]), v_now);
				elsif v_left < c_low * v_amount and s_credits[s] >= c_low * v_amount then
					perform credits_tell(p_bot_id, 'credits.low', p_ids[i]::text,
						jsonb_build_object('customer_id', p_keys[s], 'left', v_left), v_now);
				end if;
				s_credits[s] := v_left;
				s_taken[s] := s_taken[s] + v_amount;
			else
				w := case f.pool when 'free_reserve' then 1 else 2 end;
				v_limit := least(f.budget, f.subject_limit, f.share_limit);
				if v_limit > 0 and not v_windows_are_locked then
					-- All that this batch may need, always in the same order; what pays nothing needs no lock.
					for k in 1 .. 2 loop
						for u in 1 .. cardinality(p_fundings) loop
							f := p_fundings[u];
							continue when f.pool <> c_pools[k] or least(f.budget, f.subject_limit, f.share_limit) = 0;
							loop
								v_now := coalesce(p_now, clock_timestamp());
								select * into v_window from credits_pool_window p where p.bot_id = p_bot_id and p.pool = f.pool
									and p.period = f.period and case when p_starts_at is null
										then p.starts_at <= v_now and p.ends_at > v_now else p.starts_at = p_starts_at end
									order by p.starts_at desc limit 1 for update;
								if not found then
									select * into v_row from credits_window(f.period, p_zone, v_now);
									insert into credits_pool_window (bot_id, pool, period, starts_at, ends_at, budget, held, visitors, training)
										values (p_bot_id, f.pool, f.period, v_row.starts_at, v_row.ends_at, f.budget, 0, 0, 0)
										on conflict (bot_id, pool, period, starts_at) do nothing;
									w_opened[k] := w_opened[k] or found;
									-- In another time zone, a window that has ended may have begun at the same moment: it goes on.
									select * into v_window from credits_pool_window p where p.bot_id = p_bot_id and p.pool = f.pool
										and p.period = f.period and p.starts_at = v_row.starts_at for update;
									continue when not found;
									v_window.ends_at := v_row.ends_at;
								end if;
								v_now := coalesce(p_now, clock_timestamp());
								-- It may have waited for the lock until that window was over.
								exit when v_window.ends_at > v_now or p_starts_at is not null;
							end loop;
							w_period[k] := v_window.period;
							w_starts_at[k] := v_window.starts_at;
							w_ends_at[k] := v_window.ends_at;
							-- The published budget, not the row's: when it was published, the row may not have been there to be seen.
							w_budget[k] := f.budget;
							w_left[k] := f.budget - v_window.held - v_window.spent;
							if k = 2 then v_visitors := v_window.visitors; v_training := v_window.training; end if;
							exit;
						end loop;
					end loop;
					f := p_fundings[v_funding];
					v_windows_are_locked := true;
					-- Limits that were published while this waited for a pool count from now on.
					perform from credits_bot where bot_id = p_bot_id and revision = p_revision;
					if not found then raise exception 'the settings have changed' using errcode = 'AP002'; end if;
					-- What a visitor used changes only under the lock of the reserve's window.
					for v_row in
						select n, used from generate_series(1, cardinality(s_key)) n
							cross join lateral (select held + spent as used from credits_visitor_window v
								where v.bot_id = p_bot_id and v.subject_kind = s_kind[n] and v.subject_key = s_key[n]
									and v.period = w_period[1] and v.starts_at = w_starts_at[1] offset 0) visitor
					loop
						s_used[v_row.n] := v_row.used;
					end loop;
				end if;
				v_share_left := f.share_limit - case f.share when 'visitors' then v_visitors else v_training end;
				v_code := case
					when f.budget = 0 then f.pool
					when f.subject_limit = 0 or s_used[s] + v_amount > f.subject_limit then 'subject'
					when f.share_limit = 0 then f.share
					when w_left[w] < v_amount then f.pool
					when v_share_left < v_amount then f.share
				end;
				if v_code is not null then
					v_code := case v_code when 'subject' then 'visitor_limit_reached'
						when 'free_reserve' then 'free_reserve_used_up' when 'training' then 'training_limit_reached'
						else 'owner_cap_reached' end;
					-- What no window can ever pay has no time at which it comes back; and a pool without a budget pays
					-- nothing, not even an answer that costs nothing.
					v_refusals := v_refusals || case when v_limit < greatest(v_amount, 1)
						then jsonb_build_object('refused', v_code)
						else jsonb_build_object('refused', v_code, 'resets_at', credits_iso(w_ends_at[w])) end;
					continue;
				end if;
				v_pays_limited := true;
				r_window[i] := w;
				w_opened[w] := false;
				w_left[w] := w_left[w] - v_amount;
				w_taken[w] := w_taken[w] + v_amount;
				v_left := w_left[w];
				if f.share = 'visitors' then
					v_visitors := v_visitors + v_amount; v_visitors_taken := v_visitors_taken + v_amount;
					v_left := least(v_left, v_share_left - v_amount);
				elsif f.share = 'training' then
					v_training := v_training + v_amount; v_training_taken := v_training_taken + v_amount;
					v_left := least(v_left, v_share_left - v_amount);
				end if;
				if f.subject_limit is not null then
					v_free_is_taken := true;
					s_used[s] := s_used[s] + v_amount;
					s_free_taken[s] := s_free_taken[s] + v_amount;
					v_left := least(v_left, f.subject_limit - s_used[s]);
				end if;
			end if;
			r_funding[i] := v_funding;
			r_left[i] := v_left;
			exit;
		end loop;
		if r_funding[i] is null then
			r_other := coalesce(r_other, array_fill(null::jsonb, array[c_count]));
			r_other[i] := jsonb_build_object('refusals', v_refusals);
			v_refused := v_refused || p_ids[i];
		end if;
	end loop;
	if not v_windows_are_locked then
		perform from credits_bot where bot_id = p_bot_id and revision = p_revision;
		if not found then raise exception 'the settings have changed' using errcode = 'AP002'; end if;
	end if;
	-- A window that was opened for nobody leaves no trace either.
	for k in 1 .. 2 loop
		continue when not w_opened[k];
		delete from credits_pool_window p
			where p.bot_id = p_bot_id and p.pool = c_pools[k] and p.period = w_period[k] and p.starts_at = w_starts_at[k];
	end loop;
	if c_is_new and v_refused is not null then
		-- It may be here already; and what it lacks may have gone to itself, in another process, while it waited here.
		perform from unnest(v_refused) r(id)
			cross join lateral (select from credits_hold h where h.bot_id = p_bot_id and h.id = r.id offset 0) known;
		if found then raise exception 'another process was faster' using errcode = 'AP001'; end if;
	end if;

	if c_is_new and (v_refused is null or cardinality(v_refused) < c_count) then
		insert into credits_hold (bot_id, id, subject_kind, subject_key, purpose, state, amount, pool, period, starts_at, share,
				request_hash, left_then, settings_version, created_at, expires_at)
			select p_bot_id, p_ids[n], s_kind[p_subjects[n]], s_key[p_subjects[n]], p_purposes[p_uses[n]], 'open', p_amounts[n],
					coalesce(c_pools[r_window[n]], 'end_user_credits'), w_period[r_window[n]], w_starts_at[r_window[n]],
					(p_fundings[r_funding[n]]).share, p_hashes[n], r_left[n], p_settings_version, v_now,
					v_now + make_interval(secs => p_ttls[n])
				from generate_series(1, c_count) n where r_funding[n] is not null;
	end if;

	if cardinality(g_request) > 0 then
		insert into credits_hold_leg (bot_id, hold_id, n, lot_id, held)
			select p_bot_id, p_ids[request],
					row_number() over (partition by request order by n) + case when c_is_new then 0 else coalesce((
						select max(l.n) from credits_hold_leg l where l.bot_id = p_bot_id and l.hold_id = p_ids[request]), 0) end,
					lot, amount
				from unnest(g_request, g_amount, g_lot) with ordinality legs(request, amount, lot, n);
		insert into credits_entry (bot_id, at, operation, hold_id, lot_id, source, target, amount)
			select p_bot_id, v_now, 'reserve', p_ids[request], lot, 'available', 'held', amount
				from unnest(g_request, g_amount, g_lot) legs(request, amount, lot);
		update credits_lot t set available = t.available - taken.amount, held = t.held + taken.amount
			from (select amount, place from (
					select lot, sum(amount) as amount from unnest(g_lot, g_amount) legs(lot, amount) group by lot) lots
				cross join lateral (select ctid as place from credits_lot
					where bot_id = p_bot_id and id = lot offset 0) found) taken
			where t.ctid = taken.place;
		update credits_account a set available = a.available - taken.amount, held = a.held + taken.amount
			from (select amount, place from unnest(p_keys, s_taken) subjects(key, amount)
				cross join lateral (select ctid as place from credits_account
					where bot_id = p_bot_id and customer_id = key offset 0) found
				where amount > 0) taken
			where a.ctid = taken.place;
	end if;
	if v_pays_limited then
		insert into credits_entry (bot_id, at, operation, hold_id, pool, period, starts_at, source, target, amount)
			select p_bot_id, v_now, 'reserve', p_ids[n], c_pools[r_window[n]], w_period[r_window[n]], w_starts_at[r_window[n]],
					'budget', 'held', p_amounts[n]
				from generate_series(1, c_count) n where r_window[n] is not null and p_amounts[n] > 0;
		if v_free_is_taken then
			insert into credits_visitor_window as v (bot_id, subject_kind, subject_key, period, starts_at, held)
				select p_bot_id, s_kind[n], s_key[n], w_period[1], w_starts_at[1], s_free_taken[n]
					from generate_series(1, cardinality(s_key)) n where s_free_taken[n] > 0
				on conflict (bot_id, subject_kind, subject_key, period, starts_at) do update set held = v.held + excluded.held;
		end if;
		for w in 1 .. 2 loop
			continue when w_taken[w] = 0;
			update credits_pool_window p set held = p.held + w_taken[w],
					budget = case when p_starts_at is null then w_budget[w] else p.budget end,
					visitors = p.visitors + case w when 2 then v_visitors_taken else 0 end,
					training = p.training + case w when 2 then v_training_taken else 0 end
				where p.bot_id = p_bot_id and p.pool = c_pools[w] and p.period = w_period[w] and p.starts_at = w_starts_at[w];
		end loop;
		if w_taken[2] > 0 then
			perform credits_tell(p_bot_id, 'owner_cap.threshold_reached', credits_iso(win.starts_at) || ' ' || percent,
					jsonb_build_object('percent', percent, 'budget', win.budget, 'used', win.held + win.spent,
						'resets_at', credits_iso(win.ends_at)), v_now)
				from unnest(p_alerts) percent, credits_pool_window win
				where win.bot_id = p_bot_id and win.pool = 'owner_cap' and win.period = w_period[2] and win.starts_at = w_starts_at[2]
					and (win.held + win.spent)::numeric * 100 >= win.budget::numeric * percent;
		end if;
	end if;
	return json_build_object('at', (extract(epoch from v_now) * 1000)::bigint, 'fundings', r_funding, 'lefts', r_left,
		'others', r_other);
end $$;
`;

// src/modules/credits/sql/reverse.ts
var REVOKE = `
create function credits_revoke(p_bot_id text, p_key text, p_lot_id text, p_amount bigint, p_reason text, p_hash text,
	p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_reversal credits_reversal;
	v_asked bigint;
	v_available bigint;
	v_frozen bigint;
	v_part record;
begin
	perform from credits_lot t join credits_account a using (bot_id, customer_id)
		where t.bot_id = p_bot_id and t.id = p_lot_id for update of a;
	if not found then return jsonb_build_object('error', 'lot_not_found'); end if;
	v_now := coalesce(p_now, clock_timestamp());
	select * into v_reversal from credits_reversal where bot_id = p_bot_id and key = p_key;
	if found then
		if v_reversal.request_hash <> p_hash then return jsonb_build_object('error', 'reversal_conflict'); end if;
		return jsonb_build_object('revoked', v_reversal.revoked, 'shortfall', v_reversal.asked - v_reversal.revoked);
	end if;
	select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = p_lot_id;
	v_asked := least(p_amount, v_lot.granted - (
		select coalesce(sum(asked), 0) from credits_reversal where bot_id = p_bot_id and lot_id = p_lot_id));
	v_frozen := least(v_asked, v_lot.frozen);
	-- What has expired is gone, swept or not.
	v_available := case when v_lot.expires_at <= v_now then 0 else least(v_asked - v_frozen, v_lot.available) end;
	update credits_lot set frozen = frozen - v_frozen, available = available - v_available,
			revoked = revoked + v_frozen + v_available, owed = owed + v_asked - v_frozen - v_available
		where bot_id = p_bot_id and id = p_lot_id;
	update credits_account set available = available - v_available
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	for v_part in select * from (values ('frozen', v_frozen), ('available', v_available)) parts(part, amount)
		where amount > 0
	loop
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (p_bot_id, v_now, 'revoke', p_lot_id, v_part.part, 'revoked', v_part.amount);
	end loop;
	insert into credits_reversal (bot_id, key, lot_id, request_hash, reason, asked, revoked, at)
		values (p_bot_id, p_key, p_lot_id, p_hash, p_reason, v_asked, v_frozen + v_available, v_now);
	return jsonb_build_object('revoked', v_frozen + v_available, 'shortfall', v_asked - v_frozen - v_available);
end $$;
`;
var DISPUTE = `
create function credits_freeze(p_bot_id text, p_key text, p_lot_id text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_known credits_dispute;
begin
	perform from credits_lot t join credits_account a using (bot_id, customer_id)
		where t.bot_id = p_bot_id and t.id = p_lot_id for update of a;
	if not found then return jsonb_build_object('error', 'lot_not_found'); end if;
	v_now := coalesce(p_now, clock_timestamp());
	select * into v_known from credits_dispute where bot_id = p_bot_id and key = p_key;
	if found then
		if v_known.lot_id <> p_lot_id then return jsonb_build_object('error', 'reversal_conflict'); end if;
		return jsonb_build_object('frozen', v_known.frozen);
	end if;
	select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = p_lot_id;
	if v_lot.expires_at <= v_now then v_lot.available := 0; end if;
	insert into credits_dispute (bot_id, key, lot_id, frozen, opened_at)
		values (p_bot_id, p_key, p_lot_id, v_lot.frozen + v_lot.available, v_now);
	update credits_lot set disputes = disputes + 1, frozen = frozen + v_lot.available,
			available = available - v_lot.available
		where bot_id = p_bot_id and id = p_lot_id;
	update credits_account set available = available - v_lot.available
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	if v_lot.available > 0 then
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (p_bot_id, v_now, 'freeze', p_lot_id, 'available', 'frozen', v_lot.available);
	end if;
	return jsonb_build_object('frozen', v_lot.frozen + v_lot.available);
end $$;

create function credits_thaw(p_bot_id text, p_key text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_lot_id text;
	v_back_to text;
	v_thawed bigint;
begin
	select lot_id into v_lot_id from credits_dispute where bot_id = p_bot_id and key = p_key;
	if not found then return jsonb_build_object('error', 'dispute_not_found'); end if;
	perform from credits_lot t join credits_account a using (bot_id, customer_id)
		where t.bot_id = p_bot_id and t.id = v_lot_id for update of a;
	v_now := coalesce(p_now, clock_timestamp());
	select thawed into v_thawed from credits_dispute where bot_id = p_bot_id and key = p_key and closed_at is not null;
	if found then return jsonb_build_object('thawed', v_thawed); end if;
	select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = v_lot_id;
	update credits_dispute set closed_at = v_now, thawed = case when v_lot.disputes > 1 then 0 else v_lot.frozen end
		where bot_id = p_bot_id and key = p_key;
	if v_lot.disputes > 1 then
		update credits_lot set disputes = disputes - 1 where bot_id = p_bot_id and id = v_lot_id;
		return jsonb_build_object('thawed', 0);
	end if;
	v_back_to := case when v_lot.expires_at <= v_now then 'expired' else 'available' end;
	update credits_lot set disputes = 0, frozen = 0,
			available = available + case v_back_to when 'available' then frozen else 0 end,
			expired = expired + case v_back_to when 'expired' then frozen else 0 end
		where bot_id = p_bot_id and id = v_lot_id;
	update credits_account set available = available + case v_back_to when 'available' then v_lot.frozen else 0 end
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	if v_lot.frozen > 0 then
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (p_bot_id, v_now, 'thaw', v_lot_id, 'frozen', v_back_to, v_lot.frozen);
	end if;
	return jsonb_build_object('thawed', v_lot.frozen);
end $$;
`;

// src/modules/credits/sql/settings.ts
var PUT_BOT = `
create function credits_put_bot(p_bot_id text, p_version bigint, p_settings jsonb, p_owner_budget bigint,
	p_reserve_budget bigint, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz := coalesce(p_now, clock_timestamp());
	v_version bigint;
begin
	perform v_now at time zone (p_settings->>'time_zone'); -- raises 22023 for a zone that this database does not know
	insert into credits_bot as b (bot_id, version, settings) values (p_bot_id, p_version, p_settings)
	on conflict (bot_id) do update set version = excluded.version, settings = excluded.settings,
			revision = gen_random_uuid(), updated_at = v_now
		where b.version <= excluded.version
	returning version into v_version;
	if not found then
		select version into strict v_version from credits_bot where bot_id = p_bot_id;
		return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
	end if;
	-- In the order in which everybody locks them.
	perform from credits_pool_window where bot_id = p_bot_id and ends_at > v_now order by pool, period, starts_at for update;
	update credits_pool_window
		set budget = case pool when 'owner_cap' then p_owner_budget else p_reserve_budget end
		where bot_id = p_bot_id and ends_at > v_now;
	return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
end $$;
`;

// src/modules/credits/migrations/Migration20261122100001.ts
var Migration20261122100001 = class extends import_migrations.Migration {
  async up() {
    for (const sql of [TIME, TELL, PUT_BOT, GRANT, FUNDING, LEFT, RESERVE, EXTEND, END, EXPIRE, REVOKE, DISPUTE])
      this.addSql(sql);
  }
  async down() {
    this.addSql(`
drop function credits_iso, credits_window, credits_open_window, credits_tell, credits_put_bot, credits_grant, credits_funding_now,
	credits_left, credits_reserve, credits_extend, credits_take_more, credits_end_answer,
	 credits_end, credits_expire_holds, credits_expire_lots, credits_revoke, credits_freeze, credits_thaw;
drop type credits_funding;
`);
  }
};
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  Migration20261122100001
});
