import { type Sql, select } from './queries';

/** A row that breaks an invariant of the ledger. */
export interface Breach {
	/** What does not hold. */
	invariant: string;
	bot_id: string;
	/** Which row: a lot's id, a hold's id, a window, a movement. */
	row: string;
	/** The figures that should be equal and are not. */
	figures: Record<string, number | string | null>;
}

/**
 * The invariants of LEDGER.md, each as a query for the first row that breaks it, from the tables alone. Some need
 * no query, since the database refuses rows that break them: a movement takes from one side what it gives to the other
 * (1), a lot's parts add up to what was granted and none is negative (2), and a refused operation leaves no row (5).
 */
const INVARIANTS: Record<string, string> = {
	'an account is the sum of its lots': `
		select a.bot_id, a.customer_id as row, jsonb_build_object('available', a.available, 'lots_available', l.available,
				'held', a.held, 'lots_held', l.held, 'spent', a.spent, 'lots_spent', l.spent) as figures
			from credits_account a
			left join (select bot_id, customer_id, sum(available) available, sum(held) held, sum(spent) spent
				from credits_lot group by 1, 2) l using (bot_id, customer_id)
			where (a.available, a.held, a.spent)
				is distinct from (coalesce(l.available, 0), coalesce(l.held, 0), coalesce(l.spent, 0))`,

	'a pool window is the sum of its holds, and so is each of its shares': `
		select w.bot_id, w.pool || ' ' || credits_iso(w.starts_at) as row,
				jsonb_build_object('held', w.held, 'holds_held', h.held, 'spent', w.spent, 'holds_spent', h.spent,
					'visitors', w.visitors, 'holds_visitors', h.visitors, 'training', w.training, 'holds_training', h.training)
					as figures
			from credits_pool_window w
			left join (
				select bot_id, pool, period, starts_at, sum(held) held, sum(spent) spent,
						coalesce(sum(held + spent) filter (where share = 'visitors'), 0) visitors,
						coalesce(sum(held + spent) filter (where share = 'training'), 0) training
					from credits_hold, lateral (select case state when 'open' then amount else 0 end as held) holding
					where period is not null group by 1, 2, 3, 4) h using (bot_id, pool, period, starts_at)
			where (w.held, w.spent, w.visitors, w.training) is distinct from
				(coalesce(h.held, 0), coalesce(h.spent, 0), coalesce(h.visitors, 0), coalesce(h.training, 0))`,

	'a visitor window is the sum of its holds': `
		select bot_id, subject_key || ' ' || credits_iso(starts_at) as row,
				jsonb_build_object('held', w.held, 'holds_held', h.held, 'spent', w.spent, 'holds_spent', h.spent) as figures
			from credits_visitor_window w
			full join (
				select bot_id, subject_kind, subject_key, period, starts_at,
						sum(case state when 'open' then amount else 0 end) held, sum(spent) spent
					from credits_hold where pool = 'free_reserve' group by 1, 2, 3, 4, 5) h
				using (bot_id, subject_kind, subject_key, period, starts_at)
			where (coalesce(w.held, 0), coalesce(w.spent, 0)) is distinct from (coalesce(h.held, 0), coalesce(h.spent, 0))`,

	'a lot is held and spent by its legs': `
		select t.bot_id, t.id as row,
				jsonb_build_object('held', t.held, 'legs_held', l.held, 'spent', t.spent, 'legs_spent', l.spent) as figures
			from credits_lot t
			left join (select bot_id, lot_id, sum(held) held, sum(spent) spent
				from credits_hold_leg group by 1, 2) l on l.bot_id = t.bot_id and l.lot_id = t.id
			where (t.held, t.spent) is distinct from (coalesce(l.held, 0), coalesce(l.spent, 0))`,

	'an open hold of a customer holds its amount in lots, an ended one nothing, and it spent what its legs spent': `
		select h.bot_id, h.id::text as row, jsonb_build_object('state', h.state, 'amount', h.amount,
				'legs_held', coalesce(sum(l.held), 0), 'spent', h.spent, 'legs_spent', coalesce(sum(l.spent), 0)) as figures
			from credits_hold h left join credits_hold_leg l on l.bot_id = h.bot_id and l.hold_id = h.id
			where h.pool = 'end_user_credits'
			group by h.bot_id, h.id
			having coalesce(sum(l.held), 0) <> case h.state when 'open' then h.amount else 0 end
				or coalesce(sum(l.spent), 0) <> h.spent`,

	'replaying the entries gives the tables': `
		select bot_id, account || ' ' || part as row,
				jsonb_build_object('replayed', coalesce(r.amount, 0), 'amount', coalesce(t.amount, 0)) as figures
			from (
				select bot_id, case when lot_id is not null then 'lot:' || lot_id
						else pool || ':' || period || ':' || credits_iso(starts_at) end as account, part, sum(amount) amount
					from credits_entry_side where part not in ('issued', 'absorbed', 'budget')
					group by bot_id, lot_id, pool, period, starts_at, part) r
			full join (
				select bot_id, 'lot:' || id as account, part, amount from credits_lot, lateral (values
					('available', available), ('held', held), ('spent', spent), ('expired', expired), ('revoked', revoked),
					('frozen', frozen)) v(part, amount)
				union all
				select bot_id, pool || ':' || period || ':' || credits_iso(starts_at), part, amount
					from credits_pool_window, lateral (values ('held', held), ('spent', spent)) v(part, amount)
			) t using (bot_id, account, part)
			where coalesce(r.amount, 0) <> coalesce(t.amount, 0)`,

	'what the bot absorbed is what its holds could not pay': `
		select bot_id, 'absorbed' as row, jsonb_build_object('entries', e.amount, 'holds', h.amount) as figures
			from (select bot_id, sum(amount) amount from credits_entry where target = 'absorbed' group by 1) e
			full join (select bot_id, sum(absorbed) amount from credits_hold where absorbed > 0 group by 1) h using (bot_id)
			where e.amount is distinct from h.amount`,

	'what reports say was used is what settled holds spent': `
		select bot_id, pool || ' ' || purpose as row,
				jsonb_build_object('answers', u.answers, 'holds', h.answers, 'spent', u.spent, 'holds_spent', h.spent) as figures
			from (select bot_id, pool, purpose, sum(answers) answers, sum(spent) spent from credits_usage group by 1, 2, 3) u
			full join (select bot_id, pool, purpose, count(*) answers, sum(spent) spent from credits_hold
				where state = 'settled' group by 1, 2, 3) h using (bot_id, pool, purpose)
			where (u.answers, u.spent) is distinct from (h.answers, h.spent)`,

	'a giveaway gave what its lots were granted': `
		select g.bot_id, g.code as row, jsonb_build_object('claimed', g.claimed, 'lots_granted', l.granted) as figures
			from credits_giveaway g
			left join (select bot_id, reference->>'giveaway' as code, sum(granted) granted
				from credits_lot where category = 'giveaway' group by 1, 2) l using (bot_id, code)
			where g.claimed <> coalesce(l.granted, 0)`,

	'what was taken back of a lot, and is still owed, is what its reversals asked for': `
		select t.bot_id, t.id as row, jsonb_build_object('revoked', t.revoked, 'owed', t.owed, 'asked', r.asked) as figures
			from credits_lot t
			left join (select bot_id, lot_id, sum(asked) asked from credits_reversal group by 1, 2) r
				on r.bot_id = t.bot_id and r.lot_id = t.id
			where t.revoked + t.owed <> coalesce(r.asked, 0) or r.asked > t.granted`,

	'a lot is disputed as often as disputes over it are open': `
		select t.bot_id, t.id as row, jsonb_build_object('disputes', t.disputes, 'open', d.open) as figures
			from credits_lot t
			left join (select bot_id, lot_id, count(*) open from credits_dispute where closed_at is null group by 1, 2) d
				on d.bot_id = t.bot_id and d.lot_id = t.id
			where t.disputes <> coalesce(d.open, 0) or (t.disputes = 0 and t.frozen > 0)`,

	'a hold is in a state that there is, and never spent more than it held': `
		select bot_id, id::text as row, jsonb_build_object('state', state, 'ended_at', ended_at, 'amount', amount, 'spent', spent) as figures
			from credits_hold
			where state not in ('open', 'settled', 'released', 'expired') or (state = 'open') <> (ended_at is null)
				or spent > amount or (state <> 'settled' and (spent > 0 or absorbed > 0))`,

	'what a hold holds and spent is what its entries moved': `
		select bot_id, hold_id::text as row, jsonb_build_object('entries_held', coalesce(e.held, 0),
				'held', coalesce(h.held, 0), 'entries_spent', coalesce(e.spent, 0), 'spent', coalesce(h.spent, 0)) as figures
			from (
				select bot_id, hold_id, sum(case 'held' when target then amount when source then -amount else 0 end) as held,
						sum(case target when 'spent' then amount else 0 end) as spent
					from credits_entry where hold_id is not null group by 1, 2) e
			full join (select bot_id, id as hold_id, case state when 'open' then amount else 0 end as held, spent
				from credits_hold) h using (bot_id, hold_id)
			where (coalesce(e.held, 0), coalesce(e.spent, 0)) is distinct from (coalesce(h.held, 0), coalesce(h.spent, 0))`,

	'a leg has its hold and its lot, and a hold its window': `
		select l.bot_id, l.hold_id::text as row, jsonb_build_object('lot', l.lot_id) as figures
			from credits_hold_leg l
			where not exists (select from credits_hold h
					where h.bot_id = l.bot_id and h.id = l.hold_id and h.pool = 'end_user_credits')
				or not exists (select from credits_lot t where t.bot_id = l.bot_id and t.id = l.lot_id)
		union all
		select h.bot_id, h.id::text, jsonb_build_object('pool', h.pool, 'starts_at', credits_iso(h.starts_at))
			from credits_hold h
			where h.period is not null and not exists (select from credits_pool_window w where w.bot_id = h.bot_id
				and w.pool = h.pool and w.period = h.period and w.starts_at = h.starts_at)`,

	'a customer’s credits pay for nobody else’s answer': `
		select h.bot_id, h.id::text as row, jsonb_build_object('subject', h.subject_key, 'lot', t.id, 'customer', t.customer_id) as figures
			from credits_hold h
			join credits_hold_leg l on l.bot_id = h.bot_id and l.hold_id = h.id
			join credits_lot t on t.bot_id = l.bot_id and t.id = l.lot_id
			where h.subject_kind <> 'customer' or t.customer_id <> h.subject_key`,
};

/** Verifies every invariant; answers the first row that breaks each one that is broken, or nothing. */
export async function audit(sql: Sql): Promise<Breach[]> {
	const breaches: Breach[] = [];
	// One after the other: each reads whole tables, and answers need connections meanwhile.
	for (const [invariant, query] of Object.entries(INVARIANTS)) {
		const rows = await select<Omit<Breach, 'invariant'>>(sql, `${query} order by 1, 2 limit 1`, []);
		breaches.push(...rows.map((row) => ({ invariant, ...row })));
	}
	return breaches;
}
