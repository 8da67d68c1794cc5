/**
 * Every row on the way of an answer is found by its key. The planner cannot know that: to it, a table that has only begun
 * to fill is small, so it would read all rows of a bot to find one, and keep that plan when they are millions. So rows are
 * looked up in a LATERAL subquery, which `offset 0` or `for update` keeps the planner from turning around, and updated
 * where that found them (`ctid`), which is safe under the locks. And the planner would plan again for every call, which
 * costs more than the call.
 */
export const BY_KEY = `
	set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set enable_seqscan = off
	set enable_bitmapscan = off set plan_cache_mode = force_generic_plan set jit = off`;

/**
 * ISO 8601 as the contract wants it, and the window that a moment falls into. Local midnights are Postgres' business,
 * daylight saving included.
 */
export const TIME = `
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
