/** Idempotent by source key; the same key with other content is a conflict. */
export const GRANT = `
create function credits_grant(p_bot_id text, p_lot_id text, p_customer_id text, p_source_key text, p_category text,
	p_amount bigint, p_valid_days integer, p_expires_at timestamptz, p_reference jsonb, p_hash text, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_lot credits_lot;
begin
	if not exists (select from credits_bot where bot_id = p_bot_id) then
		return jsonb_build_object('error', 'bot_not_found');
	end if;
	-- Before anything is written: a grant that is refused leaves no trace.
	select * into v_lot from credits_lot where source_key = p_source_key and bot_id = p_bot_id;
	if found then
		if v_lot.request_hash <> p_hash then return jsonb_build_object('error', 'grant_conflict'); end if;
		return jsonb_build_object('lot_id', v_lot.id, 'replayed', true);
	end if;
	insert into credits_account (bot_id, customer_id) values (p_bot_id, p_customer_id) on conflict do nothing;
	perform from credits_account where bot_id = p_bot_id and customer_id = p_customer_id for update;
	v_now := coalesce(p_now, clock_timestamp());
	insert into credits_lot (bot_id, id, customer_id, source_key, request_hash, category, granted, available, starts_at,
			expires_at, reference, created_at)
		values (p_bot_id, p_lot_id, p_customer_id, p_source_key, p_hash, p_category, p_amount, p_amount, v_now,
			coalesce(p_expires_at, v_now + p_valid_days * interval '24 hours'), p_reference, v_now)
		on conflict (source_key, bot_id) do nothing;
	if not found then raise exception 'another process was faster' using errcode = 'AP001'; end if;
	update credits_account set available = available + p_amount
		where bot_id = p_bot_id and customer_id = p_customer_id;
	insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
		values (p_bot_id, v_now, 'grant', p_lot_id, 'issued', 'available', p_amount);
	perform credits_tell(p_bot_id, 'credits.granted', p_lot_id, jsonb_build_object('customer_id', p_customer_id,
		'lot_id', p_lot_id, 'category', p_category, 'amount', p_amount), v_now);
	return jsonb_build_object('lot_id', p_lot_id, 'replayed', false);
end $$;
`;
