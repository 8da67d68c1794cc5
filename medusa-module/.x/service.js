"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/modules/credits/service.ts
var service_exports = {};
__export(service_exports, {
  default: () => CreditsModuleService
});
module.exports = __toCommonJS(service_exports);
var import_contract4 = require("@answerpack/shared/contract");
var import_credits2 = require("@answerpack/shared/credits");
var import_server = require("@answerpack/shared/server");
var import_utils = require("@medusajs/framework/utils");

// src/modules/credits/queries.ts
var import_credits = require("@answerpack/shared/credits");
var import_pools = require("@answerpack/shared/pools");
async function select(sql, text, bindings) {
  const { rows } = await sql.raw(text, bindings);
  return rows;
}
async function bots(sql, ids = null) {
  const rows = await select(
    sql,
    `select bot_id, settings, revision from credits_bot where ?::text[] is null or bot_id = any(?::text[])
			order by settings->>'name', bot_id`,
    [ids, ids]
  );
  return rows.map(({ settings, ...bot }) => ({ ...bot, settings: import_pools.botSettingsSchema.parse(settings) }));
}
async function pools(sql, bot, now) {
  const { owner_cap, free_reserve } = bot.settings.pools;
  const limited = [
    { pool: "owner_cap", window: "month", credits: owner_cap.credits_per_month },
    { pool: "free_reserve", window: free_reserve.window, credits: free_reserve.credits }
  ];
  return Promise.all(
    limited.map(async ({ pool, window, credits }) => {
      const [row] = await select(
        sql,
        `select credits_iso(w.starts_at) as starts_at, credits_iso(w.ends_at) as resets_at,
						coalesce(p.held, 0)::float8 as held, coalesce(p.spent, 0)::float8 as spent
					from credits_open_window(?, ?, ?, ?, coalesce(?, clock_timestamp())) w
					left join credits_pool_window p
						on p.bot_id = ? and p.pool = ? and p.period = ? and p.starts_at = w.starts_at`,
        [bot.bot_id, pool, window, bot.settings.time_zone, now, bot.bot_id, pool, window]
      );
      if (!row) throw new Error("a window has exactly one row");
      return { pool, window, budget: (0, import_credits.toMillicredits)(credits), ...row };
    })
  );
}
var LOT_FILTERS = {
  bot_id: "bot_id = ?",
  customer_id: "customer_id = ?",
  order_id: "reference->>'order_id' = ?"
};
async function lots(sql, filter, now) {
  const names = Object.keys(filter);
  return select(
    sql,
    `with clock as (select coalesce(?, clock_timestamp()) as now)
			select bot_id, id, customer_id, source_key, category, reference,
				granted::float8, held::float8, spent::float8, revoked::float8, frozen::float8,
				(case when starts_at <= now and (expires_at is null or expires_at > now) then available else 0 end)::float8 as left,
				(expired + case when expires_at <= now then available else 0 end)::float8 as expired,
				credits_iso(starts_at) as starts_at, credits_iso(expires_at) as expires_at,
				credits_iso(created_at) as created_at
			from credits_lot, clock
			where ${names.map((name) => LOT_FILTERS[name]).join(" and ")}
			order by credits_lot.expires_at nulls last,
				array_position(array['giveaway', 'plan', 'pack', 'adjustment'], category), credits_lot.created_at, id`,
    [now, ...names.map((name) => filter[name])]
  );
}
async function answers(sql, customerId, { bot_id, limit, offset }) {
  const where = "subject_kind = 'customer' and subject_key = ? and (?::text is null or bot_id = ?)";
  const bindings = [customerId, bot_id ?? null, bot_id ?? null];
  const [rows, [total]] = await Promise.all([
    select(
      sql,
      `select id, bot_id, credits_iso(created_at) as at, pool, purpose, state, amount::float8, spent::float8,
					coalesce((select jsonb_agg(jsonb_build_object('lot_id', lot_id, 'amount', l.held + l.spent) order by n)
						from credits_hold_leg l where l.bot_id = h.bot_id and l.hold_id = h.id), '[]') as lots
				from credits_hold h where ${where} order by h.created_at desc, id limit ? offset ?`,
      [...bindings, limit, offset]
    ),
    select(sql, `select count(*)::int as count from credits_hold where ${where}`, bindings)
  ]);
  return { answers: rows, count: total?.count ?? 0 };
}
async function usage(sql, bot, { from, to, by }) {
  const { time_zone } = bot.settings;
  return select(
    sql,
    `select to_char(date_trunc(?, day), 'YYYY-MM-DD') as "from", pool, purpose, sum(answers)::int as answers,
				sum(spent)::float8 as spent
			from credits_usage where bot_id = ? and day >= (?::timestamptz at time zone ?)::date
				and day < (?::timestamptz - interval '1 microsecond') at time zone ?
			group by 1, 2, 3 order by 1, 2, 3`,
    [by, bot.bot_id, from, time_zone, to, time_zone]
  );
}
async function customerUsage(sql, bot, customerId, { from, to, by }) {
  const { time_zone } = bot.settings;
  return select(
    sql,
    `select to_char(date_trunc(?, ended_at at time zone ?), 'YYYY-MM-DD') as "from", pool, purpose,
				count(*)::int as answers, sum(spent)::float8 as spent
			from credits_hold where subject_kind = 'customer' and subject_key = ? and bot_id = ? and state = 'settled'
				and (ended_at at time zone ?)::date >= (?::timestamptz at time zone ?)::date
				and (ended_at at time zone ?)::date < (?::timestamptz - interval '1 microsecond') at time zone ?
			group by 1, 2, 3 order by 1, 2, 3`,
    [by, time_zone, customerId, bot.bot_id, time_zone, from, time_zone, time_zone, to, time_zone]
  );
}
async function leaseEvents(sql, limit) {
  return select(
    sql,
    `with due as (
				select id from credits_outbox
					where delivered_at is null and (leased_until is null or leased_until < clock_timestamp())
					order by id limit ? for update skip locked
			), leased as (
				update credits_outbox o set leased_until = clock_timestamp() + interval '1 minute' from due
					where o.id = due.id returning o.id, o.name, o.data
			)
			select id::text, name, data from leased order by leased.id`,
    [limit]
  );
}
async function confirmEvents(sql, ids) {
  await select(sql, "update credits_outbox set delivered_at = clock_timestamp() where id = any(?::bigint[])", [ids]);
}
var GIVEAWAY = `bot_id, code, name, amount::float8, total::float8, claimed::float8, valid_days,
	credits_iso(starts_at) as starts_at, credits_iso(ends_at) as ends_at`;
