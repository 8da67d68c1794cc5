import type { z } from 'zod';
import {
	AnswerpackError,
	type ExtendBody,
	errorBodySchema,
	type HoldBody,
	holdAnswerSchema,
	isErrorCode,
	putBotAnswerSchema,
	type ReleaseBody,
	releaseAnswerSchema,
	type SettleBody,
	settleAnswerSchema,
	type UsageQuery,
	usageReportSchema,
} from '../contract/index.js';
import type { BotSettings } from '../pools/index.js';

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

	async function call<T extends z.ZodType>(
		method: string,
		path: string,
		schema: T,
		body?: object,
	): Promise<z.infer<T>> {
		let response: Response;
		let json: unknown;
		try {
			response = await fetch(`${base}/${path}`, {
				method,
				headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
				body: body && JSON.stringify(body),
				signal: AbortSignal.timeout(timeout_ms),
			});
			json = await response.json();
		} catch (cause) {
			throw new AnswerpackError('shop_unreachable', undefined, { cause });
		}
		if (!response.ok) throw refusal(response.status, json);
		const answer = schema.safeParse(json);
		if (!answer.success) throw new AnswerpackError('shop_unreachable', undefined, { cause: answer.error });
		return answer.data;
	}

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

/** Medusa's refusal as ours; anything that does not speak the contract is a shop that cannot be reached. */
function refusal(status: number, json: unknown): AnswerpackError {
	const body = errorBodySchema.safeParse(json);
	if (!body.success || !isErrorCode(body.data.error.code)) {
		return new AnswerpackError('shop_unreachable', undefined, { cause: new Error(`Medusa answered ${status}`) });
	}
	const { code, message, details } = body.data.error;
	return new AnswerpackError(code, details, { message });
}
