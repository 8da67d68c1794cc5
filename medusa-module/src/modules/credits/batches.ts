/** The most requests that one batch takes; the others wait for the next one. */
const BATCH_LENGTH_MAX = 1000;

interface Waiting<Request, Answer> {
	request: Request;
	resolve: (answer: Answer) => void;
	reject: (reason: unknown) => void;
}

/**
 * Natural batching: for each key at most one batch is in flight, and what arrives meanwhile makes up the next one. There
 * is no timer, so a single caller waits for nobody, and under load a thousand requests share one commit.
 */
export class Batches<Request extends { id: string }, Answer> {
	/** What waits, by key. A key is here while one of its batches is in flight. */
	private readonly waiting = new Map<string, Waiting<Request, Answer>[]>();

	/**
	 * @param run answers a batch, one answer for each request, at its place; ids within a batch are different.
	 * @param poisonous whether an error may be the fault of a single request; then each is run alone, and fails alone.
	 */
	constructor(
		private readonly run: (key: string, requests: Request[]) => Promise<Answer[]>,
		private readonly poisonous: (error: unknown) => boolean,
	) {}

	/** Puts a request into the next batch of its key. */
	add(key: string, request: Request): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const queue = this.waiting.get(key);
			if (queue) queue.push({ request, resolve, reject });
			else {
				this.waiting.set(key, [{ request, resolve, reject }]);
				void this.drain(key);
			}
		});
	}

	private async drain(key: string): Promise<void> {
		for (let queue = this.waiting.get(key); queue?.length; queue = this.waiting.get(key)) {
			const batch = this.nextBatch(key, queue);
			await this.answer(key, batch);
			if (batch.length > 1) await arrivals();
		}
		this.waiting.delete(key);
	}

	/** The requests at the head of the queue, each id once: a second one with the same id waits for the first's answer. */
	private nextBatch(key: string, queue: Waiting<Request, Answer>[]): Waiting<Request, Answer>[] {
		const ids = new Set<string>();
		const batch: Waiting<Request, Answer>[] = [];
		const rest: Waiting<Request, Answer>[] = [];
		for (const waiting of queue) {
			if (batch.length < BATCH_LENGTH_MAX && !ids.has(waiting.request.id)) {
				ids.add(waiting.request.id);
				batch.push(waiting);
			} else rest.push(waiting);
		}
		this.waiting.set(key, rest);
		return batch;
	}

	private async answer(key: string, batch: Waiting<Request, Answer>[]): Promise<void> {
		try {
			const answers = await this.run(
				key,
				batch.map(({ request }) => request),
			);
			batch.forEach(({ resolve }, n) => {
				resolve(answers[n] as Answer);
			});
		} catch (error) {
			if (batch.length > 1 && this.poisonous(error)) {
				for (const alone of batch) await this.answer(key, [alone]);
			} else {
				for (const { reject } of batch) reject(error);
			}
		}
	}
}

/**
 * Lets the event loop hand over what has come in meanwhile, without waiting for anything: many callers that were just
 * answered ask again before the next batch is made up, which would otherwise hold the first of them alone.
 */
const arrivals = () => new Promise<void>((resolve) => setImmediate(resolve));
