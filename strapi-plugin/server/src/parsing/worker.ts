// Runs in a thread of its own (see parser.ts), which is ended when it takes too long or too much memory.
import { parentPort, workerData } from 'node:worker_threads';
import { IngestionFailure } from '../ingestion/failure';
import { parse } from './parse';
import type { ParseReply } from './parser';
import type { ParseTask } from './text';

async function reply(): Promise<ParseReply> {
	try {
		return { parsed: await parse(workerData as ParseTask) };
	} catch (error) {
		if (error instanceof IngestionFailure) return { reason: error.reason, detail: error.detail };
		return { reason: 'file_unreadable', detail: null, error: String(error) };
	}
}

void reply().then((message) => parentPort?.postMessage(message));
