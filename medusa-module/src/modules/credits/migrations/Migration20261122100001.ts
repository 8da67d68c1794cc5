import { Migration } from '@medusajs/framework/mikro-orm/migrations';

/**
 * The operations of the ledger: each one SQL function, so one round trip and one atomic statement. Those on the way of
 * every answer take many requests of one bot at once, so that a thousand holds cost one commit.
 *
 * Locks are always taken in this order, so that no two operations can wait for each other: holds by id, accounts (each
 * guards all lots of one customer at one bot) by customer, visitor windows by subject, pool windows (the hot rows) last.
 * READ COMMITTED is enough: what a decision rests on is read after the lock that guards it, and rows that did not exist
 * to be locked are checked again when they are written. Where that check fails, somebody else was faster: the function
 * raises `AP001`, nothing is written, and the caller repeats the call.
 *
 * `p_now` is null outside of tests: the database's clock, read after the locks.
 */
export class Migration20261122100001 extends Migration {
	override async up(): Promise<void> {
		for (const sql of [
			TIME,
			TELL,
			PUT_BOT,
			GRANT,
			LEFT,
			TAKE,
			RESERVE,
			FUNDING_NOW,
			EXTEND,
			END,
			EXPIRE,
			REVOKE,
			DISPUTE,
		])
			this.addSql(sql);
	}

	override async down(): Promise<void> {
		this.addSql(`
drop function credits_iso, credits_window, credits_open_window, credits_tell, credits_put_bot, credits_grant, credits_spendable, credits_left,
	credits_take, credits_reserve, credits_funding_now, credits_extend, credits_end, credits_take_late, credits_expire_holds,
	credits_expire_lots, credits_revoke, credits_freeze, credits_thaw;
`);
	}
}

/**
 * Every row on the way of an answer is found by its key. The planner cannot know that: to it, a table that has only begun
 * to fill is small, so it would read all rows of a bot to find one, and keep that plan when they are millions. So rows are
 * looked up in a LATERAL subquery, which `offset 0` or `for update` keeps the planner from turning around, and updated
 * where that found them (`ctid`), which is safe under the locks. And the planner would plan again for every call, which
 * costs more than the call.
 */
const BY_KEY = `
	set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set enable_seqscan = off
	set enable_bitmapscan = off set plan_cache_mode = force_generic_plan`;

/**
 * ISO 8601 as the contract wants it, and the window that a moment falls into. Local midnights are Postgres' business,
 * daylight saving included.
 */
const TIME = `
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

/** Something that others must hear, told in the same transaction; it is delivered later, at least once. */
const TELL = `
create function credits_tell(p_bot_id text, p_name text, p_key text, p_data jsonb, p_at timestamptz)
returns void language sql as $$
	insert into credits_outbox (bot_id, name, key, data, at)
		values (p_bot_id, p_name, p_key, p_data || jsonb_build_object('bot_id', p_bot_id), p_at)
		on conflict (bot_id, name, key) do nothing
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
	perform v_now at time zone (p_settings->>'time_zone'); -- raises 22023 for a zone that this database does not know
	insert into credits_bot as b (bot_id, version, settings) values (p_bot_id, p_version, p_settings)
	on conflict (bot_id) do update set version = excluded.version, settings = excluded.settings,
			revision = b.revision + 1, updated_at = v_now
		where b.version <= excluded.version
	returning version into v_version;
	if not found then
		select version into strict v_version from credits_bot where bot_id = p_bot_id;
		return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
	end if;
	update credits_pool_window
		set budget = case pool when 'owner_cap' then p_owner_budget else p_reserve_budget end
		where bot_id = p_bot_id and ends_at > v_now;
	return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
