import { randomUUID } from 'node:crypto';
import { isAnswerpackError, QUESTION_LENGTH_MAX, type Usage } from '@answerpack/shared/contract';
import type { Pool } from '@answerpack/shared/pools';
import type { Core } from '@strapi/strapi';
import { errors, z } from '@strapi/utils';
import type { Context } from 'koa';
import { isDeclined, WITHOUT_LIMITS } from '../answering/answering';
import { cleanText } from '../answering/clean-text';
import type { Message } from '../answering/prompt';
import { localesFor } from '../bot-index/locales';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import { CONFIDENCE_MIN, type Retrieval } from '../knowledge';
import { getService } from '../services';
import { toAskedBot } from '../settings/bot-settings';
import { type PassageFound, presentPassages } from './present-passages';

const bodySchema = z.object({
	/** The answer's id: sent again, it is the same answer and costs nothing more. */
	id: z.uuid().toLowerCase().default(randomUUID),
	question: z.string().max(QUESTION_LENGTH_MAX).transform(cleanText).pipe(z.string().trim().min(1)),
	language: z
		.string()
		.min(2)
		.max(35)
		.regex(/^[A-Za-z0-9-]+$/)
		.optional(),
});

/** What a visitor would have read, and how it came about. */
export interface PlaygroundAnswer {
	/** Why there is no answer, as an error code: a refusal of the owner cap, or something that failed. */
	failure: { code: string; resets_at: string | null } | null;
	answered: boolean;
	/** The question is about a topic that the bot is to decline. */
	declined: boolean;
	text: string;
	passages: PassageFound[];
	confidence: number;
	/** Below it the bot says that it does not know. */
	confidence_min: number;
	/** What the model read; empty without a model. */
	messages: readonly Message[];
	usage: Usage | null;
	pool: Pool | null;
	credits_used: number;
	/** In the pool, in credits. */
	left: number | null;
	took_ms: number;
}

/** `POST /answerpack/bots/:id/playground`: asks as a visitor would; the owner cap pays. */
export const playground = ({ strapi }: { strapi: Core.Strapi }) => {
	/** What the bot finds, also where it is too little to answer. */
	async function lookUp(botId: string, question: string, language: string | undefined): Promise<Retrieval> {
		const indexes = getService(strapi, 'bot-indexes');
		const found = await indexes.find(botId, question, language);
		if (found) return found.retrieval;
		const [locale] = localesFor(language, Object.keys(await indexes.passageCounts(botId)));
		return indexes.search(botId, question, { locale: locale ?? '' });
	}

	return {
		async ask(ctx: Context): Promise<PlaygroundAnswer> {
			const body = bodySchema.safeParse((ctx.request as { body?: unknown }).body);
			if (!body.success) throw new errors.ValidationError(body.error.issues[0]?.message ?? '');
			const documentId: string = ctx.params.id;
			const bot: BotEntry | null = await strapi.db
				.query(BOT_UID)
				.findOne({ where: { documentId, publishedAt: { $notNull: true } } });
			if (!bot) throw new errors.NotFoundError();
			const { question, language } = body.data;
			const asked = toAskedBot(bot);
			const start = performance.now();
			const retrieval = await lookUp(documentId, question, language);
			const answer: PlaygroundAnswer = {
				failure: null,
				answered: false,
				declined: isDeclined(asked, question),
				text: '',
				passages: await presentPassages(strapi, retrieval.passages),
				confidence: retrieval.confidence,
				confidence_min: CONFIDENCE_MIN,
				messages: [],
				usage: null,
				pool: null,
				credits_used: 0,
				left: null,
				took_ms: 0,
			};
			const operator = { kind: 'operator', key: String(ctx.state.user.id) } as const;
			try {
				const stream = await getService(strapi, 'answering').ask(
					asked,
					operator,
					body.data,
					WITHOUT_LIMITS,
					'playground',
				);
				const gone = new AbortController();
				ctx.res.once('close', () => gone.abort());
				for await (const { event, data } of stream.follow(0, gone.signal)) {
					if (event === 'delta') answer.text += data.text;
					if (event === 'done') Object.assign(answer, data);
					if (event === 'error') answer.failure = { code: data.code, resets_at: null };
				}
				answer.messages = stream.messages ?? [];
				answer.usage = stream.usage ?? null;
			} catch (error) {
				if (!isAnswerpackError(error)) throw error;
				const { resets_at } = error.details ?? {};
				answer.failure = { code: error.code, resets_at: typeof resets_at === 'string' ? resets_at : null };
			}
			answer.took_ms = performance.now() - start;
			return answer;
		},
	};
};
