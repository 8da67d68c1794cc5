/** The sweepers. Each takes a bounded number, skips what others work on, and may be dead for a week. */
export const EXPIRE = `
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
		begin
			perform credits_end(v_bot.bot_id, null, null, null, null, v_bot.ids,
				array_fill('expired'::text, array[cardinality(v_bot.ids)]), array_fill(0::bigint, array[cardinality(v_bot.ids)]),
				array_fill(null::text, array[cardinality(v_bot.ids)]), array_fill(null::uuid, array[cardinality(v_bot.ids)]), p_now);
			v_count := v_count + cardinality(v_bot.ids);
		exception when integrity_constraint_violation then
			-- One bot's broken books, which the auditor names, keep no other bot's holds.
			raise warning 'holds of bot % could not expire: %', v_bot.bot_id, sqlerrm;
		end;
	end loop;
	return v_count;
end $$;

create function credits_expire_lots(p_limit integer, p_now timestamptz) returns integer language plpgsql as $$
declare
	v_now timestamptz := coalesce(p_now, clock_timestamp());
	v_lot record;
	v_available bigint;
	v_count integer := 0;
begin
	for v_lot in
		select l.bot_id, l.id, l.customer_id from credits_lot l join credits_account a using (bot_id, customer_id)
			where l.swept_at is null and l.expires_at <= v_now order by l.expires_at limit p_limit for update of a skip locked
	loop
		-- Read again: what was seen before the account's lock may have moved.
		select available into v_available from credits_lot
			where bot_id = v_lot.bot_id and id = v_lot.id and swept_at is null;
		continue when not found;
		v_count := v_count + 1;
		update credits_lot set expired = expired + v_available, available = 0, swept_at = v_now
			where bot_id = v_lot.bot_id and id = v_lot.id;
		continue when v_available = 0;
		update credits_account set available = available - v_available
			where bot_id = v_lot.bot_id and customer_id = v_lot.customer_id;
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (v_lot.bot_id, v_now, 'expire', v_lot.id, 'available', 'expired', v_available);
	end loop;
	return v_count;
end $$;
`;
