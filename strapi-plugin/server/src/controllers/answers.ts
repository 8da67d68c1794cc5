import {
	type AnswerBody,
	AnswerpackError,
	answerBodySchema,
	PASS_HEADER,
	parse,
	QUESTION_LENGTH_MAX,
} from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import type { StoredAnswer } from '../answering/answer-store';
import type { AnswerStream } from '../answering/answering';
import { cleanText } from '../answering/clean-text';
import { lastEventId, sendEvents } from '../content-api/event-stream';
import { assertOriginOf } from '../content-api/origins';
import type { Asker } from '../content-api/visitor-tokens';
import { createQuietLog } from '../privacy/quiet-log';
import { getService } from '../services';
import { findAskedBot } from './bots';

const COMMENT_LENGTH_MAX = 1000;

export const feedbackBodySchema = z.object({
	rating: z.enum(['up', 'down']),
	comment: z.string().max(COMMENT_LENGTH_MAX).optional(),
});

/** Asking, and everything that can be done with an answer. */
export const answers = ({ strapi }: { strapi: Core.Strapi }) => ({
	/** `POST /bots/:slug/answers` */
	async create(ctx: Context): Promise<void> {
		const body = readQuestion(bodyOf(ctx));
		const asker = readAsker(strapi, ctx);
		const { asked } = await findAskedBot(strapi, ctx);
		asker.assertMayAsk(asked.id);
		const limits = getService(strapi, 'limits');
		const asking = {
			visitor: asker.visitor,
			address: getService(strapi, 'caller-address')(ctx.request),
			bot_id: asked.id,
		};
		await respondWith(strapi, ctx, 0, () =>
			getService(strapi, 'answering').ask(asked, asker.subject, body, {
				begin: () => limits.answer(asking),
				repeat: () => limits.call(asking),
			}),
		);
	},

	/** `GET /answers/:id/events` */
	async events(ctx: Context): Promise<void> {
		const asker = await admitAsker(strapi, ctx);
		const id = idOf(ctx);
		await respondWith(strapi, ctx, lastEventId(ctx.get('Last-Event-ID')), () =>
			getService(strapi, 'answering').resume(id, (answer) => isOwn(strapi, ctx, asker, answer)),
		);
	},

	/** `POST /answers/:id/stop` */
	async stop(ctx: Context): Promise<void> {
		await assertOwn(strapi, ctx);
		await getService(strapi, 'answering').stop(idOf(ctx));
		ctx.status = 204;
	},

	/** `POST /answers/:id/feedback` */
	async feedback(ctx: Context): Promise<void> {
		const { rating, comment } = parse(feedbackBodySchema, bodyOf(ctx));
		await assertOwn(strapi, ctx);
		const feedback = { rating, ...(comment !== undefined && { comment: cleanText(comment) }) };
		await getService(strapi, 'answer-rows').saveFeedback(idOf(ctx), feedback);
		ctx.status = 204;
	},
});

/**
 * Whoever calls, if they may call again so soon.
 * @throws AnswerpackError `pass_missing`, `pass_invalid`, `pass_expired`, `too_many_requests`.
 */
export async function admitAsker(strapi: Core.Strapi, ctx: Context): Promise<Asker> {
	const asker = readAsker(strapi, ctx);
	await getService(strapi, 'limits').call(asker);
	return asker;
}

/** @throws AnswerpackError `pass_missing`, `pass_invalid`, `pass_expired`. */
function readAsker(strapi: Core.Strapi, ctx: Context): Asker {
	return getService(strapi, 'visitor-tokens').read(ctx.get(PASS_HEADER));
}

/**
 * The uuid in the path.
 * @throws AnswerpackError `answer_not_found` for anything else: nothing has such an id.
 */
export function idOf(ctx: Context): string {
	const id = z.uuid().toLowerCase().safeParse(ctx.params.id);
	if (!id.success) throw new AnswerpackError('answer_not_found');
	return id.data;
}

/**
 * Whether an answer is the asker's own, who may do something with it where its bot may be embedded.
 * @throws AnswerpackError `origin_not_allowed`
 */
async function isOwn(strapi: Core.Strapi, ctx: Context, asker: Asker, answer: StoredAnswer): Promise<boolean> {
	if (!asker.owns(answer)) return false;
	await assertOriginOf(strapi, ctx, answer.bot_id);
	return true;
}

/** @throws AnswerpackError `answer_not_found`, also for somebody else's; `origin_not_allowed`. */
async function assertOwn(strapi: Core.Strapi, ctx: Context): Promise<void> {
	const asker = await admitAsker(strapi, ctx);
	const answer = await getService(strapi, 'answer-rows').find(idOf(ctx));
	if (!answer || !(await isOwn(strapi, ctx, asker, answer))) throw new AnswerpackError('answer_not_found');
}

/** Koa's types do not know what the body parser adds. */
function bodyOf(ctx: Context): unknown {
	return (ctx.request as { body?: unknown }).body;
}

function readQuestion(input: unknown): AnswerBody {
	const body = parse(answerBodySchema, input);
	const question = cleanText(body.question).trim();
	if (!question) throw new AnswerpackError('question_empty');
	if (question.length > QUESTION_LENGTH_MAX) throw new AnswerpackError('question_too_long');
	return { ...body, question };
}

/**
 * Sends a stream, if this address may open another. What `open` throws is answered as any other error.
 * @throws AnswerpackError `too_many_requests`, `busy`
 */
async function respondWith(
	strapi: Core.Strapi,
	ctx: Context,
	afterId: number,
	open: () => Promise<AnswerStream>,
): Promise<void> {
	const leave = getService(strapi, 'limits').stream(getService(strapi, 'caller-address')(ctx.request));
	try {
		const stream = await open();
		ctx.status = 200;
		ctx.respond = false; // Koa keeps its hands off; from here on errors can only be logged
		await sendEvents(ctx.res, (signal) => stream.follow(afterId, signal)).catch(createQuietLog(strapi.log).error);
	} finally {
		leave();
	}
}
