import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
	type AnswerBody,
	type AnswerEvent,
	AnswerpackError,
	type ErrorCode,
	isAnswerpackError,
	type Usage,
} from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { type Pool, type Price, priceOfAnswer } from '@answerpack/shared/pools';
import type { LedgerClient } from '@answerpack/shared/server';
import { answerWords, languageFor } from '@answerpack/shared/words';
import type { DeliverHoldEnd, HoldEnd } from '../outbox/outbox';
import type { AnswerFigures, AnswerStore, EndedAnswer } from './answer-store';
import type { AnswerReport, Manner, PreparedAnswer } from './answerer';
import { createTextCleaner } from './clean-text';
import { createFailureLog } from './failure-log';
import { errorEvent, type Interruption, type LiveAnswer } from './live-answer';
import { createMeter, type Extension, type Meter } from './meter';
import { createSaveLog } from './save-log';

/** Longer than an answer may take and its settlement may be on its way: a hold must not expire under an answer. */
export const HOLD_TTL_SECONDS = 300;
/** An answer may take this long; then it is given up and costs nothing. */
const ANSWER_SECONDS_MAX = 120;
/** How often the row of a running answer is written. */
const SAVE_MS = 1000;
/** How long `done` waits for the ledger to say what the answer cost before it goes by the hold. */
const SETTLE_WAIT_MS = 3000;

/** How long an answer waits for its database to write its end, and how often it tries. */
const WRITE_WAIT_MS = 30_000;
const WRITE_AGAIN_MS = 500;

type Outcome = Extract<AnswerEvent, { event: 'done' }>['data'];

/** A published bot, as far as answering goes. */
export interface AskedBot extends Manner {
	id: string;
	languages: readonly string[];
	paused: boolean;
	price: Price;
	/** What an answer costs in credits that was given before; `null` where none is given again. */
	cache: { credits: number } | null;
}

/** What Medusa holds for an answer, in millicredits. */
export interface Held {
	pool: Pool;
	amount: number;
	left: number;
}

/** What nobody looks at. */
const UNREAD: AnswerReport = {
	answered: false,
	usage: { model: '', input_tokens: 0, output_tokens: 0 },
	cut: false,
};

/** An answer that is being written. */
interface Draft {
	prepared: PreparedAnswer;
	meter: Meter;
	/** The first of its pieces, which is on its way already; the others are asked for. */
	first: Promise<IteratorResult<string, AnswerReport>>;
	pieces: ReturnType<PreparedAnswer['write']>;
	/** What it took so far, by our own count. */
	used(): Usage;
	/** Nobody reads on. */
	drop(): void;
}

export interface PumpPorts {
	store: Pick<AnswerStore, 'find' | 'save' | 'end' | 'replaceEvents'>;
	ledger: Pick<LedgerClient, 'extend'>;
	/** What an answer took, with what that costs, if anybody knows. */
	withCost(usage: Usage): Usage;
	log: { error(error: unknown): void; info(line: string): void };
}

