import { setTimeout } from 'node:timers/promises';
import {
	type AnswerBody,
	type AnswerEvent,
	AnswerpackError,
	isAnswerpackError,
	type Source,
	type Subject,
	type Usage,
} from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import type { Price, Purpose } from '@answerpack/shared/pools';
import type { LedgerClient } from '@answerpack/shared/server';
import { answerWords, languageFor } from '@answerpack/shared/words';
import type { Finding } from '../bot-index/bot-index';
import type { Admitted } from '../content-api/limits';
import { concernsTopic } from '../knowledge';
import type { HoldEnd, HoldEnded } from '../outbox/outbox';
import { cacheParts, prepareCached } from './answer-cache';
import type { AnswerStore, CachedAnswer, Claim, StoredAnswer } from './answer-store';
import type { Answerer, PreparedAnswer } from './answerer';
import { type Turn, turnsOf } from './conversation';
import { errorEvent, LiveAnswer } from './live-answer';
import { firstHold } from './meter';
import type { Message } from './prompt';
import { type AskedBot, createPump, type Held, HOLD_TTL_SECONDS, type PumpPorts } from './pump';
import { asksWhatAnswers } from './self';
import { type AnswerTrace, emptyTrace, passagesOf } from './trace';
import { versionOf } from './version';

/** How often a running answer of another instance is looked at. */
const POLL_MS = 500;
const ABANDONED_BATCH_MAX = 50;
/** How far back a conversation is read, if it is that short. */
const CONVERSATION_ANSWERS_MAX = 10;
/** When a visitor may ask again while the shop cannot be reached. */
const RETRY_AFTER_SECONDS = 5;

export interface AnsweringPorts extends PumpPorts {
	ledger: Pick<LedgerClient, 'hold' | 'extend'>;
	answerer: Answerer;
	store: AnswerStore;
	/** Of such parts, what the same parts can be known again by, and nothing else can. */
	hash(...parts: string[]): string;
	/** Writes down how a hold ends, for the outbox to deliver. */
	recordHoldEnd(botId: string, answerId: string, end: HoldEnd): Promise<void>;
	find(botId: string, question: string, language: string | undefined): Promise<Finding | undefined>;
	/** Of what a bot knows: another one after every change; `undefined` while it changes. */
	knowledgeVersion(botId: string): Promise<string | undefined>;
}

/** Whether somebody may ask; each throws when they may not. */
export interface Admission {
	/** Called before a new answer begins. */
	begin(): Promise<Admitted>;
	/** Called before what was asked under the same id is sent again. */
	repeat(): Promise<void>;
}

/** For those who are known. */
export const WITHOUT_LIMITS: Admission = {
	begin: async () => ({ leave: () => {}, uncount: async () => {} }),
	repeat: async () => {},
};

/** Somebody's way to the events of an answer, past and to come. */
export interface AnswerStream {
	/** What the model was given to read, and what it used; only of an answer that runs in this process. */
	messages?: readonly Message[];
	usage?: Usage | undefined;
	follow(afterId: number, signal: AbortSignal): AsyncIterable<AnswerEvent>;
}

/** What is going to be answered, and how that came about. */
type Reply = { trace: AnswerTrace; sources: Source[] } & (
	| { text: string; answered: boolean } // as it is, for nothing
	| { prepared: PreparedAnswer; price: Price } // written for what was held
);

export type Answering = ReturnType<typeof createAnswering>;

