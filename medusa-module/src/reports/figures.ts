import { toCredits } from '@answerpack/shared/credits';
import { POOLS, type Pool } from '@answerpack/shared/pools';
import type { AdminOutstanding, AdminReport, AdminReportFigures } from '../api/admin/answerpack/types';
import type { ChangedOnDay, LotChange, ModelOnDay, Outstanding, UsedOnDay } from '../modules/credits/report-queries';
import type { ModelCosts } from '../modules/reports/options';
import type { RefusalCount } from '../modules/reports/refusals';
import type { CreditMoney } from '../queries/credit-money';
import { type Day, type DayRange, periodsIn, type Step, startOf } from './days';
import { marginOf, modelCost } from './model-cost';
import { addUp } from './money';

/** All that a report is made of, each on the local day of its bot. */
export interface Happened {
	used: UsedOnDay[];
	changes: ChangedOnDay[];
	models: ModelOnDay[];
	money: (CreditMoney & { day: Day })[];
	refusals: RefusalCount[];
}

/** What of it happened in a range, and to one bot if one is named. */
export function during(happened: Happened, { from, to }: DayRange, botId?: string): Happened {
	const within = <Row extends { day: Day; bot_id: string }>(rows: Row[]) =>
		rows.filter(({ day, bot_id }) => day >= from && day <= to && (botId === undefined || bot_id === botId));
	return {
		used: within(happened.used),
		changes: within(happened.changes),
		models: within(happened.models),
		money: within(happened.money),
		refusals: within(happened.refusals),
	};
}

export function figuresOf(happened: Happened, prices: ModelCosts | undefined): AdminReportFigures {
	const { used, changes, money } = happened;
	const changed = (...kinds: LotChange[]) =>
		sum(changes.filter(({ change }) => kinds.includes(change)).map((row) => row.amount));
	const revenue = addUp(money.filter(({ kind }) => kind === 'captured').map(moneyOf));
	const refunds = addUp(money.filter(({ kind }) => kind === 'refunded').map(moneyOf));
	const model_cost = modelCost(happened.models, prices);
	return {
		answers: sum(used.map(({ answers }) => answers)),
		used: byPool((pool) => toCredits(sum(used.map((row) => (row.pool === pool ? row.spent : 0))))),
		sold: toCredits(changed('pack', 'plan')),
		given: toCredits(changed('giveaway', 'adjustment')),
		expired: toCredits(changed('expired')),
		taken_back: toCredits(changed('taken_back') - changed('given_again')),
		revenue,
		refunds,
		model_cost,
		margin: marginOf(revenue, refunds, model_cost),
		refusals: sum(happened.refusals.map(({ refusals }) => refusals)),
	};
}

/** What was used in each period of a range. */
export function periodsOf(
	{ used, refusals }: Pick<Happened, 'used' | 'refusals'>,
	range: DayRange,
	by: Step,
): AdminReport['periods'] {
	const periods = new Map(
		periodsIn(range, by).map((from) => [from, { from, pools: byPool(() => ({ answers: 0, spent: 0 })), refusals: 0 }]),
	);
	for (const { day, pool, answers, spent } of used) {
		const period = periods.get(startOf(day, by));
		if (!period) continue;
		period.pools[pool].answers += answers;
		period.pools[pool].spent += spent;
	}
	for (const { day, refusals: count } of refusals) {
		const period = periods.get(startOf(day, by));
		if (period) period.refusals += count;
	}
	return [...periods.values()].map(({ from, pools, refusals }) => ({
		from,
		pools: byPool((pool) => ({ answers: pools[pool].answers, credits: toCredits(pools[pool].spent) })),
		refusals,
	}));
}

/** What customers have, of all these bots. */
export function outstandingOf(rows: Outstanding[]): AdminOutstanding {
	const total = (part: 'left' | 'held' | 'disputed') => toCredits(sum(rows.map((row) => row[part])));
	return { left: total('left'), held: total('held'), disputed: total('disputed') };
}

function moneyOf({ amount, currency_code }: CreditMoney) {
	return { amount, currency_code };
}

function byPool<T>(of: (pool: Pool) => T): Record<Pool, T> {
	return Object.fromEntries(POOLS.map((pool) => [pool, of(pool)])) as Record<Pool, T>;
}

/** Integers, so that adding them is exact. */
function sum(integers: number[]): number {
	return integers.reduce((total, integer) => total + integer, 0);
}
