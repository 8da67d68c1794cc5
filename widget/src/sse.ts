/** One event of a `text/event-stream`, as it came. */
export interface ServerEvent {
	id: string;
	event: string;
	data: string;
}

/** The longest event that is read: a stream that never ends one is no event stream. */
const EVENT_LENGTH_MAX = 1_000_000;

/**
 * Reads a `text/event-stream` (WHATWG HTML, "Server-sent events") until it ends, or until nothing, not even a heartbeat,
 * has come for `idle_ms`: a connection that a phone lost in a tunnel never says so by itself. Of the format it takes what
 * the contract uses: `data` is one line of JSON. Comments are skipped. An event counts once its blank line has come.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, idle_ms: number): AsyncGenerator<ServerEvent> {
	const reader = body.getReader();
	const decoder = new TextDecoder(); // keeps the first bytes of a cut character for the next piece
	let rest = '';
	for (;;) {
		const timer = setTimeout(() => reader.cancel().catch(() => {}), idle_ms);
		const { done, value } = await reader.read().finally(() => clearTimeout(timer));
		if (done) return;
		const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
		rest = blocks.pop() as string;
		if (rest.length > EVENT_LENGTH_MAX) throw new RangeError();
		for (const block of blocks) {
			// `field: value`, a line each
			const event = Object.fromEntries(block.split(/\r?\n/).map((line) => line.split(/: ?(.*)/s)));
			if (event.data) yield event;
		}
	}
}