/** Brings answers from `start` to their last event, and their holds to an end, whether anybody follows or not. */
export function createPump({ store, ledger, withCost, log }: PumpPorts) {
	const logFailure = createFailureLog(log);
	const saves = createSaveLog(log);
	/** Strapi's logger returns itself, which is no result. */
	const logged = (error: unknown): undefined => {
		log.error(error);
	};

	/** Asks for an answer for which a hold was taken. */
	function begin(bot: AskedBot, prepared: PreparedAnswer, hold: Held, answer: LiveAnswer): Draft {
		const meter = createMeter(bot.price, prepared, hold, (amount) => extend(bot, answer, amount));
		const pieces = prepared.write(meter.outputTokensMax);
		const first = pieces.next();
		first.catch(() => {}); // whoever runs it waits for it
		const used = () => ({ model: prepared.model, ...meter.used });
		return {
			prepared,
			meter,
			first,
			pieces,
			used,
			// What letting go of a provider's stream takes, or whether it fails, changes nothing any more.
			drop: () => void pieces.return(UNREAD).catch(() => {}),
		};
	}

	/** Has the answer written to its end, whoever follows, and settles or releases. */
	async function run(bot: AskedBot, body: AnswerBody, draft: Draft, answer: LiveAnswer) {
		const { meter } = draft;
		const timeUp = setInterrupt(answer, ANSWER_SECONDS_MAX * 1000, 'timed out');
		const saving = setInterval(() => void save(answer), SAVE_MS);
		let report: AnswerReport | undefined;
		let failure: unknown;
		try {
			report = await drain(answer, draft);
		} catch (error) {
			failure = error;
		} finally {
			clearTimeout(timeUp);
			clearInterval(saving);
			saves.end(answer.id);
		}
		if (!report?.answered || report.cut) answer.cache_key = undefined; // only what is whole is given again
		if (report) {
			answer.usage = withCost(report.usage);
			// Citations of what is not there, signs without a shape: nobody pays for what cannot be read.
			if (report.answered && !answer.delivered) {
				logFailure(
					new AnswerpackError('model_unreachable', undefined, { cause: new Error('nothing to read in its answer') }),
				);
				return closeFailed(bot, answer, 'model_unreachable');
			}
			return closeAnswered(bot, body, meter, answer, report);
		}
		const used = withCost(draft.used());
		// Of one that failed before a word was there, nobody knows whether it was read at all.
		answer.usage = answer.delivered ? used : undefined;
		if (answer.interruption === 'stopped') return closeStopped(bot, meter, answer, used);
		if (answer.interruption === 'timed out') logFailure(`it took longer than ${ANSWER_SECONDS_MAX} s.`);
		else if (!answer.interruption) logFailure(failure);
		return closeFailed(bot, answer, codeOf(failure, answer.interruption));
	}

	async function extend(bot: AskedBot, answer: LiveAnswer, amount: number): Promise<Extension> {
		try {
			return await ledger.extend(bot.id, answer.id, { amount, ttl_seconds: HOLD_TTL_SECONDS });
		} catch (error) {
			if (!isAnswerpackError(error)) log.error(error); // of a shop that is away the operator reads elsewhere
			return isAnswerpackError(error) && error.status === 402 ? 'refused' : 'unknown';
		}
	}

	async function save(answer: LiveAnswer): Promise<void> {
		try {
			if (await store.save(answer.id, answer.events)) answer.interrupt('stopped');
			saves.succeeded(answer.id);
		} catch (error) {
			saves.failed(answer.id, error);
		}
	}

	async function drain(
		answer: LiveAnswer,
		{ prepared, meter, first, pieces, used, drop }: Draft,
	): Promise<AnswerReport> {
		const cleaner = createTextCleaner();
		const show = (text: string) => {
			if (text) answer.append('delta', { text });
		};
		const interrupted = new Promise<never>((_, reject) => {
			answer.signal.addEventListener('abort', () => reject(answer.signal.reason));
		});
		interrupted.catch(() => {}); // also when nobody waits for it any more
		try {
			answer.signal.throwIfAborted(); // stopped before it began: no event tells of that any more
			for (let coming = first; ; coming = pieces.next()) {
				// A provider's stream may not hear that it is aborted: nobody waits for that.
				const next = await Promise.race([coming, interrupted]);
				answer.signal.throwIfAborted();
				if (next.done) {
					show(cleaner.end());
					return next.value;
				}
				show(cleaner.push(next.value));
				if (!(await meter.take(prepared.countTokens(next.value)))) return { answered: true, usage: used(), cut: true };
			}
		} finally {
			drop();
		}
	}

	/** Says something for which no hold was asked. */
	async function say(bot: AskedBot, answer: LiveAnswer, text: string, answered: boolean) {
		answer.append('delta', { text });
		await close(bot, answer, undefined, { credits_used: 0, pool: null, left: null, answered });
	}

	async function closeAnswered(
		bot: AskedBot,
		body: AnswerBody,
		meter: Meter,
		answer: LiveAnswer,
		report: AnswerReport,
	) {
		if (!report.answered) {
			answer.append('delta', { text: answerWords[languageFor(body.language)].unknown });
			return closeFree(bot, meter, answer, 'unknown');
		}
		if (report.cut) {
			const { used_up, out_of_reach } = answerWords[languageFor(body.language)];
			answer.append('delta', { text: `\n\n*${meter.outOfReach ? out_of_reach : used_up}*` });
		}
		return closePaid(bot, meter, answer, answer.usage ?? report.usage);
	}

	/** The visitor stopped it: what was shown is paid for, and nothing else. */
	async function closeStopped(bot: AskedBot, meter: Meter, answer: LiveAnswer, usage: Usage) {
		if (!answer.delivered) return closeFree(bot, meter, answer, 'stopped');
		return closePaid(bot, meter, answer, usage);
	}

	async function closeFree(bot: AskedBot, { held }: Meter, answer: LiveAnswer, reason: string) {
		const done = { credits_used: 0, pool: held.pool, left: toCredits(held.left + held.amount), answered: false };
		await close(bot, answer, releaseOf(answer, reason), done);
	}

	async function closePaid(bot: AskedBot, { held }: Meter, answer: LiveAnswer, usage: Usage) {
		const amount = priceOfAnswer(bot.price, usage);
		const spent = Math.min(amount, held.amount);
		await close(
			bot,
			answer,
			{ kind: 'settle', body: { amount, usage } },
			{
				credits_used: toCredits(spent),
				pool: held.pool,
				left: toCredits(held.left + held.amount - spent),
				answered: true,
			},
		);
	}

	/**
	 * Writes the end and what becomes of the hold, tells the ledger, then tells the visitor what the ledger said.
	 * @param outcome what is to be said while the ledger does not answer.
	 */
	async function close(bot: AskedBot, answer: LiveAnswer, hold_end: HoldEnd | undefined, outcome: Outcome) {
		const { cache_key } = answer;
		const cached = answer.cached && ({ cached: true } as const);
		const done = { ...outcome, ...cached };
		const last = (data: Outcome): AnswerEvent => ({ id: answer.events.length + 1, event: 'done', data });
		const row = {
			answer_id: answer.id,
			bot_id: bot.id,
			state: 'done',
			hold_end,
			figures: figuresOf(answer),
			...cached,
		} as const;
		const deliver = await write({
			...row,
			...(cache_key && { cache_key }),
			events: [...answer.events, last(done)],
		});
		if (!deliver) return abandon(answer);
		// Whatever keeps it from being told now, it is written down and will be.
		const ended = await withinTime(deliver().catch(logged));
		const told = ended ? { ...done, credits_used: toCredits(ended.spent), left: toCredits(ended.left) } : done;
		// What others take from a pool that all of them share at the same moment is no reason to write the row again.
		const differs =
			done.pool === 'end_user_credits' ? !isDeepStrictEqual(told, done) : told.credits_used !== done.credits_used;
		if (differs) await store.replaceEvents(answer.id, [...answer.events, last(told)]).catch(log.error);
		answer.append('done', differs ? told : done);
	}

	/**
	 * Writes the end. A database that goes away in the middle of it may have written it, so it is asked until it says.
	 * @returns how to tell Medusa at once; `undefined` when somebody else has ended this answer.
	 */
	async function write(end: EndedAnswer): Promise<DeliverHoldEnd | undefined> {
		for (let wait_ms = WRITE_WAIT_MS; ; wait_ms -= WRITE_AGAIN_MS) {
			try {
				const deliver = await store.end(end);
				if (deliver) return deliver;
				// `done` is written by nobody else: it was we, and the answer to it was lost.
				const written = await store.find(end.answer_id);
				return written?.state === end.state ? async () => undefined : undefined;
			} catch (error) {
				if (wait_ms <= 0) throw error;
				await setTimeout(WRITE_AGAIN_MS);
			}
		}
	}

	async function closeFailed(bot: AskedBot, answer: LiveAnswer, code: ErrorCode) {
		const hold_end = releaseOf(answer, code);
		const event = errorEvent(answer.events.length + 1, code);
		const events = [...answer.events, event];
		const row = { answer_id: answer.id, bot_id: bot.id, state: 'failed', events, hold_end } as const;
		const deliver = await store.end({ ...row, figures: figuresOf(answer) }).catch(logged);
		if (deliver) await withinTime(deliver()).catch(log.error);
		answer.append('error', event.data);
	}

	/** Another instance took this answer for dead and ended it: say what it said. */
	function abandon(answer: LiveAnswer) {
		answer.append('error', errorEvent(0, 'answer_interrupted').data);
	}

	return { begin, run, say };
}

function codeOf(failure: unknown, interruption: Interruption | undefined): ErrorCode {
	if (interruption === 'shut down') return 'answer_interrupted';
	if (interruption === 'timed out') return 'model_unreachable';
	return isAnswerpackError(failure) ? failure.code : 'internal';
}

/** Free for who asked; what it took all the same, where that is known, is the owner's to know. */
function releaseOf({ usage }: LiveAnswer, reason: string): HoldEnd {
	return { kind: 'release', body: { reason, ...(usage && { usage }) } };
}

function figuresOf({ usage, first_word_ms, took_ms }: LiveAnswer): AnswerFigures {
	return { usage, first_word_ms, took_ms };
}

function setInterrupt(answer: LiveAnswer, ms: number, why: Interruption): NodeJS.Timeout {
	return globalThis.setTimeout(() => answer.interrupt(why), ms);
}

async function withinTime<T>(promise: Promise<T>): Promise<T | undefined> {
	return Promise.race([promise, setTimeout(SETTLE_WAIT_MS, undefined, { ref: false })]);
}
