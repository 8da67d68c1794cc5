import { setTimeout } from 'node:timers/promises';
import { type AnswerBody, type AnswerEvent, type ErrorCode, isAnswerpackError } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { type Pool, type Price, priceOfAnswer } from '@answerpack/shared/pools';
import { wordsFor } from '@answerpack/shared/words';
import type { Finding } from '../bot-index/bot-index';
import type { HoldEnd, HoldEnded } from '../outbox/outbox';
import type { AnswerStore } from './answer-store';
import type { Answerer, AnswerReport } from './answerer';
import { createTextCleaner } from './clean-text';
import { createFailureLog } from './failure-log';
import { errorEvent, type Interruption, type LiveAnswer } from './live-answer';

/** An answer may take this long; then it is given up and costs nothing. */
const ANSWER_SECONDS_MAX = 120;
/** How often the row of a running answer is written. */
const SAVE_MS = 1000;
/** How long `done` waits for the ledger to say what the answer cost before it goes by the hold. */
const SETTLE_WAIT_MS = 3000;
const NOTHING: AnswerReport = { answered: false, usage: { model: 'none', input_tokens: 0, output_tokens: 0 } };

/** A published bot, as far as answering goes. */
export interface AskedBot {
	id: string;
	name: string;
	instructions: string | null;
	paused: boolean;
	price: Price;
}

/** What Medusa holds for an answer, in millicredits. */
export interface Held {
	pool: Pool;
	amount: number;
	left: number;
}

export interface PumpPorts {
	store: Pick<AnswerStore, 'save' | 'end' | 'replaceEvents'>;
	answerer: Answerer;
	/** Delivers a hold's end that the store has recorded; `undefined` when it has to wait. */
	deliverHoldEnd(answerId: string): Promise<HoldEnded | undefined>;
	log: { error(error: unknown): void };
}