/** The life of an answer; see README.md. */
export function createAnswering(ports: AnsweringPorts) {
	const { ledger, store, answerer, log } = ports;
	const pump = createPump(ports);
	/** The answers that run in this process. */
	const live = new Map<string, LiveAnswer>();
	let closing = false;

	/**
	 * Asks, or comes back to what was asked under this id: the same id never asks or charges twice.
	 * @param purpose what a hold is taken for: visitors ask for an `answer`, the operator's people in the `playground`.
	 * @throws AnswerpackError before the stream starts: `bot_paused`, `answer_conflict`, `answer_running`, a refusal of the
	 *   hold, `shop_unreachable`.
	 */
	async function ask(
		bot: AskedBot,
		subject: Subject,
		body: AnswerBody,
		admission: Admission,
		purpose: Purpose = 'answer',
	): Promise<AnswerStream> {
		const asked_at = performance.now();
		const request_hash = ports.hash('request', bot.id, subject.kind, subject.key, body.question);
		/** What was asked under this id before; it is looked for only where the id cannot simply be claimed. */
		const rejoined = async () => {
			await admission.repeat();
			const known = await store.find(body.id);
			// Whoever waits here for the same answer repeats nothing.
			const waiting = { ...admission, repeat: async () => {} };
			return known && rejoin(known, request_hash, () => ask(bot, subject, body, waiting, purpose));
		};
		let admitted: Admitted;
		try {
			if (bot.paused) throw new AnswerpackError('bot_paused');
			if (closing) throw new AnswerpackError('shop_unreachable');
			admitted = await admission.begin();
		} catch (error) {
			const known = await rejoined();
			if (known) return known;
			throw error;
		}
		let claim: Claim | undefined;
		try {
			claim = await store.claim({
				answer_id: body.id,
				bot_id: bot.id,
				subject,
				conversation_id: body.conversation_id ?? null,
				question: body.question,
				language: body.language ?? null,
				request_hash,
			});
		} finally {
			if (!claim) admitted.leave();
		}
		if (!claim) {
			await admitted.uncount().catch(log.error); // it counts once too often then, and no more
			// Discarded in between: somebody was refused under this id, and it is free again.
			return (await rejoined()) ?? ask(bot, subject, body, admission, purpose);
		}

		const answer = new LiveAnswer(body.id, asked_at);
		live.set(answer.id, answer);
		const over = () => {
			live.delete(answer.id);
			answer.finish();
			admitted.leave();
		};
		try {
			const run = await open(bot, subject, body, answer, purpose, claim);
			void run().catch(log.error).finally(over);
			return answer;
		} catch (error) {
			await (answer.may_be_held ? store.forsake(answer.id) : store.discard(answer.id)).catch(log.error);
			answer.refuse(error);
			over();
			throw error;
		}
	}

	/**
	 * Looks up, holds and starts; @returns what pumps the rest. Throws what keeps the stream from starting. What does not need
	 * each other goes on side by side: a visitor waits for all of it.
	 */
	async function open(
		bot: AskedBot,
		subject: Subject,
		body: AnswerBody,
		answer: LiveAnswer,
		purpose: Purpose,
		claim: Claim,
	): Promise<() => Promise<void>> {
		const [reply] = await Promise.all([lookUp(bot, subject, body, answer, purpose), assertAlone(claim)]);
		const { trace, sources } = reply;
		if ('text' in reply) {
			await start(bot, answer, undefined, trace, sources);
			return () => pump.say(bot, answer, reply.text, reply.answered);
		}
		const { prepared, price } = reply;
		answer.messages = prepared.messages;
		const hold = await takeHold(bot, subject, answer, firstHold(price, prepared), purpose);
		const priced = { ...bot, price };
		const draft = pump.begin(priced, prepared, hold, answer);
		try {
			await start(bot, answer, hold, trace, sources);
		} catch (error) {
			draft.drop();
			throw error;
		}
		return () => pump.run(priced, body, draft, answer);
	}

	/** One answer at a time: of two that were asked at once, the one whose row was there first goes on. */
	async function assertAlone(claim: Claim): Promise<void> {
		const earlier = await claim.findEarlier();
		if (earlier) throw new AnswerpackError('answer_running', { answer_id: earlier });
	}

	/** What is going to be answered. Nobody has been asked yet, and nothing is held. */
	async function lookUp(
		bot: AskedBot,
		subject: Subject,
		body: AnswerBody,
		answer: LiveAnswer,
		purpose: Purpose,
	): Promise<Reply> {
		const { question, language } = body;
		const settings_version = versionOf(bot);
		const untold = { trace: emptyTrace(settings_version), sources: [] };
		const askedIn = asksWhatAnswers(question);
		if (askedIn) return { ...untold, text: answerWords[askedIn].is_ai, answered: true };

		const conversation = await conversationOf(subject, body);
		const isCachable = bot.cache !== null && purpose === 'answer' && conversation.length === 0;
		const key = isCachable ? cacheKey(bot, body, await ports.knowledgeVersion(bot.id)) : undefined;
		const earlier = key && (await store.findCached(key));
		if (earlier) {
			answer.cached = true;
			return givenAgain(bot, earlier);
		}

		const finding = await find(bot, body, conversation);
		if (!finding) return { ...untold, text: answerWords[languageFor(language)].unknown, answered: false };
		if (isCachable) answer.cache_key = cacheKey(bot, body, finding.version);
		const task = { ...finding, bot, question, language, conversation, signal: answer.signal };
		const prepared = await answerer.prepare(task);
		const { passages, confidence } = finding.retrieval;
		const { prompt_version } = prepared;
		const trace = { passages: passagesOf(passages), confidence, prompt_version, settings_version };
		return { trace, sources: passages.map(toSource), prepared, price: bot.price };
	}

	/** Writes down that the stream begins, and begins it. */
	async function start(
		bot: AskedBot,
		answer: LiveAnswer,
		hold: Held | undefined,
		trace: AnswerTrace,
		sources: Source[],
	): Promise<void> {
		if (!(await store.begin(answer.id, hold ?? { pool: null, amount: 0 }, trace))) {
			// Who took this answer for dead may have released its hold before there was one.
			const reason = 'answer_interrupted';
			if (hold) await ports.recordHoldEnd(bot.id, answer.id, { kind: 'release', body: { reason } });
			throw new AnswerpackError(reason);
		}
		answer.append('start', { answer_id: answer.id, sources, pool: hold?.pool ?? null });
	}

	function cacheKey(bot: AskedBot, body: AnswerBody, knowledge: string | undefined): string | undefined {
		const parts = cacheParts(bot, answerer.version(bot), knowledge, body);
		return parts && ports.hash(...parts);
	}

	/** What was said before, for those who read it. */
	async function conversationOf(subject: Subject, { conversation_id }: AnswerBody): Promise<Turn[]> {
		if (!conversation_id || !answerer.readsConversation) return [];
		return turnsOf(await store.findLatest(conversation_id, subject, CONVERSATION_ANSWERS_MAX));
	}

	/** Passages for a question, or for what it may go on from: "And to Switzerland?" alone finds nothing. */
	async function find(bot: AskedBot, { question, language }: AnswerBody, conversation: Turn[]) {
		if (isDeclined(bot, question)) return undefined;
		const found = await ports.find(bot.id, question, language);
		const before = conversation.at(-1);
		return found ?? (before && ports.find(bot.id, `${before.question} ${question}`, language));
	}

	async function takeHold(bot: AskedBot, subject: Subject, answer: LiveAnswer, amount: number, purpose: Purpose) {
		answer.may_be_held = true;
		try {
			return await ledger.hold(bot.id, {
				id: answer.id,
				subject,
				purpose,
				amount,
				ttl_seconds: HOLD_TTL_SECONDS,
			});
		} catch (error) {
			answer.may_be_held = mayHaveHeld(error);
			throw visitorsError(error);
		}
	}

	/** Comes back to an answer that exists, live, of another instance, or long over. */
	async function rejoin(
		known: StoredAnswer,
		request_hash: string,
		askAgain: () => Promise<AnswerStream>,
	): Promise<AnswerStream> {
		if (!known.request_hash) throw new AnswerpackError('answer_not_found'); // erased
		if (known.request_hash !== request_hash) throw new AnswerpackError('answer_conflict');
		const running = live.get(known.answer_id);
		if (running) {
			await running.started;
			return running;
		}
		if (known.state !== 'holding') return stored(known.answer_id);
		await setTimeout(POLL_MS);
		return askAgain();
	}

	/** The events of an answer that this process does not run, read from its row until the last is there. */
	function stored(answerId: string): AnswerStream {
		return {
			async *follow(afterId, signal) {
				let next = afterId;
				while (!signal.aborted) {
					const row = await store.find(answerId);
					if (!row) return;
					yield* row.events.slice(next);
					const last = row.events.at(-1);
					// Its process died after it had sent more than it had saved: the end must not be lost on who saw more.
					if (last?.event === 'error' && last.id <= next && next === afterId) yield { ...last, id: next + 1 };
					next = Math.max(next, row.events.length);
					if (isOver(row)) return; // whatever its events hold: they may be erased
					await setTimeout(POLL_MS, undefined, { signal }).catch(() => {});
				}
			},
		};
	}

	/** Ends an answer whose process is gone: after what of it was saved, and free. */
	function endInterrupted(row: StoredAnswer & { held: boolean }) {
		const { answer_id, bot_id, held } = row;
		const start: AnswerEvent = { id: 1, event: 'start', data: { answer_id, sources: [], pool: null } };
		const events = row.events.length > 0 ? row.events : [start];
		return store.end({
			answer_id,
			bot_id,
			state: 'failed',
			events: [...events, errorEvent(events.length + 1, 'answer_interrupted')],
			...(held && { hold_end: { kind: 'release', body: { reason: 'answer_interrupted' } } }),
		});
	}

	return {
		ask,

		/**
		 * The events of an answer of this subject.
		 * @throws AnswerpackError `answer_not_found`, also for an answer of somebody else, or one that is erased.
		 */
		async resume(answerId: string, isOwn: (answer: StoredAnswer) => Promise<boolean>): Promise<AnswerStream> {
			const row = await store.find(answerId);
			if (!row || !(await isOwn(row)) || isErased(row)) throw new AnswerpackError('answer_not_found');
			return live.get(answerId) ?? stored(answerId);
		},

		/**
		 * Stops an answer. One that runs here is paid for when this returns; another instance stops with its next save.
		 * An answer that is over stays as it is.
		 */
		async stop(answerId: string): Promise<void> {
			const running = live.get(answerId);
			if (!running) return store.requestStop(answerId);
			running.interrupt('stopped');
			await running.finished;
		},

		/** Ends what a process left behind that is gone: it costs nothing, and its hold is released. */
		async endAbandoned(): Promise<void> {
			for (;;) {
				const abandoned = await store.findAbandoned(ABANDONED_BATCH_MAX);
				const gone = abandoned.filter(({ answer_id }) => !live.has(answer_id));
				const ended = await Promise.all(gone.map(endInterrupted));
				// Who asks for it next does not wait for Medusa.
				void Promise.all(ended.map((deliver) => deliver?.())).catch(log.error);
				if (gone.length === 0 || abandoned.length < ABANDONED_BATCH_MAX) return;
			}
		},

		/**
		 * What an answer costs may have been said before the ledger could: its hold has expired since, and it was taken less. Whoever
		 * comes back reads what the ledger says.
		 * @param ended in millicredits
		 */
		async correct(answerId: string, { spent, left }: HoldEnded): Promise<void> {
			const events = (await store.find(answerId))?.events ?? [];
			const last = events.at(-1);
			if (last?.event !== 'done' || last.data.credits_used === toCredits(spent)) return;
			const data = { ...last.data, credits_used: toCredits(spent), left: toCredits(left) };
			await store.replaceEvents(answerId, [...events.slice(0, -1), { ...last, data }]);
		},

		/** Interrupts everything that runs and waits until its rows are written: Strapi is going down. */
		async shutDown(): Promise<void> {
			closing = true;
			for (const answer of live.values()) answer.interrupt('shut down');
			await Promise.all([...live.values()].map(({ finished }) => finished));
		},
	};
}

