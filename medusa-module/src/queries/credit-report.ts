import type { MedusaContainer } from '@medusajs/framework/types';
import type { AdminReport } from '../api/admin/answerpack/types';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import { REPORTS_MODULE } from '../modules/reports';
import type ReportsModuleService from '../modules/reports/service';
import { type DayRange, localDay, rangeBefore, type Step } from '../reports/days';
import { during, figuresOf, type Happened, outstandingOf, periodsOf } from '../reports/figures';
import { creditMoney } from './credit-money';

/** How many of the customers that were stopped most often are named. */
const STOPPED_MAX = 20;

/** A report before it is presented: its customers are ids still. */
export type CreditReport = Omit<AdminReport, 'stopped'> & {
	stopped: Awaited<ReturnType<ReportsModuleService['refusedCustomers']>>;
};

/**
 * What happened to a bot's credits and money in some of its local days, or to those of all bots, and in as many before.
 * @throws AnswerpackError `bot_not_found`
 */
export async function creditReport(
	container: MedusaContainer,
	{ bot_id, by, ...range }: DayRange & { bot_id?: string; by: Step },
): Promise<CreditReport> {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const reports = container.resolve<ReportsModuleService>(REPORTS_MODULE);
	const bots = bot_id === undefined ? await credits.namedBots() : [await credits.retrieveBot(bot_id)];
	const bot_ids = bots.map((bot) => bot.bot_id);
	const before = rangeBefore(range);
	const both = { from: before.from, to: range.to };
	const days = { bot_ids, ...both };
	await reports.flush(); // what this very process counted should not be missing
	const [used, changes, models, money, refusals, outstanding, limits, stopped] = await Promise.all([
		credits.usedByDay(days),
		credits.changesByDay(days),
		credits.modelsByDay(days),
		creditMoney(container, bot_ids, both),
		reports.refusals(bot_ids, both.from, both.to),
		credits.outstanding(bot_ids),
		reports.refusedPeople(bot_ids, range.from, range.to),
		reports.refusedCustomers(bot_ids, range.from, range.to, STOPPED_MAX),
	]);
	const zones = new Map(bots.map((bot) => [bot.bot_id, bot.settings.time_zone]));
	const happened: Happened = {
		...{ used, changes, models, refusals },
		money: money.map((one) => ({ ...one, day: localDay(one.at, zones.get(one.bot_id) ?? 'UTC') })),
	};
	const now = during(happened, range);
	return {
		bot_id: bot_id ?? null,
		...range,
		by,
		periods: periodsOf(now, range, by),
		figures: figuresOf(now, reports.modelCosts),
		previous: { ...before, figures: figuresOf(during(happened, before), reports.modelCosts) },
		outstanding: outstandingOf(outstanding),
		bots: bots.map(({ bot_id, settings }) => ({
			bot_id,
			name: settings.name,
			figures: figuresOf(during(happened, range, bot_id), reports.modelCosts),
			outstanding: outstandingOf(outstanding.filter((row) => row.bot_id === bot_id)),
		})),
		limits,
		stopped,
	};
}
