import type { PlaygroundAnswer } from '../api';

/** What the visitors' route would have answered: the events of the stream, or a refusal before it. */
export function toVisitorsAnswer(answer_id: string, answer: PlaygroundAnswer) {
	const { failure, answered, text, pool, credits_used, passages } = answer;
	if (failure && !text) {
		const { code, resets_at } = failure;
		const error = { code, message: code, details: { resets_at, offers: false } };
		return { status: REFUSALS.test(code) ? 402 : 503, type: 'application/json', body: JSON.stringify({ error }) };
	}
	const sources = answered ? passages.map((passage, position) => ({ ...passage, n: position + 1 })) : [];
	const events: [name: string, data: object][] = [
		['start', { answer_id, sources, pool }],
		['delta', { text }],
		failure
			? ['error', { code: failure.code, message: failure.code, retryable: true }]
			: ['done', { credits_used, pool, left: null, answered }],
	];
	const lines = events.map(([name, data], n) => `id: ${n + 1}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
	return { status: 200, type: 'text/event-stream', body: lines.join('') };
}

/** What a pool refuses, and not what goes wrong. */
const REFUSALS = /_reached$/;
