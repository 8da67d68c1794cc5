import { decideSwitch } from '../decide-switch';
import type { PlanTerms } from '../plan-terms';

const MIDDLE: PlanTerms = {
	offer_id: 'aoffer_middle',
	bot_id: 'bot1',
	name: '30 credits a month',
	unit_amount: 1990,
	currency_code: 'eur',
	interval: 'month',
	interval_count: 1,
	amount: 30_000,
	rollover_max: 0,
};
const SMALL = { ...MIDDLE, offer_id: 'aoffer_small', unit_amount: 990, amount: 10_000 };
const LARGE = { ...MIDDLE, offer_id: 'aoffer_large', unit_amount: 2990, amount: 50_000 };

describe('a switch', () => {
	it.each<[string, PlanTerms, PlanTerms, PlanTerms, string]>([
		['to more comes at once', MIDDLE, MIDDLE, LARGE, 'now'],
		['to less comes with the next period', MIDDLE, MIDDLE, SMALL, 'at_period_end'],
		['to what it is does nothing', MIDDLE, MIDDLE, MIDDLE, 'none'],
		['to less that was announced already does nothing', MIDDLE, SMALL, SMALL, 'none'],
		['back from less that was announced costs nothing', MIDDLE, SMALL, MIDDLE, 'at_period_end'],
		['to more than was paid, although less was announced, comes at once', MIDDLE, SMALL, LARGE, 'now'],
		['to another interval is none', MIDDLE, MIDDLE, { ...LARGE, interval: 'year' }, 'conflict'],
		['to three months at a time is none', MIDDLE, MIDDLE, { ...LARGE, interval_count: 3 }, 'conflict'],
		['to another currency is none', MIDDLE, MIDDLE, { ...LARGE, currency_code: 'usd' }, 'conflict'],
		['to another bot is none', MIDDLE, MIDDLE, { ...LARGE, bot_id: 'bot2' }, 'conflict'],
		['to the same offer at today’s terms is one', MIDDLE, MIDDLE, { ...MIDDLE, unit_amount: 1790 }, 'at_period_end'],
	])('%s', (_what, paid, next, target, expected) => {
		expect(decideSwitch({ paid, next }, target)).toBe(expected);
	});
});
