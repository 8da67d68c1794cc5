/** What one subject can still use of one pool, under the limits of `p_funding` (shared/src/pools/funding.ts). */
export const LEFT = `
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