/** An earlier answer, for what the owner wants for that: nothing, or a hold like any other. */
function givenAgain(bot: AskedBot, { sources, ...earlier }: CachedAnswer): Reply {
	const trace = { ...earlier.trace, cached_from: earlier.answer_id };
	const credits = bot.cache?.credits ?? 0;
	if (credits === 0) return { trace, sources, text: earlier.text, answered: true };
	return { trace, sources, prepared: prepareCached(earlier), price: { mode: 'per_answer', credits } };
}

/** Whether this is one of the topics that the bot's editors do not want it to speak about. */
export function isDeclined(bot: Pick<AskedBot, 'declined_topics' | 'languages'>, question: string): boolean {
	return concernsTopic(question, bot.declined_topics, bot.languages);
}

function isOver({ state }: StoredAnswer): boolean {
	return state === 'done' || state === 'failed';
}

/** What is over has a last event, unless the visitor had it erased. */
function isErased(answer: StoredAnswer): boolean {
	return isOver(answer) && answer.events.length === 0;
}

function toSource({ passage }: Finding['retrieval']['passages'][number], position: number): Source {
	const { title, heading, url, text } = passage;
	return { n: position + 1, title, heading, url, text };
}

/** Whether a hold may be there although it was not said so: what asked for it, or what answered that, was lost on the way. */
function mayHaveHeld(error: unknown): boolean {
	if (!isAnswerpackError(error)) return true;
	// The same id held something else before, which was forsaken.
	if (['ledger_unreachable', 'internal', 'hold_conflict'].includes(error.code)) return true;
	const { code } = (error.cause ?? {}) as { code?: unknown };
	return error.code === 'shop_unreachable' && code !== 'ECONNREFUSED' && code !== 'ENOTFOUND';
}

/** A refusal goes on to the visitor; whatever is between this bot and the shop is none of the visitor's business. */
function visitorsError(error: unknown): unknown {
	if (!isAnswerpackError(error)) return error;
	if (error.status === 402 || error.code === 'bot_paused') return error;
	if (error.code === 'hold_conflict') return new AnswerpackError('answer_conflict', undefined, { cause: error });
	return new AnswerpackError('shop_unreachable', { retry_after_seconds: RETRY_AFTER_SECONDS }, { cause: error });
}