end $$;
`;

/** Idempotent by source key; the same key with other content is a conflict. */
const GRANT = `
create function credits_grant(p_bot_id text, p_lot_id text, p_customer_id text, p_source_key text, p_category text,
	p_amount bigint, p_valid_days integer, p_expires_at timestamptz, p_reference jsonb, p_hash text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_movement bigint := nextval('credits_movement');
begin
	if not exists (select from credits_bot where bot_id = p_bot_id) then
		return jsonb_build_object('error', 'bot_not_found');
	end if;
	insert into credits_account (bot_id, customer_id) values (p_bot_id, p_customer_id) on conflict do nothing;
	perform from credits_account where bot_id = p_bot_id and customer_id = p_customer_id for update;
	v_now := coalesce(p_now, clock_timestamp());
	insert into credits_lot (bot_id, id, customer_id, source_key, request_hash, category, granted, available, starts_at,
			expires_at, reference, created_at)
		values (p_bot_id, p_lot_id, p_customer_id, p_source_key, p_hash, p_category, p_amount, p_amount, v_now,
			coalesce(p_expires_at, v_now + make_interval(days => p_valid_days)), p_reference, v_now)
		on conflict (bot_id, source_key) do nothing;
	if not found then
		select * into strict v_lot from credits_lot where bot_id = p_bot_id and source_key = p_source_key;
		if v_lot.request_hash <> p_hash then return jsonb_build_object('error', 'grant_conflict'); end if;
		return jsonb_build_object('lot_id', v_lot.id, 'replayed', true);
	end if;
	update credits_account set available = available + p_amount
		where bot_id = p_bot_id and customer_id = p_customer_id;
	insert into credits_entry (bot_id, movement, side, at, operation, account, part, amount) values
		(p_bot_id, v_movement, -1, v_now, 'grant', 'bot', 'issued', -p_amount),
		(p_bot_id, v_movement, 1, v_now, 'grant', 'lot:' || p_lot_id, 'available', p_amount);
	perform credits_tell(p_bot_id, 'credits.granted', p_lot_id, jsonb_build_object('customer_id', p_customer_id,
		'lot_id', p_lot_id, 'category', p_category, 'amount', p_amount), v_now);
	return jsonb_build_object('lot_id', p_lot_id, 'replayed', false);
end $$;
`;

/** What one subject can still use of one pool, under the limits of `p_funding` (shared/src/pools/funding.ts). */
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
 * Takes amounts for holds of one bot, each from the first funding of its plan that can pay, each all or nothing, in the
 * order given. Lots burn soonest expiry first, then giveaway, plan, pack, adjustment, then oldest, then id. It locks and
 * reads what the requests may touch, decides over arrays in memory, and writes everything at once.
 *
 * For each request, at its place: the funding that pays and what is left of it for that subject, or the refusals.
 */
const TAKE = `
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

/**
 * Takes holds of one bot, each with an id of its own. The plans were decided from one revision of the settings; when
 * another is stored by now, the answer is `{stale: true}` and the caller decides again. Otherwise one outcome for each
 * request, at its place. A refusal leaves no trace: the same id may ask again once there are credits.
 */
const RESERVE = `
create function credits_reserve(p_bot_id text, p_revision bigint, p_plans jsonb, p_ids text[], p_hashes text[],
	p_kinds text[], p_keys text[], p_purposes text[], p_amounts bigint[], p_ttls integer[], p_plan integer[],
	p_now timestamptz)
returns jsonb language plpgsql ${BY_KEY} as $$
declare
	v_bot credits_bot;
	v_outcomes jsonb[] := array_fill(null::jsonb, array[cardinality(p_ids)]);
	v_row record;
	v_new integer[];
	v_taken record;
	v_now timestamptz;
	v_held integer[] := '{}';
	v_answers jsonb[] := '{}';
	v_written bigint;
begin
	select * into v_bot from credits_bot where bot_id = p_bot_id;
	if not found then return jsonb_build_object('error', 'bot_not_found'); end if;
	for v_row in
		select n, request_hash, answer from unnest(p_ids) with ordinality r(id, n)
			cross join lateral (select request_hash, answer from credits_hold h
				where h.bot_id = p_bot_id and h.id = r.id offset 0) known
	loop
		v_outcomes[v_row.n] := case when v_row.request_hash = p_hashes[v_row.n]
			then v_row.answer || jsonb_build_object('replayed', true)
			else jsonb_build_object('error', 'hold_conflict') end;
	end loop;
	if v_bot.revision <> p_revision then return jsonb_build_object('stale', true); end if;
	if v_bot.settings->>'status' = 'paused' then
		return (select jsonb_agg(coalesce(outcome, jsonb_build_object('error', 'bot_paused')) order by n)
			from unnest(v_outcomes) with ordinality r(outcome, n));
	end if;
	select array_agg(n::integer order by n) into v_new from unnest(v_outcomes) with ordinality r(outcome, n)
		where outcome is null;
	if v_new is not null then
		select * into v_taken from credits_take(p_bot_id, p_revision, v_bot.settings->>'time_zone', p_plans,
			(select array_agg(p_ids[n] order by n) from unnest(v_new) n),
			(select array_agg(p_kinds[n] order by n) from unnest(v_new) n),
			(select array_agg(p_keys[n] order by n) from unnest(v_new) n),
			(select array_agg(p_amounts[n] order by n) from unnest(v_new) n),
			(select array_agg(p_plan[n] order by n) from unnest(v_new) n), p_now);
		v_now := coalesce(p_now, clock_timestamp());
		for i in 1 .. cardinality(v_new) loop
			if v_taken.fundings[i] is null then
				-- What it lacks may have gone to itself, in another process, while it waited here.
				perform from credits_hold where bot_id = p_bot_id and id = p_ids[v_new[i]];
				if found then raise exception 'another process was faster' using errcode = 'AP001'; end if;
				v_outcomes[v_new[i]] := jsonb_build_object('refusals', coalesce(v_taken.refusals[i], '[]'));
			else
				v_held := v_held || i;
				v_answers := v_answers || jsonb_build_object('id', p_ids[v_new[i]], 'pool', v_taken.fundings[i]->>'pool',
					'amount', p_amounts[v_new[i]], 'left', v_taken.lefts[i],
					'expires_at', credits_iso(v_now + make_interval(secs => p_ttls[v_new[i]])));
				v_outcomes[v_new[i]] := v_answers[cardinality(v_answers)] || jsonb_build_object('replayed', false);
			end if;
		end loop;
		insert into credits_hold (bot_id, id, subject_kind, subject_key, purpose, state, amount, pool, funding,
				request_hash, answer, settings_version, created_at, expires_at)
			select p_bot_id, p_ids[n], p_kinds[n], p_keys[n], p_purposes[n], 'open', p_amounts[n],
					v_taken.fundings[i]->>'pool', v_taken.fundings[i], p_hashes[n], answer, v_bot.version, v_now,
					v_now + make_interval(secs => p_ttls[n])
				from unnest(v_held, v_answers) held(i, answer), lateral (select v_new[i] as n) request
				order by p_ids[n]
			on conflict (bot_id, id) do nothing;
		get diagnostics v_written = row_count;
		if v_written <> cardinality(v_held) then
			raise exception 'another process was faster' using errcode = 'AP001';
		end if;
	end if;
	return to_jsonb(v_outcomes);
end $$;
`;

/**
 * The funding that a hold has, with the limits of now: `p_plans` is an object with a plan for each kind of subject and
 * purpose. Null when there is none any more.
 */
const FUNDING_NOW = `
create function credits_funding_now(p_plans jsonb, p_kind text, p_purpose text, p_pool text)
returns jsonb language sql immutable as $$
	select funding from jsonb_array_elements(p_plans->(p_kind || ' ' || p_purpose)) funding where funding->>'pool' = p_pool
$$;
`;

/**
 * A heartbeat; and more credits, out of the same pool and under the limits of now, when `p_amount` (the new total) is
 * above what is held.
 */
const EXTEND = `
create function credits_extend(p_bot_id text, p_hold_id text, p_ttl_seconds integer, p_amount bigint, p_revision bigint,
	p_plans jsonb, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_bot credits_bot;
	v_hold credits_hold;
	v_funding jsonb;
	v_taken record;
	v_left bigint;
begin
	select * into v_hold from credits_hold where bot_id = p_bot_id and id = p_hold_id for update;
	if not found then return jsonb_build_object('error', 'hold_not_found'); end if;
	v_now := coalesce(p_now, clock_timestamp());
	if v_hold.state <> 'open' or v_hold.expires_at <= v_now then return jsonb_build_object('error', 'hold_conflict'); end if;
	if p_amount > v_hold.amount then
		select * into strict v_bot from credits_bot where bot_id = p_bot_id;
		if v_bot.revision <> p_revision then return jsonb_build_object('stale', true); end if;
		if v_bot.settings->>'status' = 'paused' then return jsonb_build_object('error', 'bot_paused'); end if;
		v_funding := credits_funding_now(p_plans, v_hold.subject_kind, v_hold.purpose, v_hold.pool);
		select * into v_taken from credits_take(p_bot_id, p_revision, v_bot.settings->>'time_zone',
			jsonb_build_array(jsonb_build_array(v_funding)), array[p_hold_id], array[v_hold.subject_kind],
			array[v_hold.subject_key], array[p_amount - v_hold.amount], array[1], p_now);
		if v_taken.fundings[1] is null then
			return jsonb_build_object('refusals', coalesce(v_taken.refusals[1], '[]'));
		end if;
		v_hold.amount := p_amount;
		v_left := v_taken.lefts[1];
	else
		select credits_left(p_bot_id, v_hold.subject_kind, v_hold.subject_key, v_hold.funding, max(starts_at), v_now)
			into v_left from credits_hold_leg where bot_id = p_bot_id and hold_id = p_hold_id;
	end if;
	v_hold.expires_at := greatest(v_hold.expires_at, v_now + make_interval(secs => p_ttl_seconds));
	update credits_hold set amount = v_hold.amount, expires_at = v_hold.expires_at
		where bot_id = p_bot_id and id = p_hold_id;
	return jsonb_build_object('id', p_hold_id, 'pool', v_hold.pool, 'amount', v_hold.amount,
		'expires_at', credits_iso(v_hold.expires_at), 'left', v_left);
end $$;
`;

/**
 * Ends holds of one bot, each exactly once: `settled`, `released` or `expired`. What is spent goes along the legs in
 * order; the rest goes back to the same lots and windows, and to `expired` where a lot has expired meanwhile. A surplus
 * is absorbed. A settle that comes after its hold has expired takes what is still there for that subject, and absorbs
 * the rest; a release that comes then has nothing left to do. One outcome for each request, at its place; `{alone: true}`
 * for one that has to be asked by itself, since it needs locks out of the order of the others.
 */
const END = `
create function credits_end(p_bot_id text, p_ids text[], p_states text[], p_amounts bigint[], p_usages text[],
	p_hashes text[], p_revision bigint, p_plans jsonb, p_now timestamptz)
returns jsonb language plpgsql ${BY_KEY} as $$
declare
	v_outcomes jsonb[] := array_fill(null::jsonb, array[cardinality(p_ids)]);
	v_row record;
	v_bot credits_bot;
	v_now timestamptz;
	-- Which requests end a hold now.
	v_ends integer[] := '{}';
begin
	for v_row in
		select hold.*, n from (select id, n from unnest(p_ids) with ordinality r(id, n) order by id) r
			cross join lateral (select * from credits_hold h where h.bot_id = p_bot_id and h.id = r.id for update) hold
	loop
		if v_row.end_hash = p_hashes[v_row.n] then
			v_outcomes[v_row.n] := v_row.end_answer;
		elsif v_row.state = 'open' then
			v_ends := v_ends || v_row.n::integer;
		elsif v_row.state <> 'expired' or v_row.end_hash is not null then
			v_outcomes[v_row.n] := jsonb_build_object('error', 'hold_conflict');
		elsif cardinality(p_ids) > 1 then
			v_outcomes[v_row.n] := jsonb_build_object('alone', true);
		else
			select * into strict v_bot from credits_bot where bot_id = p_bot_id;
			if v_bot.revision <> p_revision then return jsonb_build_object('stale', true); end if;
			v_ends := v_ends || v_row.n::integer;
			perform credits_take_late(v_bot, v_row.id, v_row.subject_kind, v_row.subject_key,
				credits_funding_now(p_plans, v_row.subject_kind, v_row.purpose, v_row.pool),
				least(p_amounts[v_row.n], v_row.amount), p_now);
		end if;
	end loop;

	perform from (
			select distinct h.subject_key as key from unnest(v_ends) ending(request)
				cross join lateral (select subject_key, pool from credits_hold
					where bot_id = p_bot_id and id = p_ids[request] offset 0) h
				where h.pool = 'end_user_credits' order by 1
		) customers
		cross join lateral (select from credits_account a
			where a.bot_id = p_bot_id and a.customer_id = key for update) account;
	perform from (
			select distinct h.subject_kind, h.subject_key, l.period, l.starts_at from unnest(v_ends) ending(request)
				cross join lateral (select id, subject_kind, subject_key, pool from credits_hold
					where bot_id = p_bot_id and id = p_ids[request] offset 0) h
				cross join lateral (select period, starts_at from credits_hold_leg
					where bot_id = p_bot_id and hold_id = h.id offset 0) l
				where h.pool = 'free_reserve' order by 1, 2, 4
		) visitors
		cross join lateral (select from credits_visitor_window v
			where v.bot_id = p_bot_id and v.subject_kind = visitors.subject_kind and v.subject_key = visitors.subject_key
				and v.period = visitors.period and v.starts_at = visitors.starts_at for update) visitor;
	perform from (
			select distinct l.pool, l.period, l.starts_at from unnest(v_ends) ending(request)
				cross join lateral (select pool, period, starts_at from credits_hold_leg
					where bot_id = p_bot_id and hold_id = p_ids[request] and lot_id is null offset 0) l
				order by 1, 2, 3
		) windows
		cross join lateral (select from credits_pool_window w
			where w.bot_id = p_bot_id and w.pool = windows.pool and w.period = windows.period
				and w.starts_at = windows.starts_at for update) win;
	v_now := coalesce(p_now, clock_timestamp());

	for v_row in
		-- Every part of this statement reads what was there before it; what it changes is added by hand.
		with legs as materialized (
			-- One row for each leg that still holds something, or one for a hold that has none (any more).
			select request, h.id, h.state as was, p_states[request] as state, p_amounts[request] as amount, h.subject_kind,
					h.subject_key, h.pool, h.funding, h.funding->>'share' as share, l.at as leg_at, l.n as leg, t.at as lot_at, l.lot_id, t.owed,
					l.period, l.starts_at,
					coalesce(l.held, 0) as held, case when t.expires_at <= v_now then 'expired' when t.disputes > 0 then 'frozen'
						when l.lot_id is not null then 'available' else 'budget' end as back_to,
					case when l.lot_id is not null then 'lot:' || l.lot_id
						else h.pool || ':' || l.period || ':' || credits_iso(l.starts_at) end as account,
					least(l.held, greatest(0, p_amounts[request] + l.held
						- sum(l.held) over (partition by request order by l.n)))::bigint as spent
				from unnest(v_ends) ending(request)
				cross join lateral (select * from credits_hold
					where bot_id = p_bot_id and id = p_ids[request] offset 0) h
				left join lateral (select ctid as at, * from credits_hold_leg
					where bot_id = p_bot_id and hold_id = h.id and (held > 0 or lot_id is null) offset 0) l on true
				left join lateral (select ctid as at, expires_at, disputes, owed from credits_lot
					where bot_id = p_bot_id and id = l.lot_id offset 0) t on true
		), backs as materialized (
			-- What reversals still ask for of a lot is paid first.
			select *, held - spent as back, coalesce(least(held - spent, greatest(0, owed + held - spent
					- sum(held - spent) over (partition by lot_id order by id, leg))), 0)::bigint as to_revoked
				from legs
		), returning_legs as materialized (
			select *, back - to_revoked as kept,
					sum(back - to_revoked) filter (where back_to in ('available', 'budget'))
						over (partition by pool, subject_kind, subject_key, period, starts_at) as subject_back,
					sum(back) over (partition by pool, period, starts_at) as window_back,
					sum(back) over (partition by pool, share, period, starts_at) as share_back
				from backs
		), answers as materialized (
			select request, r.id, was, state, amount, coalesce(sum(r.spent), 0)::bigint as spent,
					coalesce(sum(back), 0)::bigint as returned,
					greatest(0, max(case when r.pool = 'end_user_credits'
						then credits_spendable(p_bot_id, r.subject_key, v_now) + coalesce(subject_back, 0)
						else least(w.budget - w.held - w.spent + window_back,
							case r.share when 'visitors' then (funding->>'share_limit')::bigint - w.visitors + share_back
								when 'training' then (funding->>'share_limit')::bigint - w.training + share_back end,
							(funding->>'subject_limit')::bigint - v.held - v.spent + subject_back)
						end))::bigint as left_over
				from returning_legs r
				left join lateral (select * from credits_pool_window
					where bot_id = p_bot_id and pool = r.pool and period = r.period and starts_at = r.starts_at offset 0) w on true
				left join lateral (select * from credits_visitor_window
					where r.pool = 'free_reserve' and bot_id = p_bot_id and subject_kind = r.subject_kind
						and subject_key = r.subject_key and period = r.period and starts_at = r.starts_at offset 0) v on true
				group by request, r.id, was, state, amount
		), movements as materialized (
			select nextval('credits_movement') as movement, state, id, account, part, amount from (
				select state, id, account, 'spent' as part, spent as amount from legs
				union all
				select state, id, account, back_to, kept from returning_legs
				union all
				select state, id, account, 'revoked', to_revoked from returning_legs
				union all
				select state, id, 'bot', 'absorbed', amount - spent from answers
			) booked where amount > 0
		), entries as (
			insert into credits_entry (bot_id, movement, side, at, operation, hold_id, account, part, amount)
				select p_bot_id, movement, side, v_now, state, id, account,
						case when side = 1 then part when account = 'bot' then 'issued' else 'held' end, side * amount
					from movements, (values (-1::smallint), (1::smallint)) sides(side)
		), ended_legs as (
			update credits_hold_leg l set held = 0, spent = l.spent + legs.spent from legs
				where legs.held > 0 and l.ctid = legs.leg_at
		), ended_lots as (
			update credits_lot t set held = t.held - lots.held, spent = t.spent + lots.spent,
					available = t.available + lots.available, expired = t.expired + lots.expired,
					frozen = t.frozen + lots.frozen, revoked = t.revoked + lots.revoked, owed = t.owed - lots.revoked
				from (select lot_at, sum(held) as held, sum(spent) as spent, sum(to_revoked) as revoked,
						coalesce(sum(kept) filter (where back_to = 'available'), 0) as available,
						coalesce(sum(kept) filter (where back_to = 'expired'), 0) as expired,
						coalesce(sum(kept) filter (where back_to = 'frozen'), 0) as frozen
					from returning_legs where lot_id is not null group by lot_at) lots
				where t.ctid = lots.lot_at
		), ended_accounts as (
			update credits_account a set held = a.held - customers.held, spent = a.spent + customers.spent,
					available = a.available + customers.available
				from (select held, spent, available, at from (
						select subject_key, sum(held) as held, sum(spent) as spent,
								coalesce(sum(kept) filter (where back_to = 'available'), 0) as available
							from returning_legs where lot_id is not null group by subject_key) sums
					cross join lateral (select ctid as at from credits_account
						where bot_id = p_bot_id and customer_id = subject_key offset 0) found) customers
				where a.ctid = customers.at
		), ended_visitors as (
			update credits_visitor_window v set held = v.held - visitors.held, spent = v.spent + visitors.spent
				from (select held, spent, at from (
						select subject_kind as kind, subject_key as key, period as per, starts_at as starts, sum(held) as held,
								sum(spent) as spent
							from legs where pool = 'free_reserve' and held > 0 group by 1, 2, 3, 4) sums
					cross join lateral (select ctid as at from credits_visitor_window
						where bot_id = p_bot_id and subject_kind = kind and subject_key = key and period = per
							and starts_at = starts offset 0) found) visitors
				where v.ctid = visitors.at
		), ended_windows as (
			update credits_pool_window w set held = w.held - windows.held, spent = w.spent + windows.spent,
					visitors = w.visitors - windows.visitors, training = w.training - windows.training
				from (select sums.*, at from (
						select pool as limited, period as per, starts_at as starts, sum(held) as held, sum(spent) as spent,
								coalesce(sum(back) filter (where share = 'visitors'), 0) as visitors,
								coalesce(sum(back) filter (where share = 'training'), 0) as training
							from returning_legs where lot_id is null and held > 0 group by 1, 2, 3) sums
					cross join lateral (select ctid as at from credits_pool_window
						where bot_id = p_bot_id and pool = limited and period = per and starts_at = starts offset 0) found) windows
				where w.ctid = windows.at
		)
		update credits_hold h
			set state = case when a.was = 'expired' and a.state = 'released' then 'expired' else a.state end,
				ended_at = v_now, usage = p_usages[a.request]::jsonb, end_hash = p_hashes[a.request], spent = a.spent,
				absorbed = a.amount - a.spent,
				end_answer = case a.state
					when 'settled' then jsonb_build_object('spent', a.spent, 'absorbed', a.amount - a.spent, 'left', a.left_over)
					else jsonb_build_object('released', a.returned, 'left', a.left_over) end
			from (select answers.*, at from answers
				cross join lateral (select ctid as at from credits_hold
					where bot_id = p_bot_id and id = answers.id offset 0) found) a
			where h.ctid = a.at
			returning a.request, h.end_answer, h.id, h.absorbed
	loop
		v_outcomes[v_row.request] := v_row.end_answer;
		if v_row.absorbed > 0 then
			perform credits_tell(p_bot_id, 'hold.absorbed', v_row.id,
				jsonb_build_object('hold_id', v_row.id, 'absorbed', v_row.absorbed), v_now);
		end if;
	end loop;
	return (select jsonb_agg(coalesce(outcome, jsonb_build_object('error', 'hold_not_found')) order by n)
		from unnest(v_outcomes) with ordinality r(outcome, n));
end $$;

create function credits_take_late(p_bot credits_bot, p_hold_id text, p_kind text, p_key text, p_funding jsonb,
	p_amount bigint, p_now timestamptz)
returns void language plpgsql as $$
declare
	v_zone text := p_bot.settings->>'time_zone';
	v_now timestamptz;
	v_payable bigint;
begin
	if p_funding is null then return; end if;
	if p_funding->>'pool' = 'end_user_credits' then
		perform from credits_account where bot_id = p_bot.bot_id and customer_id = p_key for update;
	end if;
	v_now := coalesce(p_now, clock_timestamp());
	v_payable := least(p_amount, credits_left(p_bot.bot_id, p_kind, p_key, p_funding, (
		select starts_at from credits_open_window(p_bot.bot_id, p_funding->>'pool', p_funding->>'window', v_zone, v_now)),
		v_now));
	if v_payable > 0 then
		-- When it is refused, somebody else took it meanwhile, and all of it is absorbed.
		perform credits_take(p_bot.bot_id, p_bot.revision, v_zone, jsonb_build_array(jsonb_build_array(p_funding)),
			array[p_hold_id], array[p_kind], array[p_key], array[v_payable], array[1], p_now);
	end if;
end $$;
`;

/** The sweepers. Each takes a bounded number, skips what others work on, and may be dead for a week. */
const EXPIRE = `
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
		perform credits_end(v_bot.bot_id, v_bot.ids, array_fill('expired'::text, array[cardinality(v_bot.ids)]),
			array_fill(0::bigint, array[cardinality(v_bot.ids)]), array_fill(null::text, array[cardinality(v_bot.ids)]),
			array_fill(null::text, array[cardinality(v_bot.ids)]), null, null, p_now);
		v_count := v_count + cardinality(v_bot.ids);
	end loop;
	return v_count;
end $$;

create function credits_expire_lots(p_limit integer, p_now timestamptz) returns integer language plpgsql as $$
declare
	v_now timestamptz := coalesce(p_now, clock_timestamp());
	v_lot record;
	v_available bigint;
	v_movement bigint;
	v_count integer := 0;
begin
	for v_lot in
		select l.bot_id, l.id, l.customer_id from credits_lot l join credits_account a using (bot_id, customer_id)
			where l.available > 0 and l.expires_at <= v_now order by l.expires_at limit p_limit for update of a skip locked
	loop
		-- Read again: what was seen before the account's lock may have moved.
		select available into strict v_available from credits_lot where bot_id = v_lot.bot_id and id = v_lot.id;
		continue when v_available = 0;
		update credits_lot set expired = expired + v_available, available = 0
			where bot_id = v_lot.bot_id and id = v_lot.id;
		update credits_account set available = available - v_available
			where bot_id = v_lot.bot_id and customer_id = v_lot.customer_id;
		v_movement := nextval('credits_movement');
		insert into credits_entry (bot_id, movement, side, at, operation, account, part, amount) values
			(v_lot.bot_id, v_movement, -1, v_now, 'expire', 'lot:' || v_lot.id, 'available', -v_available),
			(v_lot.bot_id, v_movement, 1, v_now, 'expire', 'lot:' || v_lot.id, 'expired', v_available);
		v_count := v_count + 1;
	end loop;
	return v_count;
end $$;
`;

/**
 * Takes back what is left of a lot, at most `p_amount`. What was spent stays spent; open holds keep theirs, and what they
 * give back is taken then. All reversals of a lot together never ask for more than it granted. Idempotent by key.
 */
const REVOKE = `
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
	v_movement bigint;
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
	v_available := least(v_asked - v_frozen, v_lot.available);
	update credits_lot set frozen = frozen - v_frozen, available = available - v_available,
			revoked = revoked + v_frozen + v_available, owed = owed + v_asked - v_frozen - v_available
		where bot_id = p_bot_id and id = p_lot_id;
	update credits_account set available = available - v_available
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	for v_part in select * from (values ('frozen', v_frozen), ('available', v_available)) parts(part, amount)
		where amount > 0
	loop
		v_movement := nextval('credits_movement');
		insert into credits_entry (bot_id, movement, side, at, operation, account, part, amount) values
			(p_bot_id, v_movement, -1, v_now, 'revoke', 'lot:' || p_lot_id, v_part.part, -v_part.amount),
			(p_bot_id, v_movement, 1, v_now, 'revoke', 'lot:' || p_lot_id, 'revoked', v_part.amount);
	end loop;
	insert into credits_reversal (bot_id, key, lot_id, request_hash, reason, asked, revoked, at)
		values (p_bot_id, p_key, p_lot_id, p_hash, p_reason, v_asked, v_frozen + v_available, v_now);
	return jsonb_build_object('revoked', v_frozen + v_available, 'shortfall', v_asked - v_frozen - v_available);
end $$;
`;

/**
 * A dispute freezes what is left of a lot, and what comes back to it from open holds; several may be open at once. When
 * the last one is closed, what is still frozen can be spent again, or has expired. A lost one is revoked before.
 */
const DISPUTE = `
create function credits_freeze(p_bot_id text, p_key text, p_lot_id text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_movement bigint;
	v_known text;
begin
	perform from credits_lot t join credits_account a using (bot_id, customer_id)
		where t.bot_id = p_bot_id and t.id = p_lot_id for update of a;
	if not found then return jsonb_build_object('error', 'lot_not_found'); end if;
	v_now := coalesce(p_now, clock_timestamp());
	select lot_id into v_known from credits_dispute where bot_id = p_bot_id and key = p_key;
	select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = p_lot_id;
	if v_known <> p_lot_id then return jsonb_build_object('error', 'reversal_conflict'); end if;
	if v_known is not null then return jsonb_build_object('frozen', v_lot.frozen); end if;
	insert into credits_dispute (bot_id, key, lot_id, opened_at) values (p_bot_id, p_key, p_lot_id, v_now);
	update credits_lot set disputes = disputes + 1, frozen = frozen + available, available = 0
		where bot_id = p_bot_id and id = p_lot_id;
	update credits_account set available = available - v_lot.available
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	if v_lot.available > 0 then
		v_movement := nextval('credits_movement');
		insert into credits_entry (bot_id, movement, side, at, operation, account, part, amount) values
			(p_bot_id, v_movement, -1, v_now, 'freeze', 'lot:' || p_lot_id, 'available', -v_lot.available),
			(p_bot_id, v_movement, 1, v_now, 'freeze', 'lot:' || p_lot_id, 'frozen', v_lot.available);
	end if;
	return jsonb_build_object('frozen', v_lot.frozen + v_lot.available);
end $$;

create function credits_thaw(p_bot_id text, p_key text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_lot_id text;
	v_movement bigint;
	v_back_to text;
begin
	select lot_id into v_lot_id from credits_dispute where bot_id = p_bot_id and key = p_key;
	if not found then return jsonb_build_object('error', 'dispute_not_found'); end if;
	perform from credits_lot t join credits_account a using (bot_id, customer_id)
		where t.bot_id = p_bot_id and t.id = v_lot_id for update of a;
	v_now := coalesce(p_now, clock_timestamp());
	update credits_dispute set closed_at = v_now where bot_id = p_bot_id and key = p_key and closed_at is null;
	if not found then return jsonb_build_object('thawed', 0); end if;
	select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = v_lot_id;
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
		v_movement := nextval('credits_movement');
		insert into credits_entry (bot_id, movement, side, at, operation, account, part, amount) values
			(p_bot_id, v_movement, -1, v_now, 'thaw', 'lot:' || v_lot_id, 'frozen', -v_lot.frozen),
			(p_bot_id, v_movement, 1, v_now, 'thaw', 'lot:' || v_lot_id, v_back_to, v_lot.frozen);
	end if;
	return jsonb_build_object('thawed', v_lot.frozen);
end $$;
`;
