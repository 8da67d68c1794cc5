import { AnswerpackError } from '@answerpack/shared/contract';
import { SETTINGS_CHANGED, sqlState } from './calls';
import { type Fundings, fundingsOf, USES } from './fundings';
import { bots, type Sql } from './queries';
import type { Bot } from './types';

/** A bot's settings as last read, and who may pay for every use under them. */
export interface KnownBot {
	bot: Bot;
	fundings: Fundings;
}

/** How often settings may be published within one request: more is nobody's intention. */
const READS_MAX = 10;

/** The bots that this process has read. Never trusted blindly: the database says when they are out of date. */
export class KnownBots {
	private readonly known = new Map<string, KnownBot>();

	constructor(private readonly sql: Sql) {}

	/**
	 * Calls with the settings as last read, and again when the database says that they are out of date.
	 * @throws AnswerpackError `bot_not_found`
	 */
	async call<T>(botId: string, call: (known: KnownBot) => Promise<T>): Promise<T> {
		let known = this.known.get(botId) ?? (await this.read(botId));
		for (let attempt = 1; ; attempt++) {
			try {
				return await call(known);
			} catch (error) {
				if (attempt === READS_MAX || sqlState(error) !== SETTINGS_CHANGED) throw error;
				known = await this.read(botId);
			}
		}
	}

	private async read(botId: string): Promise<KnownBot> {
		const [bot] = await bots(this.sql, [botId]);
		if (!bot) throw new AnswerpackError('bot_not_found');
		const known = { bot, fundings: fundingsOf(bot.settings, USES) };
		this.known.set(botId, known);
		return known;
	}
}
