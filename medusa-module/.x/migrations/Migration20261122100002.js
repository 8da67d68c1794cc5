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

// src/modules/credits/migrations/Migration20261122100002.ts
var Migration20261122100002_exports = {};
__export(Migration20261122100002_exports, {
  Migration20261122100002: () => Migration20261122100002
});
module.exports = __toCommonJS(Migration20261122100002_exports);
var import_migrations = require("@medusajs/framework/mikro-orm/migrations");

// src/modules/credits/sql/claim.ts
var CLAIM = `
create function credits_claim(p_bot_id text, p_code text, p_customer_id text, p_lot_id text, p_hash text,
	p_monthly_limit bigint, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
	v_now timestamptz;
	v_giveaway credits_giveaway;
	v_month record;
	v_granted jsonb;
begin
	select * into v_giveaway from credits_giveaway where bot_id = p_bot_id and code = p_code for update;
	v_now := coalesce(p_now, clock_timestamp());
	if not found or v_now < v_giveaway.starts_at then return jsonb_build_object('error', 'giveaway_not_found'); end if;
	if exists (select from credits_lot
		where bot_id = p_bot_id and source_key = 'giveaway:' || p_code || ':' || p_customer_id)
	then
		return jsonb_build_object('error', 'giveaway_claimed');
	end if;
	if v_now >= v_giveaway.ends_at then return jsonb_build_object('error', 'giveaway_ended'); end if;
	if v_giveaway.claimed + v_giveaway.amount > v_giveaway.total then
		return jsonb_build_object('error', 'giveaway_used_up');
	end if;
	-- As with pools, a month that was opened before the time zone changed stays open to its end.
	select coalesce(open.starts_at, win.starts_at) as starts_at, coalesce(open.ends_at, win.ends_at) as ends_at into v_month
		from credits_bot b
		cross join lateral credits_window('month', b.settings->>'time_zone', v_now) win
		left join lateral (select m.starts_at, m.ends_at from credits_giveaway_month m
			where m.bot_id = p_bot_id and m.starts_at <= v_now and m.ends_at > v_now
			order by m.starts_at desc limit 1) open on true
		where b.bot_id = p_bot_id;
	if v_giveaway.amount > p_monthly_limit then return jsonb_build_object('error', 'giveaway_used_up'); end if;
	insert into credits_giveaway_month as m (bot_id, starts_at, ends_at, granted)
		values (p_bot_id, v_month.starts_at, v_month.ends_at, v_giveaway.amount)
		on conflict (bot_id, starts_at) do update set granted = m.granted + v_giveaway.amount
			where m.granted + v_giveaway.amount <= p_monthly_limit;
	if not found then return jsonb_build_object('error', 'giveaway_used_up'); end if;
	update credits_giveaway set claimed = claimed + amount where bot_id = p_bot_id and code = p_code;
	v_granted := credits_grant(p_bot_id, p_lot_id, p_customer_id, 'giveaway:' || p_code || ':' || p_customer_id, 'giveaway',
		v_giveaway.amount, v_giveaway.valid_days, null, jsonb_build_object('giveaway', p_code), p_hash, p_now);
	return (select v_granted || jsonb_build_object('amount', granted, 'expires_at', credits_iso(expires_at))
		from credits_lot where bot_id = p_bot_id and id = p_lot_id);
end $$;
`;

// src/modules/credits/migrations/Migration20261122100002.ts
var Migration20261122100002 = class extends import_migrations.Migration {
  async up() {
    this.addSql(TABLES);
    this.addSql(CLAIM);
  }
  async down() {
    this.addSql("drop function credits_claim; drop table credits_giveaway_month, credits_giveaway;");
  }
};
var TABLES = `
create table credits_giveaway (
	bot_id text collate "C" not null references credits_bot,
	code text not null,
	name text not null,
	-- Millicredits: for one claim, and for all claims together.
	amount bigint not null check (amount > 0),
	total bigint not null check (total >= amount),
	claimed bigint not null default 0 check (claimed between 0 and total),
	starts_at timestamptz not null,
	ends_at timestamptz not null check (ends_at > starts_at),
	valid_days integer check (valid_days > 0),
	created_at timestamptz not null default now(),
	primary key (bot_id, code)
);

create table credits_giveaway_month (
	bot_id text collate "C" not null,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	granted bigint not null check (granted >= 0),
	primary key (bot_id, starts_at)
);
`;
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  Migration20261122100002
});
