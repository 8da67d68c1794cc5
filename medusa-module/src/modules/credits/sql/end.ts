import { BY_KEY } from './time';

/**
 * Ends holds of one bot, each exactly once: `settled`, `released` or `expired`. What is spent goes along the legs in
 * order; the rest goes back to the same lots and windows, and to `expired` where a lot has expired meanwhile. A surplus
 * is absorbed. A settle that comes after its hold has expired takes what is still there for that subject, and absorbs
 * the rest; a release that comes then has nothing left to do. One outcome for each request, at its place; `{alone: true}`
 * for one that has to be asked by itself, since it needs locks out of the order of the others.
 */
export const END = `
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
