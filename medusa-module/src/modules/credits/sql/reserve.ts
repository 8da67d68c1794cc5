import { BY_KEY } from './time';

/** Who may pay, with the limits that apply (`Funding` in shared/src/pools/funding.ts), as the service passes it. */
export const FUNDING = `
create type credits_funding as (pool text, period text, budget bigint, subject_limit bigint, share text,
	share_limit bigint);
`;

/**
 * Takes holds of one bot, each with an id of its own, each from the first funding of its use that can pay, each all or
 * nothing, in the order given. Lots burn soonest expiry first, then giveaway, plan, pack, adjustment, then oldest, then
 * id. It locks and reads what the requests may touch, decides over arrays in memory, and writes everything at once.
 *
 * `p_fundings` are those of all uses, one after the other; the fundings of use u are `p_first[u]` to `p_last[u]`. Each
 * request names its use and its subject by their place; `p_purposes` are those of the uses. What may pay was decided from one revision of the settings; when
 * another is stored by now, it raises `AP002` and the caller decides again. Requests are taken for new ones at first: when
 * one turns out to exist, it raises `AP001` or a unique violation, and the caller says so with `p_may_exist`.
 *
 * For each request, at its place, the answer says which funding pays and what is left for its subject, or in `others` what
 * else there is to say. A refusal leaves no trace: the same id may ask again once there are credits.
 *
 * For a hold that exists (no hashes) it takes more: from its own window (`p_period`, `p_starts_at`), if it has one.
 */
export const RESERVE = `
create function credits_reserve(p_bot_id text, p_revision uuid, p_settings_version bigint, p_paused boolean,
	p_zone text, p_alerts integer[], p_fundings credits_funding[], p_first integer[], p_last integer[], p_ids uuid[],
	p_hashes uuid[], p_uses integer[], p_subjects integer[], p_purposes text[], p_amounts bigint[], p_ttls integer[],
	p_kinds text[], p_keys text[], p_may_exist boolean, p_period text,
	p_starts_at timestamptz, p_now timestamptz)
returns json language plpgsql ${BY_KEY} as $$
declare
	-- Credits are low when they do not pay for so many more answers like this one.
	c_low constant integer := 3;
	c_pools constant text[] := array['free_reserve', 'owner_cap'];
	c_count constant integer := cardinality(p_ids);
	-- What is asked for holds that exist already has no hash.
	c_is_new constant boolean := p_hashes is not null;
	-- An account guards lots, so who takes none does not lock it: when a hold ends late, windows are locked by now.
	c_takes_lots constant boolean := 'customer' = any(p_kinds)
		and exists (select from unnest(p_fundings) where pool = 'end_user_credits');
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
				cross join lateral (select request_hash, pool, left_then, created_at, state, expires_at from credits_hold h
					where h.bot_id = p_bot_id and h.id = r.id offset 0) known
		loop
			r_other := coalesce(r_other, array_fill(null::jsonb, array[c_count]));
			-- One that has expired, swept or not, holds nothing any more: whoever answered for it would not be paid.
			r_other[v_row.n] := case when v_row.request_hash = p_hashes[v_row.n] and v_row.state <> 'expired'
					and (v_row.state <> 'open' or v_row.expires_at > coalesce(p_now, clock_timestamp()))
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

	if c_takes_lots then
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
	if c_takes_lots then
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
								w_opened[k] := false;
								v_now := coalesce(p_now, clock_timestamp());
								select * into v_window from credits_pool_window p where p.bot_id = p_bot_id and p.pool = f.pool
									and p.period = coalesce(p_period, f.period) and case when p_starts_at is null
										then p.starts_at <= v_now and p.ends_at > v_now else p.starts_at = p_starts_at end
									order by p.starts_at desc limit 1 for update;
								if p_starts_at is not null then
									if not found then raise exception 'the window of hold % is gone', p_ids[1]; end if;
									v_now := coalesce(p_now, clock_timestamp());
									exit;
								end if;
								if not found then
									select * into v_row from credits_window(f.period, p_zone, v_now);
									insert into credits_pool_window (bot_id, pool, period, starts_at, ends_at, budget, held, visitors, training)
										values (p_bot_id, f.pool, f.period, v_row.starts_at, v_row.ends_at, f.budget, 0, 0, 0)
										on conflict (bot_id, pool, period, starts_at) do nothing;
									w_opened[k] := found;
									-- In another time zone, a window that has ended may have begun at the same moment: it goes on.
									select * into v_window from credits_pool_window p where p.bot_id = p_bot_id and p.pool = f.pool
										and p.period = f.period and p.starts_at = v_row.starts_at for update;
									continue when not found;
									v_window.ends_at := v_row.ends_at;
								end if;
								v_now := coalesce(p_now, clock_timestamp());
								-- It may have waited for the lock until that window was over.
								exit when v_window.ends_at > v_now;
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
			perform credits_tell(p_bot_id, 'owner_cap.threshold_reached',
					credits_iso(win.starts_at) || ' ' || percent || ' of ' || win.budget,
					jsonb_build_object('percent', percent, 'budget', win.budget, 'used', win.held + win.spent,
						'resets_at', credits_iso(win.ends_at)), v_now)
				from unnest(p_alerts) percent, credits_pool_window win
				where win.bot_id = p_bot_id and win.pool = 'owner_cap' and win.period = w_period[2] and win.starts_at = w_starts_at[2]
					and (win.held + win.spent)::numeric * 100 >= win.budget::numeric * percent;
		end if;
	end if;
	return json_build_object('at', floor(extract(epoch from v_now) * 1000)::bigint, 'fundings', r_funding, 'lefts', r_left,
		'others', r_other);
end $$;
`;