async function insertGiveaway(sql, giveaway) {
  const { bot_id, code, name, amount, total, starts_at, ends_at, valid_days } = giveaway;
  return select(
    sql,
    `insert into credits_giveaway (bot_id, code, name, amount, total, starts_at, ends_at, valid_days)
			values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (bot_id, code) do nothing returning ${GIVEAWAY}`,
    [bot_id, code, name, amount, total, starts_at, ends_at, valid_days]
  );
}
async function giveaways(sql, botId) {
  const query = `select ${GIVEAWAY} from credits_giveaway where bot_id = ? order by created_at desc, code`;
  return select(sql, query, [botId]);
}
async function endGiveaway(sql, botId, code, now) {
  return select(
    sql,
    `update credits_giveaway
			set ends_at = greatest(least(ends_at, coalesce(?, clock_timestamp())), starts_at + interval '1 microsecond')
			where bot_id = ? and code = ? returning ${GIVEAWAY}`,
    [now, botId, code]
  );
}

// src/modules/credits/audit.ts
var INVARIANTS = {
  "an account is the sum of its lots": `
		select a.bot_id, a.customer_id as row, jsonb_build_object('available', a.available, 'lots_available', l.available,
				'held', a.held, 'lots_held', l.held, 'spent', a.spent, 'lots_spent', l.spent) as figures
			from credits_account a
			left join (select bot_id, customer_id, sum(available) available, sum(held) held, sum(spent) spent
				from credits_lot group by 1, 2) l using (bot_id, customer_id)
			where (a.available, a.held, a.spent)
				is distinct from (coalesce(l.available, 0), coalesce(l.held, 0), coalesce(l.spent, 0))`,
  "a pool window is the sum of its holds, and so is each of its shares": `
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
  "a visitor window is the sum of its holds": `
		select w.bot_id, w.subject_key || ' ' || credits_iso(w.starts_at) as row,
				jsonb_build_object('held', w.held, 'holds_held', h.held, 'spent', w.spent, 'holds_spent', h.spent) as figures
			from credits_visitor_window w
			left join (
				select bot_id, subject_kind, subject_key, period, starts_at,
						sum(case state when 'open' then amount else 0 end) held, sum(spent) spent
					from credits_hold where pool = 'free_reserve' group by 1, 2, 3, 4, 5) h
				using (bot_id, subject_kind, subject_key, period, starts_at)
			where (w.held, w.spent) is distinct from (coalesce(h.held, 0), coalesce(h.spent, 0))`,
  "a lot is held and spent by its legs": `
		select t.bot_id, t.id as row,
				jsonb_build_object('held', t.held, 'legs_held', l.held, 'spent', t.spent, 'legs_spent', l.spent) as figures
			from credits_lot t
			left join (select bot_id, lot_id, sum(held) held, sum(spent) spent
				from credits_hold_leg group by 1, 2) l on l.bot_id = t.bot_id and l.lot_id = t.id
			where (t.held, t.spent) is distinct from (coalesce(l.held, 0), coalesce(l.spent, 0))`,
  "an open hold of a customer holds its amount in lots, an ended one nothing, and it spent what its legs spent": `
		select h.bot_id, h.id::text as row, jsonb_build_object('state', h.state, 'amount', h.amount,
				'legs_held', coalesce(sum(l.held), 0), 'spent', h.spent, 'legs_spent', coalesce(sum(l.spent), 0)) as figures
			from credits_hold h left join credits_hold_leg l on l.bot_id = h.bot_id and l.hold_id = h.id
			where h.pool = 'end_user_credits'
			group by h.bot_id, h.id
			having coalesce(sum(l.held), 0) <> case h.state when 'open' then h.amount else 0 end
				or coalesce(sum(l.spent), 0) <> h.spent`,
  "replaying the entries gives the tables": `
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
  "what the bot absorbed is what its holds could not pay": `
		select bot_id, 'absorbed' as row, jsonb_build_object('entries', e.amount, 'holds', h.amount) as figures
			from (select bot_id, sum(amount) amount from credits_entry where target = 'absorbed' group by 1) e
			full join (select bot_id, sum(absorbed) amount from credits_hold where absorbed > 0 group by 1) h using (bot_id)
			where e.amount is distinct from h.amount`,
  "what reports say was used is what settled holds spent": `
		select bot_id, pool || ' ' || purpose as row,
				jsonb_build_object('answers', u.answers, 'holds', h.answers, 'spent', u.spent, 'holds_spent', h.spent) as figures
			from (select bot_id, pool, purpose, sum(answers) answers, sum(spent) spent from credits_usage group by 1, 2, 3) u
			full join (select bot_id, pool, purpose, count(*) answers, sum(spent) spent from credits_hold
				where state = 'settled' group by 1, 2, 3) h using (bot_id, pool, purpose)
			where (u.answers, u.spent) is distinct from (h.answers, h.spent)`,
  "a giveaway gave what its lots were granted": `
		select g.bot_id, g.code as row, jsonb_build_object('claimed', g.claimed, 'lots_granted', l.granted) as figures
			from credits_giveaway g
			left join (select bot_id, reference->>'giveaway' as code, sum(granted) granted
				from credits_lot where category = 'giveaway' group by 1, 2) l using (bot_id, code)
			where g.claimed <> coalesce(l.granted, 0)`,
  "what was taken back of a lot, and is still owed, is what its reversals asked for": `
		select t.bot_id, t.id as row, jsonb_build_object('revoked', t.revoked, 'owed', t.owed, 'asked', r.asked) as figures
			from credits_lot t
			left join (select bot_id, lot_id, sum(asked) asked from credits_reversal group by 1, 2) r
				on r.bot_id = t.bot_id and r.lot_id = t.id
			where t.revoked + t.owed <> coalesce(r.asked, 0) or r.asked > t.granted`,
  "a lot is disputed as often as disputes over it are open": `
		select t.bot_id, t.id as row, jsonb_build_object('disputes', t.disputes, 'open', d.open) as figures
			from credits_lot t
			left join (select bot_id, lot_id, count(*) open from credits_dispute where closed_at is null group by 1, 2) d
				on d.bot_id = t.bot_id and d.lot_id = t.id
			where t.disputes <> coalesce(d.open, 0) or (t.disputes = 0 and t.frozen > 0)`,
  "a leg has its hold and its lot, and a hold its window": `
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
  "a customer\u2019s credits pay for nobody else\u2019s answer": `
		select h.bot_id, h.id::text as row, jsonb_build_object('subject', h.subject_key, 'lot', t.id, 'customer', t.customer_id) as figures
			from credits_hold h
			join credits_hold_leg l on l.bot_id = h.bot_id and l.hold_id = h.id
			join credits_lot t on t.bot_id = l.bot_id and t.id = l.lot_id
			where h.subject_kind <> 'customer' or t.customer_id <> h.subject_key`
};
async function audit(sql) {
  const breaches = await Promise.all(
    Object.entries(INVARIANTS).map(async ([invariant, query]) => {
      const rows = await select(sql, `${query} order by 1, 2 limit 1`, []);
      return rows.map((row) => ({ invariant, ...row }));
    })
  );
  return breaches.flat();
}

// src/modules/credits/calls.ts
var import_contract = require("@answerpack/shared/contract");
var SETTINGS_CHANGED = "AP002";
var RETRYABLE = /* @__PURE__ */ new Set(["AP001", "40P01", "40001", "23505"]);
var ATTEMPTS_MAX = 10;
async function callLedger(sql, name, args) {
  for (let attempt = 1; ; attempt++) {
    const bindings = args(attempt);
    try {
      const { rows } = await sql.raw(
        `select ${name}(${bindings.map(() => "?").join(", ")}) as outcome`,
        bindings
      );
      const { outcome } = rows[0];
      if (outcome.error) throw new import_contract.AnswerpackError(outcome.error);
      return outcome;
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !RETRYABLE.has(sqlState(error))) throw error;
    }
  }
}
function sqlState(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : "";
}
function isDataError(error) {
  return /^(?!AP|08|53|57|58|XX)./.test(sqlState(error));
}

// src/modules/credits/holds.ts
var import_contract3 = require("@answerpack/shared/contract");

// src/modules/credits/batches.ts
var BATCH_LENGTH_MAX = 1e3;
var Batches = class {
  /**
   * @param run answers a batch, one answer for each request, at its place; ids within a batch are different.
   * @param poisonous whether an error may be the fault of a single request; then each is run alone, and fails alone.
   */
  constructor(run, poisonous) {
    this.run = run;
    this.poisonous = poisonous;
  }
  run;
  poisonous;
  /** What waits, by key. A key is here while one of its batches is in flight. */
  waiting = /* @__PURE__ */ new Map();
  /** Puts a request into the next batch of its key. */
  add(key, request) {
    return new Promise((resolve, reject) => {
      const queue = this.waiting.get(key);
      if (queue) queue.push({ request, resolve, reject });
      else {
        this.waiting.set(key, [{ request, resolve, reject }]);
        void this.drain(key);
      }
    });
  }
  async drain(key) {
    for (await arrivals(); this.waiting.get(key)?.length; await arrivals()) {
      await this.answer(key, this.nextBatch(key, this.waiting.get(key) ?? []));
    }
    this.waiting.delete(key);
  }
  /** The requests at the head of the queue, each id once: a second one with the same id waits for the first's answer. */
  nextBatch(key, queue) {
    const ids = /* @__PURE__ */ new Set();
    const batch = [];
    const rest = [];
    for (const waiting of queue) {
      if (batch.length < BATCH_LENGTH_MAX && !ids.has(waiting.request.id)) {
        ids.add(waiting.request.id);
        batch.push(waiting);
      } else rest.push(waiting);
    }
    this.waiting.set(key, rest);
    return batch;
  }
  async answer(key, batch) {
    try {
      const answers2 = await this.run(
        key,
        batch.map(({ request }) => request)
      );
      batch.forEach(({ resolve }, n) => {
        resolve(answers2[n]);
      });
    } catch (error) {
      if (batch.length > 1 && this.poisonous(error)) {
        for (const alone of batch) await this.answer(key, [alone]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
};
var arrivals = () => new Promise((resolve) => setImmediate(resolve));

// src/modules/credits/known-bots.ts
var import_contract2 = require("@answerpack/shared/contract");

// src/modules/credits/fundings.ts
var import_pools2 = require("@answerpack/shared/pools");
var USES = import_pools2.SUBJECT_KINDS.flatMap((kind) => import_pools2.PURPOSES.map((purpose) => ({ kind, purpose })));
function fundingsOf({ pools: settings }, uses) {
  const rows = [];
  const fundings = { pools: [], names: [], first: [], last: [] };
  for (const { kind, purpose } of uses) {
    fundings.first.push(rows.length + 1);
    for (const { pool, window, budget, subject_limit, share, share_limit } of (0, import_pools2.fundingOrder)(settings, kind, purpose)) {
      rows.push(`"(${[pool, window, budget, subject_limit, share, share_limit].join(",")})"`);
      fundings.pools.push(pool);
      fundings.names.push(`${kind} ${purpose} ${pool}`);
    }
    fundings.last.push(rows.length);
  }
  return { all: `{${rows.join(",")}}`, ...fundings };
}

// src/modules/credits/known-bots.ts
var KnownBot = class {
  constructor(bot) {
    this.bot = bot;
    this.fundings = fundingsOf(bot.settings, USES);
  }
  bot;
  /** Who may pay for every use. */
  fundings;
  some = /* @__PURE__ */ new Map();
  /** Who may pay for some uses. */
  fundingsFor(uses) {
    const names = uses.map(({ kind, purpose }) => `${kind} ${purpose}`).join();
    const fundings = this.some.get(names) ?? fundingsOf(this.bot.settings, uses);
    this.some.set(names, fundings);
    return fundings;
  }
};
var KnownBots = class {
  constructor(sql) {
    this.sql = sql;
  }
  sql;
  known = /* @__PURE__ */ new Map();
  /**
   * Calls with the settings as last read, and again when the database says that they are out of date.
   * @throws AnswerpackError `bot_not_found`
   */
  async call(botId, call) {
    let known = this.known.get(botId) ?? await this.read(botId);
    for (let attempt = 1; ; attempt++) {
      try {
        return await call(known);
      } catch (error) {
        if (attempt === 3 || sqlState(error) !== SETTINGS_CHANGED) throw error;
        known = await this.read(botId);
      }
    }
  }
  async read(botId) {
    const [bot] = await bots(this.sql, [botId]);
    if (!bot) throw new import_contract2.AnswerpackError("bot_not_found");
    const known = new KnownBot(bot);
    this.known.set(botId, known);
    return known;
  }
};

// src/modules/credits/places.ts
var Places = class {
  values = [];
  places = /* @__PURE__ */ new Map();
  /** Where `value` is, which `key` stands for. */
  of(key, value) {
    const known = this.places.get(key);
    if (known !== void 0) return known;
    const place = this.values.push(value);
    this.places.set(key, place);
    return place;
  }
};

// src/modules/credits/request-hash.ts
var import_node_crypto = require("node:crypto");
function requestHash(request) {
  const sorted = JSON.stringify(
    request,
    (_, value) => value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)) : value
  );
  return (0, import_node_crypto.createHash)("sha256").update(sorted).digest("hex").slice(0, 32);
}

// src/modules/credits/holds.ts
var Holds = class {
  /** @param clock the time, or `null` for the database's. */
  constructor(sql, clock) {
    this.sql = sql;
    this.clock = clock;
    this.bots = new KnownBots(sql);
  }
  sql;
  clock;
  bots;
  reserves = new Batches(
    (botId, bodies) => this.reserveAll(botId, bodies),
    isDataError
  );
  ends = new Batches((botId, ends) => this.endAll(botId, ends), isDataError);
  async reserve(botId, body) {
    return accepted(await this.reserves.add(botId, body));
  }
  async extend(botId, holdId, { ttl_seconds, amount }) {
    const extended = await this.bots.call(
      botId,
      ({ bot: { revision, settings }, fundings }) => callLedger(this.sql, "credits_extend", () => [
        botId,
        revision,
        settings.status === "paused",
        settings.time_zone,
        settings.pools.owner_cap.alert_at_percent,
        fundings.all,
        fundings.names,
        holdId,
        ttl_seconds,
        amount ?? null,
        this.clock()
      ])
    );
    return accepted(extended);
  }
  async settle(botId, id, body) {
    const usage2 = JSON.stringify(body.usage);
    return this.end(botId, { id, state: "settled", amount: body.amount, usage: usage2, hash: endHash("settled", body) });
  }
  async release(botId, id, body) {
    return this.end(botId, { id, state: "released", amount: 0, usage: null, hash: endHash("released", body) });
  }
  async end(botId, end) {
    return accepted(await this.ends.add(botId, end));
  }
  async reserveAll(botId, bodies) {
    const uses = new Places();
    const useOf = bodies.map(({ subject: { kind }, purpose }) => uses.of(`${kind} ${purpose}`, { kind, purpose }));
    const subjects = new Places();
    const subjectOf = bodies.map(({ subject }) => subjects.of(`${subject.kind} ${subject.key}`, subject));
    const hashes = bodies.map(
      ({ subject: { kind, key }, purpose, amount, ttl_seconds }) => requestHash([kind, key, purpose, amount, ttl_seconds])
    );
    return this.bots.call(botId, async (known) => {
      const { revision, settings } = known.bot;
      const fundings = known.fundingsFor(uses.values);
      const reserved = await callLedger(this.sql, "credits_reserve", (attempt) => [
        botId,
        revision,
        settings.version,
        settings.status === "paused",
        settings.time_zone,
        settings.pools.owner_cap.alert_at_percent,
        fundings.all,
        fundings.first,
        fundings.last,
        bodies.map(({ id }) => id),
        hashes,
        useOf,
        subjectOf,
        uses.values.map(({ purpose }) => purpose),
        bodies.map(({ amount }) => amount),
        bodies.map(({ ttl_seconds }) => ttl_seconds),
        subjects.values.map(({ kind }) => kind),
        subjects.values.map(({ key }) => key),
        attempt > 1,
        null,
        this.clock()
      ]);
      return bodies.map((body, n) => held(body, n, reserved, fundings));
    });
  }
  endAll(botId, ends) {
    return this.bots.call(
      botId,
      ({ bot: { revision, settings }, fundings }) => callLedger(this.sql, "credits_end", () => [
        botId,
        revision,
        settings.time_zone,
        fundings.all,
        fundings.names,
        ends.map(({ id }) => id),
        ends.map(({ state }) => state),
        ends.map(({ amount }) => amount),
        ends.map(({ usage: usage2 }) => usage2),
        ends.map(({ hash }) => hash),
        this.clock()
      ])
    );
  }
};
function held(body, n, { at, fundings, lefts, others }, { pools: pools2 }) {
  const { id, amount, ttl_seconds } = body;
  const other = others?.[n];
  if (other) {
    const { pool: pool2, expires_at: expires_at2, left, ...refused } = other;
    return { id, pool: pool2, amount, expires_at: expires_at2, left, replayed: true, ...refused };
  }
  const pool = pools2[fundings[n] - 1];
  const expires_at = new Date(at + ttl_seconds * 1e3).toISOString();
  return { id, pool, amount, expires_at, left: lefts[n], replayed: false };
}
function endHash(state, body) {
  return requestHash({ state, ...body });
}
function accepted(outcome) {
  const { error, refusals } = outcome;
  if (error) throw new import_contract3.AnswerpackError(error);
  if (!refusals) return outcome;
  const code = import_contract3.REFUSALS.find((candidate) => refusals.some(({ refused }) => refused === candidate));
  const resets_at = refusals.flatMap((refusal) => refusal.resets_at ?? []).sort()[0];
  throw new import_contract3.AnswerpackError(code ?? "not_allowed", resets_at === void 0 ? void 0 : { resets_at });
}

// src/modules/credits/service.ts
var UNKNOWN_TIME_ZONE = "22023";
var CreditsModuleService = class {
  sql;
  secrets;
  clock;
  holds;
  constructor(container, options = {}) {
    this.sql = container[import_utils.ContainerRegistrationKeys.PG_CONNECTION];
    this.secrets = (0, import_server.readSecrets)(options.service_secret);
    this.clock = options.clock ?? (() => null);
    this.holds = new Holds(this.sql, this.clock);
  }
  /** The service secrets that are accepted; the first one signs. */
  serviceSecrets() {
    return this.secrets;
  }
  /**
   * Stores what Strapi published. An older version than the stored one changes nothing.
   * @returns the version that is stored now.
   * @throws AnswerpackError `invalid_request` for a time zone that the database does not know.
   */
  async putBot(botId, settings) {
    const { owner_cap, free_reserve } = settings.pools;
    const stored = this.call("credits_put_bot", [
      botId,
      settings.version,
      JSON.stringify(settings),
      (0, import_credits2.toMillicredits)(owner_cap.credits_per_month),
      (0, import_credits2.toMillicredits)(free_reserve.credits),
      this.clock()
    ]);
    return stored.catch((error) => {
      if (sqlState(error) !== UNKNOWN_TIME_ZONE) throw error;
      throw new import_contract4.AnswerpackError("invalid_request", { field: "time_zone", reason: "not a time zone of this database" });
    });
  }
  /** @throws AnswerpackError `bot_not_found` */
  async retrieveBot(botId) {
    const [bot] = await bots(this.sql, [botId]);
    if (!bot) throw new import_contract4.AnswerpackError("bot_not_found");
    return bot;
  }
  /** Every bot that was ever published here, with its pools in the windows that are open now. */
  async listBots() {
    const bots2 = await bots(this.sql);
    return Promise.all(bots2.map(async (bot) => ({ ...bot, pools: await pools(this.sql, bot, this.clock()) })));
  }
  /**
   * Adds a lot to a customer's credits. Idempotent by `source_key`.
   * @throws AnswerpackError `bot_not_found`; `grant_conflict` when the key exists with other content;
   * `invalid_request` when the amount is not a positive safe integer.
   */
  async grant(grant) {
    if (!Number.isSafeInteger(grant.amount) || grant.amount <= 0) throw new import_contract4.AnswerpackError("invalid_request");
    const { bot_id, customer_id, source_key, category, amount, expires_at, valid_days, reference } = grant;
    return this.call("credits_grant", [
      bot_id,
      (0, import_utils.generateEntityId)(void 0, "lot"),
      customer_id,
      source_key,
      category,
      amount,
      valid_days ?? null,
      expires_at ?? null,
      JSON.stringify(reference ?? {}),
      requestHash({ customer_id, category, amount, expires_at, valid_days }),
      this.clock()
    ]);
  }
  /**
   * Adds a giveaway: `amount` for each claim, `total` for all of them.
   * @throws AnswerpackError `bot_not_found`; `giveaway_conflict` when the code is taken.
   */
  async createGiveaway(giveaway) {
    await this.retrieveBot(giveaway.bot_id);
    const [created] = await insertGiveaway(this.sql, giveaway);
    if (!created) throw new import_contract4.AnswerpackError("giveaway_conflict");
    return created;
  }
  /** A bot's giveaways, the newest first. */
  async listGiveaways(botId) {
    return giveaways(this.sql, botId);
  }
  /** Ends a giveaway now, or leaves it ended. @throws AnswerpackError `giveaway_not_found` */
  async endGiveaway(botId, code) {
    const [ended] = await endGiveaway(this.sql, botId, code, this.clock());
    if (!ended) throw new import_contract4.AnswerpackError("giveaway_not_found");
    return ended;
  }
  /**
   * Grants a customer what a code gives, once.
   * @throws AnswerpackError `bot_not_found`, `giveaway_not_found` (also before it begins), `giveaway_claimed`,
   * `giveaway_ended`, `giveaway_used_up` (its total, or the bot's limit for the month).
   */
  async claimGiveaway(botId, code, customerId) {
    const { settings } = await this.retrieveBot(botId);
    return this.call("credits_claim", [
      botId,
      code,
      customerId,
      (0, import_utils.generateEntityId)(void 0, "lot"),
      requestHash({ code, customerId }),
      (0, import_credits2.toMillicredits)(settings.pools.giveaways.credits_per_month),
      this.clock()
    ]);
  }
  /**
   * Holds the most that an answer can cost, from the first pool that may and can pay. The same id and body again
   * answers what was answered.
   * @throws AnswerpackError `bot_not_found`, `hold_conflict`, `bot_paused`, or one of the refusals (402).
   */
  async reserve(botId, body) {
    return this.holds.reserve(botId, body);
  }
  /**
   * Keeps a hold alive for a long answer, and raises it to a new total when `amount` is given.
   * @throws AnswerpackError `hold_not_found`, `hold_conflict` when it has ended, or a refusal (402).
   */
  async extend(botId, holdId, body) {
    return this.holds.extend(botId, holdId, body);
  }
  /**
   * Books what was really used, never more than the hold; the surplus is absorbed and reported.
   * @throws AnswerpackError `hold_not_found`; `hold_conflict` when it has ended otherwise.
   */
  async settle(botId, holdId, body) {
    return this.holds.settle(botId, holdId, body);
  }
  /**
   * Gives everything back to the lots and the window it came from.
   * @throws AnswerpackError `hold_not_found`; `hold_conflict` when it has ended otherwise.
   */
  async release(botId, holdId, body) {
    return this.holds.release(botId, holdId, body);
  }
  /**
   * Takes back at most `amount` of what is left of a lot: never what was spent, of what open holds hold only what they give
   * back, and with all reversals of the lot together never more than it granted. Idempotent by `key`, such as `reversal:<refund>`.
   * @returns what was taken back at once, and what could not be.
   * @throws AnswerpackError `lot_not_found`; `reversal_conflict` when the key exists with other content;
   * `invalid_request` when the amount is not a positive safe integer.
   */
  async revoke(botId, { key, lot_id, amount, reason }) {
    if (!Number.isSafeInteger(amount) || amount <= 0) throw new import_contract4.AnswerpackError("invalid_request");
    const request = requestHash({ lot_id, amount });
    return this.call("credits_revoke", [botId, key, lot_id, amount, reason, request, this.clock()]);
  }
  /**
   * Keeps what is left of a lot from being spent while a dispute is open, and what comes back to it from open holds.
   * Idempotent by `key`. A lost dispute is revoked, then thawed.
   * @throws AnswerpackError `lot_not_found`; `reversal_conflict` when the key stands for another lot.
   */
  async freeze(botId, key, lotId) {
    return this.call("credits_freeze", [botId, key, lotId, this.clock()]);
  }
  /** Closes a dispute; with the last one, what is still frozen can be spent again. @throws `dispute_not_found` */
  async thaw(botId, key) {
    return this.call("credits_thaw", [botId, key, this.clock()]);
  }
  /**
   * Events to deliver, oldest first, leased to the caller for a minute: who does not confirm them in time leaves them to
   * the next caller, so each is delivered at least once.
   */
  async leaseEvents(limit) {
    return leaseEvents(this.sql, limit);
  }
  /** Notes that events were delivered. */
  async confirmEvents(ids) {
    await confirmEvents(this.sql, ids);
  }
  /** Ends holds that nobody ended in time, at most `limit` of them. @returns how many. */
  async expireHolds(limit) {
    return this.call("credits_expire_holds", [limit, this.clock()]);
  }
  /** Books what is left of expired lots as expired, at most `limit` of them. @returns how many. */
  async expireLots(limit) {
    return this.call("credits_expire_lots", [limit, this.clock()]);
  }
  async customerCredits(botId, customerId) {
    const lots2 = await lots(this.sql, { bot_id: botId, customer_id: customerId }, this.clock());
    return { ...sum(lots2), lots: lots2 };
  }
  /** What a customer has at every bot, for the shop owner. */
  async customerOverview(customerId) {
    const lots2 = await lots(this.sql, { customer_id: customerId }, this.clock());
    const botIds = [...new Set(lots2.map((lot) => lot.bot_id))];
    const bots2 = await bots(this.sql, botIds);
    return bots2.map(({ bot_id, settings }) => {
      const own = lots2.filter((lot) => lot.bot_id === bot_id);
      return { bot_id, name: settings.name, ...sum(own), lots: own };
    });
  }
  /** A customer's answers, newest first, with the lots that paid. */
  async customerAnswers(customerId, page) {
    return answers(this.sql, customerId, page);
  }
  /** The lots that an order granted. */
  async lotsOfOrder(orderId) {
    return lots(this.sql, { order_id: orderId }, this.clock());
  }
  /** What was spent in a time, by day or month of the bot's time zone, pool and purpose. @throws `bot_not_found` */
  async usage(botId, query) {
    const bot = await this.retrieveBot(botId);
    return { usage: await usage(this.sql, bot, query) };
  }
  /** The same for one customer at one bot. @throws `bot_not_found` */
  async customerUsage(botId, customerId, query) {
    const bot = await this.retrieveBot(botId);
    return { usage: await customerUsage(this.sql, bot, customerId, query) };
  }
  /** Verifies every invariant of the ledger from the tables alone. @returns the first row that breaks each broken one. */
  async audit() {
    return audit(this.sql);
  }
  call(name, args) {
    return callLedger(this.sql, name, () => args);
  }
};
function sum(lots2) {
  const total = (part) => lots2.reduce((amount, lot) => amount + lot[part], 0);
  return { left: total("left"), held: total("held") };
}
