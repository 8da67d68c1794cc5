import type { ServerResponse } from 'node:http';
import { nextTick } from 'node:process';
import { type AnswerEvent, HEARTBEAT_SECONDS } from '@answerpack/shared/contract';

const HEADERS = {
	'Content-Type': 'text/event-stream; charset=utf-8',
	'Cache-Control': 'no-cache, no-transform',
	// nginx would collect the whole answer first
	'X-Accel-Buffering': 'no',
};

/** Sends events until the last, or until the reader is gone; never throws for a reader that is gone. */
export async function sendEvents(
	response: ServerResponse,
	follow: (signal: AbortSignal) => AsyncIterable<AnswerEvent>,
): Promise<void> {
	const gone = new AbortController();
	response.once('close', () => gone.abort());
	if (response.destroyed) gone.abort(); // left while the hold was asked for
	response.on('error', () => gone.abort());
	response.writeHead(200, HEADERS);
	response.flushHeaders();
	const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_SECONDS * 1000);
	try {
		for await (const { id, event, data } of follow(gone.signal)) {
			response.cork(); // what is there at once goes out at once
			response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
			nextTick(() => response.uncork());
		}
	} finally {
		clearInterval(heartbeat);
		response.end();
	}
}

/** The id of the last event that a reader has seen; 0 when it has seen none, or says nothing sensible. */
export function lastEventId(header: string | undefined): number {
	const id = Number(header);
	return Number.isSafeInteger(id) && id > 0 ? id : 0;
}
