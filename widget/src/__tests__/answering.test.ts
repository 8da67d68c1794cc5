import { type Asked, streamAnswer } from '../answering.js';
import { failure } from '../api.js';
import type { AnswerEvent } from '../contract.js';
import { backOffMs, isIdSpent, isTransient, RETRIES_MAX } from '../retry.js';

const asked: Asked = {
	bot: 'shop-help',
	id: 'a1',
	question: 'How long?',
	conversation_id: 'c1',
	language: 'en',
	last_event_id: 0,
};

const EVENTS = [
	{ id: 1, event: 'start', data: { answer_id: 'a1', sources: [], pool: 'free_reserve' } },
	{ id: 2, event: 'delta', data: { text: 'Thirty' } },
	{ id: 3, event: 'delta', data: { text: ' days' } },
	{ id: 4, event: 'done', data: { credits_used: 1, pool: 'free_reserve', left: 2, answered: true } },
];

function response(events: typeof EVENTS): Response {
	return new Response(
		events.map(({ id, event, data }) => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
	);
}

/** Strapi as it behaves at each call in turn; what was called is written down. */
function strapi(...behaviour: (Response | Error)[]) {
	const calls: { path: string; method: string; last?: string | undefined; body?: unknown }[] = [];
	return {
		calls,
		async askBot(path: string, { method = 'GET', headers, body }: RequestInit) {
			const last = (headers as Record<string, string>)['Last-Event-ID'];
			calls.push({ path, method, last, body: body && JSON.parse(String(body)) });
			const next = behaviour.shift() ?? new Error('nothing more was expected');
			if (next instanceof Response) return next;
			throw next;
		},
	};
}

const dropped = () => new TypeError('network error');

/** Runs it with the waiting taken out, and gives back what came. */
async function run(server: ReturnType<typeof strapi>, from: Partial<Asked> = {}) {
	const events: AnswerEvent[] = [];
	const text = () => events.map((each) => (each.event === 'delta' ? each.data.text : '')).join('');
	const running = streamAnswer(
		server,
		{ ...asked, ...from },
		(event) => events.push(event),
		new AbortController().signal,
	);
	const outcome = running.then(
		() => 'done',
		(error) => error.code,
	);
	let ended = false;
	void outcome.then(() => {
		ended = true;
	});
	while (!ended) await jest.advanceTimersByTimeAsync(1000);
	return { outcome: await outcome, text: text(), ids: events.map(({ id }) => id) };
}

// Node 20 has none; a browser's says whether there is a network at all.
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });

beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

it('asks with everything that the contract wants', async () => {
	const server = strapi(response(EVENTS));
	expect(await run(server)).toEqual({ outcome: 'done', text: 'Thirty days', ids: [1, 2, 3, 4] });
	expect(server.calls).toEqual([
		{
			path: 'bots/shop-help/answers',
			method: 'POST',
			last: undefined,
			body: { id: 'a1', question: 'How long?', conversation_id: 'c1', language: 'en' },
		},
	]);
});

it('before start, asks again under the same id', async () => {
	const server = strapi(dropped(), response([]), response(EVENTS));
	expect(await run(server)).toMatchObject({ outcome: 'done', text: 'Thirty days' });
	expect(server.calls.map(({ method, body }) => [method, (body as Asked).id])).toEqual([
		['POST', 'a1'],
		['POST', 'a1'],
		['POST', 'a1'],
	]);
});

it.each([1, 2, 3])('cut after event %d, goes on after it, and hands nothing on twice', async (cut) => {
	const server = strapi(response(EVENTS.slice(0, cut)), dropped(), response(EVENTS));
	expect(await run(server)).toEqual({ outcome: 'done', text: 'Thirty days', ids: [1, 2, 3, 4] });
	expect(server.calls.slice(1)).toEqual([
		{ path: 'answers/a1/events', method: 'GET', last: `${cut}`, body: undefined },
		{ path: 'answers/a1/events', method: 'GET', last: `${cut}`, body: undefined },
	]);
});

it('goes on where another page has stopped reading', async () => {
	const server = strapi(response(EVENTS.slice(2)));
	expect(await run(server, { last_event_id: 2 })).toEqual({ outcome: 'done', text: ' days', ids: [3, 4] });
});

it('gives up after a limited number of broken connections in a row', async () => {
	const server = strapi(...Array.from({ length: 20 }, dropped));
	expect(await run(server)).toMatchObject({ outcome: 'unreachable' });
	expect(server.calls).toHaveLength(RETRIES_MAX + 1);
});

it('counts anew when the stream has moved', async () => {
	const drops = Array.from({ length: RETRIES_MAX }, dropped);
	const server = strapi(...drops, response(EVENTS.slice(0, 2)), ...drops.slice(1), response(EVENTS.slice(2)));
	expect(await run(server)).toMatchObject({ outcome: 'done', text: 'Thirty days' });
});

it('does not ask again when the server has spoken', async () => {
	const server = strapi(failure({ code: 'visitor_limit_reached', status: 402 }) as never);
	expect(await run(server)).toMatchObject({ outcome: 'visitor_limit_reached' });
	expect(server.calls).toHaveLength(1);
});

it('takes an error event for the end of the answer', async () => {
	const error = { id: 2, event: 'error', data: { code: 'answer_interrupted', message: 'x', retryable: true } };
	const server = strapi(response([EVENTS[0], error] as typeof EVENTS));
	expect(await run(server)).toMatchObject({ outcome: 'answer_interrupted' });
	expect(server.calls).toHaveLength(1);
});

it('stops at once when it is given up, also while it waits to try again', async () => {
	const given = new AbortController();
	const running = streamAnswer(strapi(dropped()), asked, () => {}, given.signal);
	given.abort('stopped');
	await expect(running).rejects.toBe('stopped');
});

it('waits longer each time, around half a second, then one, two, four', () => {
	const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
	expect([0, 1, 2, 3].map((retry) => backOffMs(retry))).toEqual([500, 1000, 2000, 4000]);
	random.mockReturnValue(0);
	expect(backOffMs(0)).toBe(375);
	random.mockReturnValue(0.999);
	expect(backOffMs(0)).toBeLessThan(625);
	random.mockRestore();
});

it.each([
	['unreachable', 0, false, true, false],
	['offline', 0, false, true, false],
	['internal', 500, false, false, false],
	['too_many_requests', 429, false, false, false],
	['customer_required', 401, false, false, false],
	['visitor_limit_reached', 402, false, false, true],
	['answer_not_found', 404, false, false, true],
	['answer_conflict', 409, false, false, true],
	['answer_interrupted', 0, true, false, true],
])('%s (%d): tried again by itself, or under a new id', (code, status, ended, transient, spent) => {
	const failed = failure({ code, status, ended });
	expect([isTransient(failed), isIdSpent(failed)]).toEqual([transient, spent]);
});
