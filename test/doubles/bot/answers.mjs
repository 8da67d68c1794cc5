// The answers that are being given: each runs by its script, keeps its events, and is read as often as anyone likes.
/** @import { ServerResponse } from 'node:http' */
/** @import { AnswerEvent } from '@answerpack/shared/contract' */
/** @import { Script } from './scripts.mjs' */

/**
 * @typedef {object} Answer
 * @property {string} id
 * @property {string} question
 * @property {string} asker
 * @property {string | undefined} conversation_id
 * @property {AnswerEvent[]} events
 * @property {number[]} cuts after which events a reader's connection still is to be cut, once each
 * @property {boolean} stopped
 * @property {boolean} ended
 * @property {unknown} [feedback]
 * @property {Set<() => void>} readers woken by every event
 */

/** What tests hold back, by name, until they let it go. */
export class Gates {
	/** @type {Map<string, { passed: Promise<void>, open: () => void }>} */
	#gates = new Map();

	/** @param {string} name */
	#gate(name) {
		let gate = this.#gates.get(name);
		if (!gate) {
			let open = () => {};
			/** @type {Promise<void>} */
			const passed = new Promise((resolve) => {
				open = resolve;
			});
			gate = { passed, open };
			this.#gates.set(name, gate);
		}
		return gate;
	}

	/** @param {string} name */
	pass(name) {
		return this.#gate(name).passed;
	}

	/** @param {string} name */
	open(name) {
		this.#gate(name).open();
	}
}

/** @param {{ id: string, question: string, asker: string, conversation_id?: string, cuts?: number[] }} asked */
export function createAnswer({ id, question, asker, conversation_id, cuts = [] }) {
	/** @type {Answer} */
	return {
		id,
		question,
		asker,
		conversation_id,
		cuts: [...cuts],
		events: [],
		stopped: false,
		ended: false,
		readers: new Set(),
	};
}

/**
 * Gives the answer, step by step, whether anybody reads it or not; *stop* ends it after the step that it is at.
 * @param {Answer} answer
 * @param {Script} script
 * @param {Gates} gates
 * @param {() => { pool: 'owner_cap' | 'free_reserve' | 'end_user_credits', left: number }} pay
 */
export async function runAnswer(answer, script, gates, pay) {
	const pool = script.pool === undefined ? 'free_reserve' : script.pool;
	push(answer, 'start', { answer_id: answer.id, sources: script.sources ?? [], pool });
	for (const step of script.steps) {
		if (answer.stopped) break;
		if ('until' in step) await gates.pass(step.until);
		else if ('pause_ms' in step) await new Promise((resolve) => setTimeout(resolve, step.pause_ms));
		else push(answer, 'delta', { text: step.text });
	}
	answer.ended = true;
	if (script.error) {
		push(answer, 'error', {
			code: script.error,
			message: script.message ?? 'The answer was interrupted.',
			retryable: true,
		});
		return;
	}
	const answered = script.answered ?? true;
	push(answer, 'done', {
		...(answered ? { credits_used: 1, ...pay() } : { credits_used: 0, pool: null, left: null }),
		answered,
		...script.done,
	});
}

/**
 * @param {Answer} answer
 * @param {AnswerEvent['event']} event
 * @param {object} data
 */
function push(answer, event, data) {
	answer.events.push(/** @type {AnswerEvent} */ ({ id: answer.events.length + 1, event, data }));
	for (const wake of answer.readers) wake();
}

/**
 * Sends what comes after an event, to the end, or until the connection is to be cut.
 * @param {Answer} answer
 * @param {number} after
 * @param {ServerResponse} response
 */
export function sendEvents(answer, after, response) {
	if (answer.cuts[0] === 0 && after === 0) {
		answer.cuts.shift();
		response.destroy();
		return;
	}
	response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' });
	response.flushHeaders();
	let next = after;
	const send = () => {
		for (const { id, event, data } of answer.events.slice(next)) {
			next = id;
			const text = `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
			if (answer.cuts[0] === id) {
				answer.cuts.shift();
				answer.readers.delete(send);
				response.write(text, () => response.destroy());
				return;
			}
			response.write(text);
		}
		if (answer.ended && next === answer.events.length) response.end();
	};
	answer.readers.add(send);
	response.once('close', () => answer.readers.delete(send));
	send();
}
