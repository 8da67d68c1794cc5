/** One event of a `text/event-stream`, as it came. */
export interface ServerEvent {
	id: string;
	event: string;
	data: string;
}

/** The longest event that is read: a stream that never ends one is no event stream. */
const EVENT_LENGTH_MAX = 1_000_000;

/**
 * Parses a `text/event-stream` from pieces of text, however they are cut (WHATWG HTML, "Server-sent events").
 * Comments and unknown fields are skipped. An event counts once its blank line has come.
 */
export function createEventParser(): (text: string) => ServerEvent[] {
	let rest = '';
	return (text) => {
		// Lines end in CR, LF or both. A CR at the end may be half of both, and waits.
		const blocks = (rest + text).replace(/\r\n|\r(?=.)/gs, '\n').split('\n\n');
		rest = blocks.pop() ?? '';
		if (rest.length > EVENT_LENGTH_MAX) throw new RangeError();
		return blocks.map(parseEvent).filter(({ data }) => data);
	};
}

function parseEvent(block: string): ServerEvent {
	const event: ServerEvent = { id: '', event: '', data: '' };
	for (const line of block.split('\n')) {
		const [, field, value] = /^(id|event|data): ?(.*)/s.exec(line) ?? [];
		if (field === 'data' && event.data) event.data += `\n${value}`;
		else if (field) event[field as keyof ServerEvent] = value ?? '';
	}
	return event;
}

/**
 * Reads events from a response until it ends, or until nothing, not even a heartbeat, has come for `idle_ms`: a
 * connection that a phone lost in a tunnel never says so by itself.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, idle_ms: number): AsyncGenerator<ServerEvent> {
	const reader = body.getReader();
	const decoder = new TextDecoder(); // keeps the first bytes of a cut character for the next piece
	const parse = createEventParser();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const cancel = () => void reader.cancel().catch(() => {});
	try {
		for (;;) {
			timer = setTimeout(cancel, idle_ms);
			const { done, value } = await reader.read();
			clearTimeout(timer);
			if (done) return;
			yield* parse(decoder.decode(value, { stream: true }));
		}
	} finally {
		clearTimeout(timer);
		cancel();
	}
}
