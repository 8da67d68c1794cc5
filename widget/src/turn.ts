import type { Failure } from './api.js';
import type { Outcome, Source } from './contract.js';

/** Where a question stands. */
export type TurnState = 'waiting' | 'streaming' | 'done' | 'stopped' | 'refused' | 'failed';

/** One question and its answer. Plain data: it is kept across pages as it is. */
export interface Turn {
	/** The answer's id and idempotency key. */
	id: string;
	question: string;
	state: TurnState;
	text: string;
	sources: Source[];
	/** How far the stream was read; 0 before `start`. */
	last_event_id: number;
	outcome?: Outcome | undefined;
	/** What went wrong. */
	failure?: Failure | undefined;
	/** True when a source was opened before the answer was over: then they stand above it, so that it moves none of them. */
	early?: boolean;
	/** What the visitor thinks of the answer. */
	rating?: 'up' | 'down' | undefined;
}

/** A question that nobody has asked yet. */
export function newTurn(question: string): Turn {
	return { id: uuid(), question, state: 'waiting', text: '', sources: [], last_event_id: 0 };
}

export function isRunning(turn: Turn): boolean {
	return turn.state === 'waiting' || turn.state === 'streaming';
}

/**
 * A version 4 UUID. The address of a blob ends in one, also on pages without https, where `crypto.randomUUID` is missing.
 * The blob is empty, and stays: there are few.
 */
export const uuid = (): string => URL.createObjectURL(new Blob()).slice(-36);
