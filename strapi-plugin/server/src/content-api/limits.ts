import { AnswerpackError } from '@answerpack/shared/contract';
import type { AnswerpackConfig } from '../config';

/** So many at once, then so many a minute. */
export interface Rate {
	burst: number;
	per_minute: number;
}

/** Addresses that are remembered at most; beyond it the oldest are forgotten, so that memory stays bounded. */
const ADDRESSES_MAX = 10_000;

/**
 * A token bucket for each address, in the memory of this process.
 * @returns takes one, or throws `too_many_requests` with `details.retry_after_seconds`.
 */
export function createRateLimit({ burst, per_minute }: Rate, now = Date.now) {
	const buckets = new Map<string, { tokens: number; at: number }>();
	return (address: string): void => {
		const known = buckets.get(address);
		const refilled = known ? known.tokens + ((now() - known.at) / 60_000) * per_minute : burst;
		const tokens = Math.min(burst, refilled);
		if (tokens < 1) throw tooMany(Math.ceil(((1 - tokens) / per_minute) * 60));
		buckets.delete(address); // to the end: the map keeps the order of use
		buckets.set(address, { tokens: tokens - 1, at: now() });
		if (buckets.size > ADDRESSES_MAX) buckets.delete(buckets.keys().next().value as string);
	};
}

/**
 * How many run at the same time for each address.
 * @returns enters, or throws `too_many_requests`; what it returns leaves again.
 */
export function createConcurrencyLimit(max: number) {
	const running = new Map<string, number>();
	return (address: string): (() => void) => {
		const count = running.get(address) ?? 0;
		if (count >= max) throw tooMany(1);
		running.set(address, count + 1);
		return () => {
			const left = (running.get(address) ?? 1) - 1;
			if (left > 0) running.set(address, left);
			else running.delete(address);
		};
	};
}

function tooMany(retry_after_seconds: number): AnswerpackError {
	return new AnswerpackError('too_many_requests', { retry_after_seconds });
}

export interface Limits {
	/** Before a visitor token is made. */
	visitorToken(address: string): void;
	/** Before an answer begins; call what it returns when the answer is over. */
	answer(address: string): () => void;
	/** Before a stream is opened, of an answer that begins or of one that is there; call what it returns when it is closed. */
	stream(address: string): () => void;
}

/** What keeps one address from using up a reserve in a second. */
export function createLimits(config: AnswerpackConfig['limits']): Limits {
	const answers = createRateLimit(config.answers);
	const { burst, per_hour } = config.visitorTokens;
	const enter = createConcurrencyLimit(config.answersAtOnce);
	return {
		visitorToken: createRateLimit({ burst, per_minute: per_hour / 60 }),
		stream: createConcurrencyLimit(config.streamsAtOnce),
		answer(address) {
			const leave = enter(address);
			try {
				answers(address);
			} catch (error) {
				leave();
				throw error;
			}
			return leave;
		},
	};
}
