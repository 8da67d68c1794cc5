/**
 * What the subject of a hold can still use of its pool, under the limits of now (shared/src/pools/funding.ts): in the window
 * that is open now, or in the hold's own.
 */
export const LEFT = `
-- The funding that a hold has, with the limits of now: none when its pool pays for that use no more.
create function credits_funding_now(p_fundings credits_funding[], p_uses text[], p_hold credits_hold)
returns credits_funding language sql immutable as $$
	select p_fundings[array_position(p_uses, p_hold.subject_kind || ' ' || p_hold.purpose || ' ' || p_hold.pool)]
$$;

create function credits_left(p_hold credits_hold, p_funding credits_funding, p_zone text, p_own boolean,
	p_now timestamptz)
returns bigint language plpgsql stable as $$
declare
	v_window credits_pool_window;
	v_period text := case when p_own then p_hold.period else p_funding.period end;
	v_starts_at timestamptz := p_hold.starts_at;
	v_used bigint;
	v_left bigint;
begin
	if p_hold.pool = 'end_user_credits' then
		select coalesce(sum(available), 0) into v_left from credits_lot
			where customer_id = p_hold.subject_key and bot_id = p_hold.bot_id and available > 0
				and starts_at <= p_now and (expires_at is null or expires_at > p_now);
		return v_left;
	end if;
	if not p_own then
		v_starts_at := (credits_open_window(p_hold.bot_id, p_hold.pool, p_funding.period, p_zone, p_now)).starts_at;
	end if;
	select * into v_window from credits_pool_window where bot_id = p_hold.bot_id and pool = p_hold.pool
		and period = v_period and starts_at = v_starts_at;
	if p_hold.pool = 'free_reserve' then
		select held + spent into v_used from credits_visitor_window where bot_id = p_hold.bot_id
			and subject_kind = p_hold.subject_kind and subject_key = p_hold.subject_key and period = v_period
			and starts_at = v_starts_at;
	end if;
	return greatest(0, least(p_funding.budget - coalesce(v_window.held + v_window.spent, 0),
		p_funding.share_limit
			- coalesce(case p_hold.share when 'visitors' then v_window.visitors else v_window.training end, 0),
		p_funding.subject_limit - coalesce(v_used, 0)));
end $$;
`;
