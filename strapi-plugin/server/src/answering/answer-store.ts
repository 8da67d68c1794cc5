import type { AnswerEvent, Source, Subject, Usage } from '@answerpack/shared/contract';
import type { Pool, SubjectKind } from '@answerpack/shared/pools';
import type { DeliverHoldEnd, HoldEnd } from '../outbox/outbox';
import type { AnswerTrace } from './trace';

/**
 * - `holding`: the id is taken; passages are looked up and the hold is asked for. A refusal takes the row away again.
 * - `streaming`: a process is at it, and says so by moving `leased_until` ahead.
 * - `done`, `failed`: over; the events end with `done` or `error`.
 */
export type AnswerState = 'holding' | 'streaming' | 'done' | 'failed';

/** Who asked, so that it can be told whether it was the same one, and not who that is; see privacy/README.md. */
export interface HashedSubject {
	kind: SubjectKind;
	hash: string;
}

/** A visitor's word on an answer. */
export interface Feedback {
	rating: 'up' | 'down';
	comment?: string;
}

/** An answer as it is kept: everything that is needed to send it again, and to know whose it is. */
export interface StoredAnswer {
	answer_id: string;
	bot_id: string;
	asker: HashedSubject;
	conversation_id: string | null;
	/** `null` once it is erased. */
	question: string | null;
	language: string | null;
	/** What the same id must ask again; empty once it is erased. */
	request_hash: string;
	state: AnswerState;
	pool: Pool | null;
	events: AnswerEvent[];
	feedback: Feedback | null;
	created_at: Date;
}

export type NewAnswer = Omit<StoredAnswer, 'asker' | 'state' | 'pool' | 'events' | 'feedback' | 'created_at'> & {
	subject: Subject;
};

/** Where answers are kept. Every method is one statement or one transaction. */
/** An id that was taken. */
export interface Claim {
	/** The id of an answer of the same subject at the same bot that was claimed earlier and still runs, on whatever instance. */
	findEarlier(): Promise<string | undefined>;
}

export interface AnswerStore {
	find(answerId: string): Promise<StoredAnswer | null>;
	/** The subject's latest answers of a conversation, at most so many, the oldest first. */
	findLatest(conversationId: string, subject: Subject, limit: number): Promise<StoredAnswer[]>;
	/** Takes the id, in state `holding`. @returns `undefined` when it is taken already */
	claim(answer: NewAnswer): Promise<Claim | undefined>;
	/** Gives the id back: the answer was refused before anything was shown. */
	discard(answerId: string): Promise<void>;
	/**
	 * Nobody could say whether the hold was taken. The same question under the same id goes on with it, for a while; then the answer
	 * is found abandoned, and its hold released.
	 */
	forsake(answerId: string): Promise<void>;
	/**
	 * The hold is there (or none is needed: `pool` is `null`), and the stream begins.
	 * @returns false when it took so long that somebody else has ended it; then nothing is written.
	 */
	begin(answerId: string, hold: { pool: Pool | null; amount: number }, trace: AnswerTrace): Promise<boolean>;
	/**
	 * Keeps the events so far, and the lease alive. Of what the visitor had erased, no text is kept, here and at the end.
	 * @returns true when the visitor asked another instance to stop it.
	 */
	save(answerId: string, events: AnswerEvent[]): Promise<boolean>;
	/** Asks whoever runs it to stop. */
	requestStop(answerId: string): Promise<void>;
	/**
	 * Writes the answer's last state, and with it, in one statement, how its hold ends.
	 * @returns how to tell Medusa at once; `undefined` when somebody else has ended the answer already: then nothing is written.
	 */
	end(answer: EndedAnswer): Promise<DeliverHoldEnd | undefined>;
	/** The latest answer that may be given again for this key; none that is erased, or that a visitor was not content with. */
	findCached(cacheKey: string): Promise<CachedAnswer | null>;
	/** The very last events, once the ledger has said what it cost. */
	replaceEvents(answerId: string, events: AnswerEvent[]): Promise<void>;
	/** Answers whose process is gone. */
	findAbandoned(limit: number): Promise<(StoredAnswer & { held: boolean })[]>;
}

/** What an answer took, whoever pays for it. */
export interface AnswerFigures {
	/** `undefined` when the model never got to its end. */
	usage: Usage | undefined;
	/** From the question to the first word, and to the end, in milliseconds; `null` when there was no word. */
	first_word_ms: number | null;
	took_ms: number;
}

/** An earlier answer, to be given again. */
export interface CachedAnswer {
	answer_id: string;
	text: string;
	sources: Source[];
	trace: AnswerTrace;
}

export interface EndedAnswer {
	answer_id: string;
	bot_id: string;
	state: 'done' | 'failed';
	events: AnswerEvent[];
	/** What it took; left out where nobody knows any more. */
	figures?: AnswerFigures;
	/** What it may be given again for; left out for what may not. */
	cache_key?: string;
	/** It is an earlier answer, given again. */
	cached?: true;
	/** How the hold ends; left out when none was asked for. */
	hold_end?: HoldEnd;
}
