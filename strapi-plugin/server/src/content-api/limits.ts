import { AnswerpackError } from '@answerpack/shared/contract';
import type { AnswerpackConfig } from '../config';
import type { GiveBack, RateLimiters } from './rate-limiters';

/** When one may come back to a process that is full: some answers are over by then. */
const BUSY_RETRY_SECONDS = 3;

/** Who asks for an answer: as the pass or token says, from where, and which bot. */
export interface Asking {
	visitor: string;
	address: string;
	bot_id: string;
}

export interface Limits {
	/**
	 * Before a visitor token is made.
	 * @throws AnswerpackError `too_many_requests`
	 */
	visitorToken(address: string): Promise<void>;
	/**
	 * Before an answer begins.
	 * @throws AnswerpackError `too_many_requests`, `busy`
	 */
	answer(asking: Asking): Promise<Admitted>;
	/**
	 * Before whatever else somebody asks for: an answer that is there, sent again, costs nobody anything, and is none that counts.
	 * @throws AnswerpackError `too_many_requests`
	 */
	call(asking: Pick<Asking, 'visitor'>): Promise<void>;
	/**
	 * Before a stream is opened, of an answer that begins or of one that is there; call what it returns when it is closed.
	 * @throws AnswerpackError `too_many_requests`, `busy`
	 */
	stream(address: string): () => void;
}

/** An answer that may begin. */
export interface Admitted {
	/** It is over. */
	leave(): void;
	/** It is none: the question was asked before, under the same id. */
	uncount(): Promise<void>;
}

/**
 * What keeps one address from using up a reserve in a second, and all of them together from more than this process can do.
 * Rates are counted by all instances together where they share a Redis; what runs at the same time is each one's own.
 */
export function createLimits(config: AnswerpackConfig['limits'], createRate: RateLimiters['create']): Limits {
	const tokens = createRate('visitor-tokens', config.visitorTokens);
	const ofVisitor = createRate('answers-visitor', config.answersPerVisitor);
	const ofAddress = createRate('answers-address', config.answersPerAddress);
	const ofBot = createRate('answers-bot', config.answersPerBot);
	const ofCalls = createRate('calls-visitor', config.callsPerVisitor);
	const enterAnswer = createConcurrencyLimit(config.answersAtOnce);
	const enterStream = createConcurrencyLimit(config.streamsAtOnce);
	return {
		visitorToken: async (address) => void (await tokens(address)),
		stream: enterStream,
		call: async ({ visitor }) => void (await ofCalls(visitor)),
		async answer({ visitor, address, bot_id }) {
			const leave = enterAnswer(address);
			const counted: GiveBack[] = [];
			try {
				// One after the other: what a visitor may not ask must not count for the address, and so on.
				counted.push(await ofVisitor(visitor));
				counted.push(await ofAddress(address));
				counted.push(await ofBot(bot_id));
			} catch (error) {
				leave();
				throw error;
			}
			return {
				leave,
				async uncount() {
					for (const giveBack of counted.splice(0)) await giveBack();
				},
			};
		},
	};
}

/**
 * How many run at the same time, for each address and in this process.
 * @returns enters, or throws `too_many_requests` for the address, `busy` for the process; what it returns leaves again.
 */
export function createConcurrencyLimit({ perAddress, perProcess }: { perAddress: number; perProcess: number }) {
	const running = new Map<string, number>();
	let all = 0;
	return (address: string): (() => void) => {
		const count = running.get(address) ?? 0;
		if (count >= perAddress) throw new AnswerpackError('too_many_requests', { retry_after_seconds: 1 });
		if (all >= perProcess) throw new AnswerpackError('busy', { retry_after_seconds: BUSY_RETRY_SECONDS });
		running.set(address, count + 1);
		all += 1;
		return () => {
			all -= 1;
			const left = (running.get(address) ?? 1) - 1;
			if (left > 0) running.set(address, left);
			else running.delete(address);
		};
	};
}
