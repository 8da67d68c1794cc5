import { createEventParser, readEvents, type ServerEvent } from '../sse.js';

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
			expect(await readAll([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(EVENTS);
		}
	});

	it('reads the same byte by byte', async () => {
		expect(await readAll([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
	});
});

it('reads lines that end in CR alone, once it is sure that no LF follows', async () => {
	const bytes = new TextEncoder().encode(`${stream('\r')}: heartbeat`);
	expect(await readAll([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
});

it('joins several data lines, and takes off one space only', () => {
	const parse = createEventParser();
	expect(parse('data:one\ndata:  two\ndata\n\n')).toEqual([{ id: '', event: '', data: 'one\n two' }]);
});

it('leaves out an event that the stream ended in the middle of', async () => {
	const whole = new TextEncoder().encode('id: 1\ndata: a\n\nid: 2\ndata: b\n');
	expect(await readAll([whole])).toEqual([{ id: '1', event: '', data: 'a' }]);
});

it('gives up an event that never ends', () => {
	const parse = createEventParser();
	expect(() => {
		for (let i = 0; i < 11; i++) parse('x'.repeat(100_000));
	}).toThrow(RangeError);
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

it('lets the connection go when the reader has had enough', async () => {
	let cancelled = false;
	const endless = new ReadableStream<Uint8Array>({
		pull: (controller) => controller.enqueue(new TextEncoder().encode('data: a\n\n')),
		cancel: () => {
			cancelled = true;
		},
	});
	for await (const _ of readEvents(endless, 60_000)) break;
	expect(cancelled).toBe(true);
});
