import { POOLS } from '@answerpack/shared/pools';
import type CreditsModuleService from '../modules/credits/service';
import type { DayRange, Step } from '../reports/days';
import { periodsOf } from '../reports/figures';

const HEADER = ['bot_id', 'bot', 'from', 'pool', 'answers', 'credits'];

/**
 * What was used, as a table with a header: one row for each bot, period and pool. Credits in credits.
 * @throws AnswerpackError `bot_not_found`
 */
export async function usageRows(
	credits: CreditsModuleService,
	{ bot_id, by, ...range }: DayRange & { bot_id?: string; by: Step },
): Promise<(string | number)[][]> {
	const bots = bot_id === undefined ? await credits.namedBots() : [await credits.retrieveBot(bot_id)];
	const used = await credits.usedByDay({ bot_ids: bots.map((bot) => bot.bot_id), ...range });
	const rows = bots.flatMap(({ bot_id, settings }) => {
		const own = used.filter((row) => row.bot_id === bot_id);
		return periodsOf({ used: own, refusals: [] }, range, by).flatMap(({ from, pools }) =>
			POOLS.map((pool) => [bot_id, settings.name, from, pool, pools[pool].answers, pools[pool].credits]),
		);
	});
	return [HEADER, ...rows];
}