/** Brings answers from `start` to their last event, and their holds to an end, whether anybody follows or not. */
export function createPump({ store, answerer, deliverHoldEnd, log }: PumpPorts) {
	const logFailure = createFailureLog(log);

	/** Runs the answerer to its end, whoever follows, and settles or releases. */
	async function run(bot: AskedBot, body: AnswerBody, finding: Finding, hold: Held, answer: LiveAnswer) {
		const timeUp = setInterrupt(answer, ANSWER_SECONDS_MAX * 1000, 'timed out');
		const saving = setInterval(() => void save(answer).catch(log.error), SAVE_MS);
		let report: AnswerReport | undefined;
		let failure: unknown;
		try {
			report = await drain(answer, bot, body, finding);
		} catch (error) {
			failure = error;
		} finally {
			clearTimeout(timeUp);
			clearInterval(saving);
		}
		if (report) return closeAnswered(bot, body, hold, answer, report);
		if (answer.interruption === 'stopped') return closeStopped(bot, hold, answer);
		if (answer.interruption === 'timed out') logFailure(`it took longer than ${ANSWER_SECONDS_MAX} s.`);
		else if (!answer.interruption) logFailure(failure);
		return closeFailed(bot, answer, codeOf(failure, answer.interruption));
	}

	async function save(answer: LiveAnswer): Promise<void> {
		if (await store.save(answer.id, answer.events)) answer.interrupt('stopped');
	}

	async function drain(answer: LiveAnswer, bot: AskedBot, body: AnswerBody, finding: Finding): Promise<AnswerReport> {
		const task = { ...finding, bot, question: body.question, language: body.language, signal: answer.signal };
		const pieces = answerer(task);
		const cleaner = createTextCleaner();
		const show = (text: string) => {
			if (text) answer.append('delta', { text });
		};
		try {
			for (;;) {
				const next = await pieces.next();
				answer.signal.throwIfAborted();
				if (next.done) {
					show(cleaner.end());
					return next.value;
				}
				show(cleaner.push(next.value));
			}
		} finally {
			await pieces.return(NOTHING); // lets go of the provider's stream
		}
	}

	/** The bot does not know and no hold was asked for. */
	async function sayUnknown(bot: AskedBot, body: AnswerBody, answer: LiveAnswer) {
		answer.append('delta', { text: wordsFor(body.language).unknown });
		await close(bot, answer, undefined, { pool: null, left: null, answered: false, amount: 0 });
	}

	async function closeAnswered(
		bot: AskedBot,
		body: AnswerBody,
		hold: Held,
		answer: LiveAnswer,
		{ answered, usage }: AnswerReport,
	) {
		if (!answered) {
			answer.append('delta', { text: wordsFor(body.language).unknown });
			const end: HoldEnd = { kind: 'release', body: { reason: 'unknown' } };
			return close(bot, answer, end, { ...hold, answered, amount: 0 });
		}
		const amount = priceOfAnswer(bot.price, usage);
		return close(bot, answer, { kind: 'settle', body: { amount, usage } }, { ...hold, answered, amount });
	}

	/** The visitor stopped it: what was shown is paid for, and nothing else. */
	async function closeStopped(bot: AskedBot, hold: Held, answer: LiveAnswer) {
		if (!answer.delivered) {
			const end: HoldEnd = { kind: 'release', body: { reason: 'stopped' } };
			return close(bot, answer, end, { ...hold, answered: false, amount: 0 });
		}
		const { usage } = NOTHING;
		const amount = priceOfAnswer(bot.price, usage);
		return close(bot, answer, { kind: 'settle', body: { amount, usage } }, { ...hold, answered: true, amount });
	}

	/** Writes the end and what becomes of the hold, tells the ledger, then tells the visitor what the ledger said. */
	async function close(
		bot: AskedBot,
		answer: LiveAnswer,
		hold_end: HoldEnd | undefined,
		cost: { pool: Pool | null; left: number | null; answered: boolean; amount: number },
	) {
		const done = {
			credits_used: toCredits(cost.amount),
			pool: cost.pool,
			left: cost.left === null ? null : toCredits(cost.left),
			answered: cost.answered,
		};
		const last = (data: typeof done): AnswerEvent => ({ id: answer.events.length + 1, event: 'done', data });
		const row = { answer_id: answer.id, bot_id: bot.id, state: 'done', hold_end } as const;
		if (!(await store.end({ ...row, events: [...answer.events, last(done)] }))) return abandon(answer);
		const ended = hold_end && (await withinTime(deliverHoldEnd(answer.id)));
		if (ended) {
			Object.assign(done, { credits_used: toCredits(ended.spent), left: toCredits(ended.left) });
			await store.replaceEvents(answer.id, [...answer.events, last(done)]).catch(log.error);
		}
		answer.append('done', done);
	}

	async function closeFailed(bot: AskedBot, answer: LiveAnswer, code: ErrorCode) {
		const hold_end: HoldEnd = { kind: 'release', body: { reason: code } };
		const event = errorEvent(answer.events.length + 1, code);
		const events = [...answer.events, event];
		await store.end({ answer_id: answer.id, bot_id: bot.id, state: 'failed', events, hold_end }).catch(log.error);
		await withinTime(deliverHoldEnd(answer.id)).catch(log.error);
		answer.append('error', event.data);
	}

	/** Another instance took this answer for dead and ended it: say what it said. */
	function abandon(answer: LiveAnswer) {
		answer.append('error', errorEvent(0, 'answer_interrupted').data);
	}

	return { run, sayUnknown };
}

function codeOf(failure: unknown, interruption: Interruption | undefined): ErrorCode {
	if (interruption === 'shut down') return 'answer_interrupted';
	if (interruption === 'timed out') return 'model_unreachable';
	return isAnswerpackError(failure) ? failure.code : 'internal';
}

function setInterrupt(answer: LiveAnswer, ms: number, why: Interruption): NodeJS.Timeout {
	return globalThis.setTimeout(() => answer.interrupt(why), ms);
}

async function withinTime<T>(promise: Promise<T>): Promise<T | undefined> {
	return Promise.race([promise, setTimeout(SETTLE_WAIT_MS, undefined, { ref: false })]);
}
