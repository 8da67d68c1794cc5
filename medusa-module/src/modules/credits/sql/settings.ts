/**
 * Settings as published. An older version changes nothing. Windows that are open take the new budget at once, also one
 * below what is spent: then nothing more can be taken until the window ends.
 */
export const PUT_BOT = `
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
			revision = gen_random_uuid(), updated_at = v_now
		where b.version <= excluded.version
	returning version into v_version;
	if not found then
		select version into strict v_version from credits_bot where bot_id = p_bot_id;
		return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
	end if;
	-- In the order in which everybody locks them.
	perform from credits_pool_window where bot_id = p_bot_id and ends_at > v_now order by pool, period, starts_at for update;
	update credits_pool_window
		set budget = case pool when 'owner_cap' then p_owner_budget else p_reserve_budget end
		where bot_id = p_bot_id and ends_at > v_now;
	return jsonb_build_object('bot_id', p_bot_id, 'version', v_version);
end $$;
`;
