import { BY_KEY } from './time';

/**
 * Takes amounts for holds of one bot, each from the first funding of its plan that can pay, each all or nothing, in the
 * order given. Lots burn soonest expiry first, then giveaway, plan, pack, adjustment, then oldest, then id. It locks and
 * reads what the requests may touch, decides over arrays in memory, and writes everything at once.
 *
 * For each request, at its place: the funding that pays and what is left of it for that subject, or the refusals.
 */
export const TAKE = `
create function credits_take(p_bot_id text, p_revision bigint, p_zone text, p_plans jsonb, p_holds text[], p_kinds text[], p_keys text[],
	p_amounts bigint[], p_plan integer[], p_now timestamptz,
	out fundings jsonb[], out lefts bigint[], out refusals jsonb[])
language plpgsql ${BY_KEY} as $$
declare
	-- Credits are low when they do not pay for so many more answers like this one.
	c_low constant integer := 3;
	v_count integer := cardinality(p_holds);
	v_now timestamptz;
	v_row record;
	-- Fundings of all plans, one after the other; a plan is a range of them.
	f_json jsonb[]; f_pool text[]; f_share text[]; f_budget bigint[]; f_share_limit bigint[]; f_subject_limit bigint[];
	plan_first integer[]; plan_last integer[];
	-- Subjects, each once.
	r_subject integer[];
	s_kind text[]; s_key text[]; s_credits bigint[]; s_used bigint[]; s_lot integer[];
	s_taken bigint[]; s_free_taken bigint[];
	-- Lots that can be spent, by subject and in burn order.
	l_id text[] := '{}'; l_left bigint[] := '{}';
	-- The window of each limited pool: 1 the free reserve, 2 the owner cap.
	w_pool constant text[] := array['free_reserve', 'owner_cap'];
	w_period text[] := array['day', 'month'];
	w_starts_at timestamptz[]; w_ends_at timestamptz[]; w_budget bigint[] := array[0, 0]; w_used bigint[] := array[0, 0];
	w_taken bigint[] := array[0, 0]; w_visitors bigint := 0; w_training bigint := 0;
	w_visitors_taken bigint := 0; w_training_taken bigint := 0;
	v_subject_limit bigint; v_share_limits bigint[];
	s_needs_windows boolean[];
	v_needs_windows boolean;
	-- Legs that were decided: for which request, how much, from which lot or which window.
	g_request integer[] := '{}'; g_amount bigint[] := '{}'; g_lot text[] := '{}'; g_window integer[] := '{}';
	v_plan integer; v_amount bigint; v_rest bigint; v_part bigint; v_left bigint; v_share_used bigint;
	s integer; w integer; l integer; v_code text; v_forever boolean; v_written bigint;
begin
	fundings := array_fill(null::jsonb, array[v_count]);
	lefts := array_fill(null::bigint, array[v_count]);
	refusals := array_fill(null::jsonb, array[v_count]);

	select array_agg(f order by p, q), array_agg(f->>'pool' order by p, q), array_agg(f->>'share' order by p, q),
			array_agg((f->>'budget')::bigint order by p, q), array_agg((f->>'share_limit')::bigint order by p, q),
			array_agg((f->>'subject_limit')::bigint order by p, q)
		into f_json, f_pool, f_share, f_budget, f_share_limit, f_subject_limit
		from jsonb_array_elements(p_plans) with ordinality plans(plan, p),
			jsonb_array_elements(plan) with ordinality fs(f, q);
	select array_agg(last - length + 1 order by p), array_agg(last order by p) into plan_first, plan_last
		from (select p, jsonb_array_length(plan)::integer as length,
				sum(jsonb_array_length(plan)) over (order by p)::integer as last
			from jsonb_array_elements(p_plans) with ordinality plans(plan, p)) ranges;
	for i in 1 .. coalesce(cardinality(f_pool), 0) loop
		w := array_position(w_pool, f_pool[i]);
		continue when w is null;
		w_period[w] := f_json[i]->>'window';
		w_budget[w] := f_budget[i];
		v_subject_limit := coalesce(f_subject_limit[i], v_subject_limit);
	end loop;

	select array_agg(subject order by n) into r_subject from (
		select n, dense_rank() over (order by kind, key)::integer as subject
			from unnest(p_kinds, p_keys) with ordinality r(kind, key, n)) ranked;
	select array_agg(kind order by kind, key), array_agg(key order by kind, key),
			array_agg(null::bigint), array_agg(0::bigint), array_agg(0), array_agg(0::bigint), array_agg(0::bigint)
		into s_kind, s_key, s_credits, s_used, s_lot, s_taken, s_free_taken
		from (select distinct kind, key from unnest(p_kinds, p_keys) r(kind, key)) subjects;

	if 'end_user_credits' = any(f_pool) then
		for v_row in
			select n from (select key, n from unnest(s_kind, s_key) with ordinality subjects(kind, key, n)
					where kind = 'customer' order by key) customers
				cross join lateral (select from credits_account a
					where a.bot_id = p_bot_id and a.customer_id = key for update) account
		loop
			s_credits[v_row.n] := 0;
		end loop;
	end if;
	v_now := coalesce(p_now, clock_timestamp());
	for v_row in
		select n, id, available from unnest(s_key, s_credits) with ordinality subjects(key, credits, n)
			cross join lateral (select id, available, expires_at, created_at,
					array_position(array['giveaway', 'plan', 'pack', 'adjustment'], category) as rank
				from credits_lot t where t.bot_id = p_bot_id and t.customer_id = key and t.available > 0
					and t.starts_at <= v_now and (t.expires_at is null or t.expires_at > v_now) offset 0) lots
			where credits is not null
			order by n, expires_at nulls last, rank, created_at, id
	loop
		l_id := l_id || v_row.id;
		l_left := l_left || v_row.available;
		if s_lot[v_row.n] = 0 then s_lot[v_row.n] := cardinality(l_id); end if;
		s_credits[v_row.n] := s_credits[v_row.n] + v_row.available;
	end loop;

	-- Customers who can pay for all they ask now leave the hot rows alone. What costs nothing needs a credit all the same.
	select array_agg(needs order by subject), bool_or(needs) into s_needs_windows, v_needs_windows from (
		select subject, bool_or(plan_first[plan] <= plan_last[plan] and (f_pool[plan_first[plan]] <> 'end_user_credits'
				or coalesce(s_credits[subject], 0) < asked + case when smallest = 0 then 1 else 0 end)) as needs
			from (select subject, plan, sum(amount) over (partition by subject) as asked,
					min(amount) over (partition by subject) as smallest
				from unnest(r_subject, p_plan, p_amounts) r(subject, plan, amount)) asks
			group by subject) subjects;
	if v_needs_windows then
		select array_agg(win.starts_at order by n), array_agg(win.ends_at order by n) into w_starts_at, w_ends_at
			from unnest(w_pool, w_period) with ordinality windows(pool, period, n),
				credits_open_window(p_bot_id, pool, period, p_zone, v_now) win;
		-- Rows to lock, before the pool's: inserting them after it could wait for who waits for the pool. Not for a crowd
		-- that an empty reserve will refuse anyway.
		if 'free_reserve' = any(f_pool) and not exists (select from credits_pool_window p where p.bot_id = p_bot_id
			and p.pool = 'free_reserve' and p.period = w_period[1] and p.starts_at = w_starts_at[1]
			and p.held + p.spent >= w_budget[1])
		then
			insert into credits_visitor_window (bot_id, subject_kind, subject_key, period, starts_at, held)
				select p_bot_id, kind, key, w_period[1], w_starts_at[1], 0
					from unnest(s_kind, s_key, s_needs_windows) subjects(kind, key, needs)
					where needs and kind <> 'operator' order by kind, key
				on conflict (bot_id, subject_kind, subject_key, period, starts_at) do nothing;
		end if;
		for v_row in
			select n, used from (select kind, key, n from unnest(s_kind, s_key) with ordinality subjects(kind, key, n)
					where kind <> 'operator' order by kind, key) subjects
				cross join lateral (select v.held + v.spent as used from credits_visitor_window v
					where v.bot_id = p_bot_id and v.subject_kind = kind and v.subject_key = key
						and v.period = w_period[1] and v.starts_at = w_starts_at[1] for update) visitor
		loop
			s_used[v_row.n] := v_row.used;
		end loop;
		for v_row in
			select n, used, visitors, training
				from (select * from unnest(w_pool, w_period, w_starts_at) with ordinality windows(pool, period, starts_at, n)
					where pool = any(f_pool) order by n) windows
				cross join lateral (select p.held + p.spent as used, p.visitors, p.training from credits_pool_window p
					where p.bot_id = p_bot_id and p.pool = windows.pool and p.period = windows.period
						and p.starts_at = windows.starts_at for update) win
		loop
			w_used[v_row.n] := v_row.used;
			if v_row.n = 2 then w_visitors := v_row.visitors; w_training := v_row.training; end if;
		end loop;
		-- Limits that were published while this waited for the pool count from now on.
		perform from credits_bot where bot_id = p_bot_id and revision = p_revision;
		if not found then raise exception 'the settings have changed' using errcode = 'AP001'; end if;
	end if;

	for i in 1 .. v_count loop
		s := r_subject[i];
		v_plan := p_plan[i];
		v_amount := p_amounts[i];
		for f in plan_first[v_plan] .. plan_last[v_plan] loop
			if f_pool[f] = 'end_user_credits' then
				-- Who never had credits has not used them up.
				continue when s_credits[s] is null;
				if s_credits[s] < v_amount or s_credits[s] = 0 then
					refusals[i] := coalesce(refusals[i], '[]') || jsonb_build_object('refused', 'credits_used_up');
					continue;
				end if;
				v_rest := v_amount;
				l := s_lot[s];
				while v_rest > 0 loop
					v_part := least(v_rest, l_left[l]);
					if v_part > 0 then
						g_request := g_request || i; g_amount := g_amount || v_part;
						g_lot := g_lot || l_id[l]; g_window := g_window || null::integer;
						l_left[l] := l_left[l] - v_part;
						v_rest := v_rest - v_part;
					end if;
					if v_rest > 0 then l := l + 1; end if;
				end loop;
				s_lot[s] := l;
				v_left := s_credits[s] - v_amount;
				if v_left = 0 then
					perform credits_tell(p_bot_id, 'credits.used_up', p_holds[i],
						jsonb_build_object('customer_id', s_key[s]), v_now);
				elsif v_left < c_low * v_amount and s_credits[s] >= c_low * v_amount then
					perform credits_tell(p_bot_id, 'credits.low', p_holds[i],
						jsonb_build_object('customer_id', s_key[s], 'left', v_left), v_now);
				end if;
				s_credits[s] := v_left;
				s_taken[s] := s_taken[s] + v_amount;
			else
				w := case f_pool[f] when 'free_reserve' then 1 else 2 end;
				v_share_used := case f_share[f] when 'visitors' then w_visitors when 'training' then w_training end;
				v_code := case
					when w_budget[w] = 0 or w_used[w] + v_amount > w_budget[w]
						then case w when 1 then 'free_reserve_used_up' else 'owner_cap_reached' end
					when f_share_limit[f] = 0 or v_share_used + v_amount > f_share_limit[f]
						then case f_share[f] when 'training' then 'training_limit_reached' else 'owner_cap_reached' end
				end;
				if f_subject_limit[f] = 0 or s_used[s] + v_amount > f_subject_limit[f] then
					v_code := case when w_budget[w] = 0 then v_code else 'visitor_limit_reached' end;
				end if;
				if v_code is not null then
					-- What no window can ever pay has no time at which it comes back; and a pool without a budget pays
					-- nothing, not even an answer that costs nothing.
					v_forever := least(w_budget[w], f_share_limit[f], f_subject_limit[f]) < greatest(v_amount, 1);
					refusals[i] := coalesce(refusals[i], '[]') || case when v_forever
						then jsonb_build_object('refused', v_code)
						else jsonb_build_object('refused', v_code, 'resets_at', credits_iso(w_ends_at[w])) end;
					continue;
				end if;
				g_request := g_request || i; g_amount := g_amount || v_amount;
				g_lot := g_lot || null::text; g_window := g_window || w;
				w_used[w] := w_used[w] + v_amount;
				w_taken[w] := w_taken[w] + v_amount;
				v_left := w_budget[w] - w_used[w];
				if f_share[f] = 'visitors' then
					w_visitors := w_visitors + v_amount; w_visitors_taken := w_visitors_taken + v_amount;
					v_left := least(v_left, f_share_limit[f] - w_visitors);
				elsif f_share[f] = 'training' then
					w_training := w_training + v_amount; w_training_taken := w_training_taken + v_amount;
					v_left := least(v_left, f_share_limit[f] - w_training);
				end if;
				if f_subject_limit[f] is not null then
					s_used[s] := s_used[s] + v_amount;
					s_free_taken[s] := s_free_taken[s] + v_amount;
					v_left := least(v_left, f_subject_limit[f] - s_used[s]);
				end if;
			end if;
			fundings[i] := f_json[f];
			lefts[i] := v_left;
			exit;
		end loop;
	end loop;
	if cardinality(g_request) = 0 then return; end if;

	insert into credits_hold_leg (bot_id, hold_id, n, lot_id, pool, period, starts_at, held)
		select p_bot_id, p_holds[request],
				row_number() over (partition by request order by n) + coalesce((
					select max(l.n) from credits_hold_leg l where l.bot_id = p_bot_id and l.hold_id = p_holds[request]), 0),
				lot, w_pool[win], case when win is not null then w_period[win] end, w_starts_at[win], amount
			from unnest(g_request, g_amount, g_lot, g_window) with ordinality legs(request, amount, lot, win, n)
		on conflict (bot_id, hold_id, n) do nothing;
	get diagnostics v_written = row_count;
	if v_written <> cardinality(g_request) then
		raise exception 'another process was faster' using errcode = 'AP001';
	end if;
	with movements as materialized (
		select nextval('credits_movement') as movement, p_holds[request] as hold, amount, lot is null as limited,
				case when lot is not null then 'lot:' || lot
					else w_pool[win] || ':' || w_period[win] || ':' || credits_iso(w_starts_at[win]) end as account
			from unnest(g_request, g_amount, g_lot, g_window) legs(request, amount, lot, win)
			where amount > 0
	)
	insert into credits_entry (bot_id, movement, side, at, operation, hold_id, account, part, amount)
		select p_bot_id, movement, side, v_now, 'reserve', hold, account,
				case when side = 1 then 'held' when limited then 'budget' else 'available' end, side * amount
			from movements, (values (-1::smallint), (1::smallint)) sides(side);

	if cardinality(l_id) > 0 then
		update credits_lot t set available = t.available - taken.amount, held = t.held + taken.amount
			from (select amount, at from (
					select lot, sum(amount) as amount from unnest(g_lot, g_amount) legs(lot, amount)
						where lot is not null group by lot) lots
				cross join lateral (select ctid as at from credits_lot
					where bot_id = p_bot_id and id = lot offset 0) found) taken
			where t.ctid = taken.at;
		update credits_account a set available = a.available - taken.amount, held = a.held + taken.amount
			from (select amount, at from unnest(s_key, s_taken) subjects(key, amount)
				cross join lateral (select ctid as at from credits_account
					where bot_id = p_bot_id and customer_id = key offset 0) found
				where amount > 0) taken
			where a.ctid = taken.at;
	end if;
	if not v_needs_windows then return; end if;
	insert into credits_visitor_window as v (bot_id, subject_kind, subject_key, period, starts_at, held)
		select p_bot_id, kind, key, w_period[1], w_starts_at[1], amount from unnest(s_kind, s_key, s_free_taken)
			taken(kind, key, amount) where amount > 0 order by kind, key
		on conflict (bot_id, subject_kind, subject_key, period, starts_at) do update set held = v.held + excluded.held
			where v.held + v.spent + excluded.held <= v_subject_limit;
	get diagnostics v_written = row_count;
	if v_written <> (select count(*) from unnest(s_free_taken) taken(amount) where amount > 0) then
		raise exception 'another process was faster' using errcode = 'AP001';
	end if;
	v_share_limits := array[
		(select f_share_limit[n] from unnest(f_share) with ordinality shares(share, n) where share = 'visitors' limit 1),
		(select f_share_limit[n] from unnest(f_share) with ordinality shares(share, n) where share = 'training' limit 1)];
	insert into credits_pool_window as p
			(bot_id, pool, period, starts_at, ends_at, budget, held, visitors, training)
		select p_bot_id, pool, w_period[n], w_starts_at[n], w_ends_at[n], w_budget[n], w_taken[n],
				case n when 2 then w_visitors_taken else 0 end, case n when 2 then w_training_taken else 0 end
			from unnest(w_pool) with ordinality windows(pool, n) where n = any(g_window) order by n
		on conflict (bot_id, pool, period, starts_at) do update
			set budget = excluded.budget, held = p.held + excluded.held,
				visitors = p.visitors + excluded.visitors, training = p.training + excluded.training
			where p.held + p.spent + excluded.held <= excluded.budget
				and (excluded.visitors = 0 or p.visitors + excluded.visitors <= v_share_limits[1])
				and (excluded.training = 0 or p.training + excluded.training <= v_share_limits[2]);
	get diagnostics v_written = row_count;
	if v_written <> (select count(distinct win) from unnest(g_window) legs(win) where win is not null) then
		raise exception 'another process was faster' using errcode = 'AP001';
	end if;
	if w_taken[2] > 0 then
		perform credits_tell(p_bot_id, 'owner_cap.threshold_reached', credits_iso(w_starts_at[2]) || ' ' || percent,
				jsonb_build_object('percent', percent::integer, 'budget', w_budget[2], 'used', w_used[2],
					'resets_at', credits_iso(w_ends_at[2])), v_now)
			from credits_bot b, jsonb_array_elements_text(b.settings->'pools'->'owner_cap'->'alert_at_percent') percent
			where b.bot_id = p_bot_id and w_used[2] * 100 >= w_budget[2] * percent::integer;
	end if;
end $$;
`;
