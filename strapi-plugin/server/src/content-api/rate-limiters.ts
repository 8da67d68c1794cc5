import { once } from 'node:events';
import { AnswerpackError } from '@answerpack/shared/contract';
import type { Redis } from 'ioredis';
import { type IRateLimiterOptions, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Keys that a limiter remembers in memory at most; beyond it the oldest are forgotten, so that memory stays bounded. */
const KEYS_MAX = 10_000;
/** Redis has that long to answer; then this process counts by itself. */
const REDIS_MS = 500;

/** So many at once, and so many evenly over a minute or an hour. */
export type Rate = { burst: number } & ({ per_minute: number } | { per_hour: number });

/** Takes back what was counted: it was not what it was taken for. */
export type GiveBack = () => Promise<void>;

/**
 * Counts one more for a key.
 * @throws AnswerpackError `too_many_requests` with `details.retry_after_seconds`
 */
export type TakeOne = (key: string) => Promise<GiveBack>;

export interface RateLimiters {
	create(name: string, rate: Rate): TakeOne;
	close(): Promise<void>;
}

interface Log {
	warn(message: string): void;
	info(message: string): void;
}

/**
 * Rates in the memory of this process, or in a Redis that all instances share. Where Redis does not answer, each
 * instance counts by itself until it does: visitors are answered, and limits hold, for each instance.
 * @param redisUrl such as `redis://localhost:6379`
 */
export function createRateLimiters(redisUrl: string | undefined, log: Log): RateLimiters {
	const redis = redisUrl === undefined ? undefined : connect(redisUrl, log);

	async function window(name: string, points: number, duration: number) {
		const connected = await redis;
		if (!connected) return new BoundedMemory({ points, duration });
		const { client: storeClient, renew } = connected;
		const insuranceLimiter = new BoundedMemory({ points, duration }, renew); // asked only when Redis has failed
		const keyPrefix = `answerpack:${name}`;
		return new RateLimiterRedis({
			storeClient,
			points,
			duration,
			keyPrefix,
			insuranceLimiter,
			rejectIfRedisNotReady: true,
		});
	}

	async function bursty(name: string, rate: Rate) {
		const [amount, seconds] = 'per_hour' in rate ? [rate.per_hour, 3600] : [rate.per_minute, 60];
		const parts = commonDivisor(amount, seconds);
		const evenly = amount / parts;
		return [
			await window(name, evenly, seconds / parts),
			// What one may do at once beyond that comes back when the minute or the hour is over.
			await window(`${name}-burst`, Math.max(rate.burst - evenly, 0), seconds),
		];
	}

	return {
		create(name, rate) {
			const limiter = bursty(name, rate);
			return async (key) => {
				let wait_ms = Number.POSITIVE_INFINITY;
				for (const one of await limiter) {
					try {
						await one.consume(key);
						return async () => void (await one.reward(key));
					} catch (refusal) {
						if (!(refusal instanceof RateLimiterRes)) throw refusal;
						wait_ms = Math.min(wait_ms, refusal.msBeforeNext);
					}
				}
				const retry_after_seconds = Math.max(1, Math.ceil(wait_ms / 1000));
				throw new AnswerpackError('too_many_requests', { retry_after_seconds });
			};
		},
		async close() {
			(await redis)?.client.disconnect();
		},
	};
}

/** `ioredis` takes 80 ms to load, so only those load it who have a Redis. Says once when it is away, and once when it is back. */
async function connect(url: string, log: Log): Promise<{ client: Redis; renew(): void }> {
	const { Redis: Client } = await import('ioredis');
	const client = new Client(url, {
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		connectTimeout: REDIS_MS,
		commandTimeout: REDIS_MS,
		disconnectTimeout: REDIS_MS,
	});
	let away = false;
	const isAway = (why: string) => {
		if (away) return;
		away = true;
		log.warn(`Answerpack: Redis cannot be reached (${why}), so each instance keeps the limits by itself.`);
	};
	client.on('error', ({ message }: Error) => isAway(message));
	client.on('reconnecting', () => isAway('the connection was lost'));
	client.on('ready', () => {
		if (away) log.info('Answerpack: Redis is back, and instances keep the limits together again.');
		away = false;
	});
	await once(client, 'ready').catch(() => {}); // it is away, and has said so
	let leaving = false;
	client.on('close', () => {
		leaving = false;
	});
	/** A connection on which nothing comes is better made anew. */
	function renew(): void {
		if (leaving || client.status !== 'ready') return;
		leaving = true;
		client.disconnect(true);
	}
	return { client, renew };
}

class BoundedMemory extends RateLimiterMemory {
	/** In the order of their last use. */
	readonly #keys = new Set<string | number>();

	constructor(
		options: IRateLimiterOptions,
		private readonly onUse: () => void = () => {},
	) {
		super(options);
	}

	override consume(...[key, points, options]: Parameters<RateLimiterMemory['consume']>) {
		this.onUse();
		this.#keys.delete(key);
		this.#keys.add(key);
		if (this.#keys.size > KEYS_MAX) {
			const [oldest = key] = this.#keys;
			this.#keys.delete(oldest);
			void this.delete(oldest);
		}
		return super.consume(key, points, options);
	}
}

function commonDivisor(a: number, b: number): number {
	return b === 0 ? a : commonDivisor(b, a % b);
}
