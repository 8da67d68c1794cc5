import { BY_KEY } from './time';

/**
 * Takes holds of one bot, each with an id of its own. The plans were decided from one revision of the settings; when
 * another is stored by now, the answer is `{stale: true}` and the caller decides again. Otherwise one outcome for each
 * request, at its place. A refusal leaves no trace: the same id may ask again once there are credits.
 */
export const RESERVE = `
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
export const FUNDING_NOW = `
create function credits_funding_now(p_plans jsonb, p_kind text, p_purpose text, p_pool text)
returns jsonb language sql immutable as $$
	select funding from jsonb_array_elements(p_plans->(p_kind || ' ' || p_purpose)) funding where funding->>'pool' = p_pool
$$;
`;

/**
 * A heartbeat; and more credits, out of the same pool and under the limits of now, when `p_amount` (the new total) is
 * above what is held.
 */
export const EXTEND = `
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
