import {
	type ExtendBody,
	type HoldBody,
	holdAnswerSchema,
	putBotAnswerSchema,
	type ReleaseBody,
	releaseAnswerSchema,
	type SettleBody,
	settleAnswerSchema,
	type UsageQuery,
	usageReportSchema,
} from '../contract/index.js';
import type { BotSettings } from '../pools/index.js';
import { createServiceCall } from './service-call.js';

export interface LedgerClientOptions {
	/** Where Medusa is: `https://shop.example`. */
	url: string;
	/** The service secret that is sent. */
	secret: string;
	/** How long one call may take. */
	timeout_ms?: number;
}

/**
 * Strapi's way to the ledger. Every call is idempotent, so a caller may repeat it after `shop_unreachable`.
 * @throws AnswerpackError with Medusa's code, or `shop_unreachable` when it did not answer, or not as a ledger would.
 */
export function createLedgerClient({ url, secret, timeout_ms = 10_000 }: LedgerClientOptions) {
	const base = `${url.replace(/\/+$/, '')}/answerpack/bots`;
	const call = createServiceCall({ base, secret, timeout_ms, unreachable: 'shop_unreachable' });
	const hold = (botId: string, holdId: string) => `${encodeURIComponent(botId)}/holds/${encodeURIComponent(holdId)}`;

	return {
		putBot: (botId: string, settings: BotSettings) =>
			call('PUT', encodeURIComponent(botId), putBotAnswerSchema, settings),
		hold: (botId: string, body: HoldBody) => call('POST', `${encodeURIComponent(botId)}/holds`, holdAnswerSchema, body),
		extend: (botId: string, holdId: string, body: ExtendBody) =>
			call('POST', `${hold(botId, holdId)}/extend`, holdAnswerSchema, body),
		settle: (botId: string, holdId: string, body: SettleBody) =>
			call('POST', `${hold(botId, holdId)}/settle`, settleAnswerSchema, body),
		release: (botId: string, holdId: string, body: ReleaseBody) =>
			call('POST', `${hold(botId, holdId)}/release`, releaseAnswerSchema, body),
		usage: (botId: string, query: UsageQuery) =>
			call('GET', `${encodeURIComponent(botId)}/usage?${new URLSearchParams(query)}`, usageReportSchema),
	};
}

export type LedgerClient = ReturnType<typeof createLedgerClient>;
