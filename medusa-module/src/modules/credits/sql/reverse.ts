/**
 * Takes back what is left of a lot, at most `p_amount`. What was spent stays spent; open holds keep theirs, and what they
 * give back is taken then. All reversals of a lot together never ask for more than it granted. Idempotent by key.
 */
export const REVOKE = `
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
	-- What has expired is gone, swept or not.
	v_available := case when v_lot.expires_at <= v_now then 0 else least(v_asked - v_frozen, v_lot.available) end;
	update credits_lot set frozen = frozen - v_frozen, available = available - v_available,
			revoked = revoked + v_frozen + v_available, owed = owed + v_asked - v_frozen - v_available
		where bot_id = p_bot_id and id = p_lot_id;
	update credits_account set available = available - v_available
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	for v_part in select * from (values ('frozen', v_frozen), ('available', v_available)) parts(part, amount)
		where amount > 0
	loop
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (p_bot_id, v_now, 'revoke', p_lot_id, v_part.part, 'revoked', v_part.amount);
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
export const DISPUTE = `
create function credits_freeze(p_bot_id text, p_key text, p_lot_id text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_known credits_dispute;
begin
	perform from credits_lot t join credits_account a using (bot_id, customer_id)
		where t.bot_id = p_bot_id and t.id = p_lot_id for update of a;
	if not found then return jsonb_build_object('error', 'lot_not_found'); end if;
	v_now := coalesce(p_now, clock_timestamp());
	select * into v_known from credits_dispute where bot_id = p_bot_id and key = p_key;
	if found then
		if v_known.lot_id <> p_lot_id then return jsonb_build_object('error', 'reversal_conflict'); end if;
		return jsonb_build_object('frozen', v_known.frozen);
	end if;
	select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = p_lot_id;
	if v_lot.expires_at <= v_now then v_lot.available := 0; end if;
	insert into credits_dispute (bot_id, key, lot_id, frozen, opened_at)
		values (p_bot_id, p_key, p_lot_id, v_lot.frozen + v_lot.available, v_now);
	update credits_lot set disputes = disputes + 1, frozen = frozen + v_lot.available,
			available = available - v_lot.available
		where bot_id = p_bot_id and id = p_lot_id;
	update credits_account set available = available - v_lot.available
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	if v_lot.available > 0 then
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (p_bot_id, v_now, 'freeze', p_lot_id, 'available', 'frozen', v_lot.available);
	end if;
	return jsonb_build_object('frozen', v_lot.frozen + v_lot.available);
end $$;

create function credits_thaw(p_bot_id text, p_key text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
	v_lot_id text;
	v_back_to text;
	v_thawed bigint;
begin
	select lot_id into v_lot_id from credits_dispute where bot_id = p_bot_id and key = p_key;
	if not found then return jsonb_build_object('error', 'dispute_not_found'); end if;
	perform from credits_lot t join credits_account a using (bot_id, customer_id)
		where t.bot_id = p_bot_id and t.id = v_lot_id for update of a;
	v_now := coalesce(p_now, clock_timestamp());
	select thawed into v_thawed from credits_dispute where bot_id = p_bot_id and key = p_key and closed_at is not null;
	if found then return jsonb_build_object('thawed', v_thawed); end if;
	select * into strict v_lot from credits_lot where bot_id = p_bot_id and id = v_lot_id;
	update credits_dispute set closed_at = v_now, thawed = case when v_lot.disputes > 1 then 0 else v_lot.frozen end
		where bot_id = p_bot_id and key = p_key;
	if v_lot.disputes > 1 then
		update credits_lot set disputes = disputes - 1 where bot_id = p_bot_id and id = v_lot_id;
		return jsonb_build_object('thawed', 0);
	end if;
	v_back_to := case when v_lot.expires_at <= v_now or v_lot.swept_at is not null then 'expired' else 'available' end;
	update credits_lot set disputes = 0, frozen = 0,
			available = available + case v_back_to when 'available' then frozen else 0 end,
			expired = expired + case v_back_to when 'expired' then frozen else 0 end
		where bot_id = p_bot_id and id = v_lot_id;
	update credits_account set available = available + case v_back_to when 'available' then v_lot.frozen else 0 end
		where bot_id = p_bot_id and customer_id = v_lot.customer_id;
	if v_lot.frozen > 0 then
		insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
			values (p_bot_id, v_now, 'thaw', v_lot_id, 'frozen', v_back_to, v_lot.frozen);
	end if;
	return jsonb_build_object('thawed', v_lot.frozen);
end $$;
`;
