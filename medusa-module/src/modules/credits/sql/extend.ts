import { BY_KEY } from './time';

/**
 * A heartbeat; and more credits, out of the same pool and window and under the limits of now, when `p_amount` (the new
 * total) is above what is held. `p_fundings` are those of now for each use, which `p_uses` names.
 */
export const EXTEND = `
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
	v_left := credits_left(v_hold, v_funding, p_zone, false, v_now);
	v_hold.expires_at := greatest(v_hold.expires_at, v_now + make_interval(secs => p_ttl_seconds));
	update credits_hold set amount = v_hold.amount, expires_at = v_hold.expires_at
		where bot_id = p_bot_id and id = p_hold_id;
	return json_build_object('id', p_hold_id, 'pool', v_hold.pool, 'amount', v_hold.amount,
		'expires_at', credits_iso(v_hold.expires_at), 'left', v_left);
end $$;

-- More for a hold, from the pool and the window that it has; nothing when its pool pays for
-- its use no more, or is counted otherwise by now.
create function credits_take_more(p_hold credits_hold, p_funding credits_funding, p_revision uuid, p_zone text,
	p_alerts integer[], p_amount bigint, p_now timestamptz)
returns json language plpgsql as $$
begin
	-- Limits of another period say nothing about the window that it has.
	if p_funding.pool is null or p_funding.period is distinct from p_hold.period then return null; end if;
	return credits_reserve(p_hold.bot_id, p_revision, null, false, p_zone, p_alerts, array[p_funding], array[1], array[1],
		array[p_hold.id], null, array[1], array[1], null, array[p_amount], null, array[p_hold.subject_kind],
		array[p_hold.subject_key], false, p_hold.period, p_hold.starts_at, p_now);
end $$;
`;
