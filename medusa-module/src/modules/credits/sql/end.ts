import { BY_KEY } from './time';

/**
 * Ends holds of one bot, each exactly once: `settled`, `released` or `expired`. What is spent goes along the legs in
 * order; the rest goes back to the same lots and windows, and to `expired` where a lot has expired meanwhile. A surplus
 * is absorbed. A settle that comes after its hold has expired takes what is still there for that subject, in the hold's
 * own window, and absorbs the rest; a release that comes then has nothing left to do. One outcome for each request, at
 * its place. Locks are taken in the order holds, accounts, windows (which guard what their visitors used), usage.
 *
 * The settings are those of a revision: when another is stored by now, it raises `AP002` and nothing is written. The sweeper
 * passes none: what is left interests nobody then.
 */
export const END = `
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
	if (select count(distinct id) from unnest(p_ids) id) < c_count then
		raise exception 'a hold ends once in a batch' using errcode = '22023';
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
		h_held[i] := least(p_amounts[i], v_hold.amount, credits_left(v_hold, v_funding, p_zone, true, v_now));
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
								case when expires_at <= v_now or swept_at is not null then 'expired' when disputes > 0 then 'frozen'
									else 'available' end as back_to
							from unnest(p_ids, h_held) with ordinality r(id, hold_held, request)
							cross join lateral (select l.n as leg, l.lot_id, l.held from credits_hold_leg l
								where l.bot_id = p_bot_id and l.hold_id = r.id and l.held > 0 offset 0) legs
							cross join lateral (select t.expires_at, t.swept_at, t.disputes, t.owed from credits_lot t
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
				false, v_now);
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
