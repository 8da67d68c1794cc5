/** Something that others must hear, told in the same transaction; it is delivered later, at least once. */
export const TELL = `
create function credits_tell(p_bot_id text, p_name text, p_key text, p_data jsonb, p_at timestamptz)
returns void language sql as $$
	insert into credits_outbox (bot_id, name, key, data, at)
		values (p_bot_id, p_name, p_key, p_data || jsonb_build_object('bot_id', p_bot_id), p_at)
		on conflict (bot_id, name, key) do nothing
$$;
`;
