import { readEvents, type ServerEvent } from '../sse.js';

const EVENTS: ServerEvent[] = [
	{ id: '1', event: 'start', data: '{"sources":[]}' },
	{ id: '2', event: 'delta', data: '{"text":"Grüße ☕ 👩‍🍳"}' },
	{ id: '3', event: 'done', data: '{"left":1}' },
];

/** The events as a server may write them, with comments and unknown fields between. */
function stream(newline: string): string {
	return EVENTS.map(({ id, event, data }) =>
		[': heartbeat', '', 'retry: 5', `id: ${id}`, `event:${event}`, `data: ${data}`, '', ''].join(newline),
	).join('');
}

function body(pieces: Uint8Array[]): ReadableStream<Uint8Array> {
	return new ReadableStream({
		start(controller) {
			for (const piece of pieces) controller.enqueue(piece);
			controller.close();
		},
	});
}

async function readAll(pieces: Uint8Array[]): Promise<ServerEvent[]> {
	const events: ServerEvent[] = [];
	for await (const event of readEvents(body(pieces), 60_000)) events.push(event);
	return events;
}

describe.each([
	['LF', '\n'],
	['CR LF', '\r\n'],
])('a stream with lines that end in %s', (_, newline) => {
	const bytes = new TextEncoder().encode(stream(newline));

	it('reads the same wherever it is cut in two, also inside a character', async () => {
		for (let cut = 0; cut <= bytes.length; cut++) {
			expect(await readAll([bytes.slice(0, cut), bytes.slice(cut)])).toMatchObject(EVENTS);
		}
	});

	it('reads the same byte by byte', async () => {
		expect(await readAll([...bytes].map((byte) => Uint8Array.of(byte)))).toMatchObject(EVENTS);
	});
});

it('leaves out an event that the stream ended in the middle of', async () => {
	const whole = new TextEncoder().encode('id: 1\ndata: a\n\nid: 2\ndata: b\n');
	expect(await readAll([whole])).toEqual([{ id: '1', data: 'a' }]);
});

it('gives up an event that never ends', async () => {
	const piece = new TextEncoder().encode('x'.repeat(100_000));
	await expect(readAll(Array.from({ length: 11 }, () => piece))).rejects.toThrow(RangeError);
});

it('ends when nothing has come for too long, and lets the connection go', async () => {
	let cancelled = false;
	const silent = new ReadableStream<Uint8Array>({
		start: (controller) => controller.enqueue(new TextEncoder().encode('data: a\n\n')),
		cancel: () => {
			cancelled = true;
		},
	});
	const events: ServerEvent[] = [];
	for await (const event of readEvents(silent, 20)) events.push(event);
	expect(events).toHaveLength(1);
	expect(cancelled).toBe(true);
});
