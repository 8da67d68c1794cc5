import { Worker } from 'node:worker_threads';
import { type FailureReason, IngestionFailure } from '../ingestion/failure';
import type { Parsed, ParseTask } from './text';

export interface ParserLimits {
	/** How long one file may take. */
	timeout_ms: number;
	/** How large its JavaScript objects may grow. */
	heap_mb: number;
	/** How much the whole process may grow meanwhile: buffers do not count as JavaScript objects. */
	growth_mb: number;
}

const LIMITS: ParserLimits = { timeout_ms: 60_000, heap_mb: 512, growth_mb: 1024 };
const WATCH_MS = 100;
const MB = 2 ** 20;

/** What the thread sends back. */
export type ParseReply = { parsed: Parsed } | { reason: FailureReason; detail: string | null; error?: string };

export type Parser = (task: ParseTask, signal?: AbortSignal) => Promise<Parsed>;

/**
 * Reads files and pages in a thread of its own for each, so that a hostile one fails alone.
 * @param script the built `parsing/worker.ts`
 * @returns a parser that throws IngestionFailure: what is wrong with the file, `parsing_took_too_long` or
 *   `parsing_took_too_much_memory`
 */
export function createParser(script: string, limits: ParserLimits = LIMITS): Parser {
	return async (task, signal) => {
		signal?.throwIfAborted();
		const worker = new Worker(script, {
			workerData: task,
			resourceLimits: { maxOldGenerationSizeMb: limits.heap_mb },
			// What a parser complains of is not for the log of the shop.
			stdout: true,
			stderr: true,
			env: {},
		});
		const before = process.memoryUsage.rss();
		let watch: NodeJS.Timeout | undefined;
		let timeout: NodeJS.Timeout | undefined;
		try {
			return await new Promise<Parsed>((resolve, reject) => {
				const fail = (reason: FailureReason, cause?: unknown) => reject(new IngestionFailure(reason, null, { cause }));
				timeout = setTimeout(() => fail('parsing_took_too_long'), limits.timeout_ms);
				watch = setInterval(() => {
					if (process.memoryUsage.rss() - before > limits.growth_mb * MB) fail('parsing_took_too_much_memory');
				}, WATCH_MS);
				signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
				worker.once('message', (reply: ParseReply) => {
					if ('parsed' in reply) resolve(reply.parsed);
					else reject(new IngestionFailure(reply.reason, reply.detail, { cause: reply.error }));
				});
				worker.once('error', (error: NodeJS.ErrnoException) =>
					fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'parsing_took_too_much_memory' : 'file_unreadable', error),
				);
				worker.once('exit', () => fail('file_unreadable'));
			});
		} finally {
			clearTimeout(timeout);
			clearInterval(watch);
			await worker.terminate();
		}
	};
}
