import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type RedisDouble, startRedisDouble } from '../../../../../test/doubles/redis';
import { createRateLimiters, type TakeOne } from '../rate-limiters';

// With REDIS_URL in the environment the first of these run against a real Redis (test/doubles/redis/README.md).

const RATE = { burst: 3, per_minute: 1 };
const tooMany = expect.objectContaining({ code: 'too_many_requests' });

let redis: RedisDouble;
const opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
	redis = await startRedisDouble();
});
afterAll(() => redis.down());
afterEach(async () => {
	for (const instance of opened.splice(0)) await instance.close();
});

/** An instance of Strapi, as far as limits go. */
function instance(url = process.env.REDIS_URL ?? redis.url) {
	const said = new EventEmitter<{ warn: [string]; info: [string] }>();
	const lines: string[] = [];
	const says = (level: 'warn' | 'info') => (line: string) => {
		lines.push(line);
		said.emit(level, line);
	};
	const log = { warn: says('warn'), info: says('info') };
	const limiters = createRateLimiters(url, log);
	opened.push(limiters);
	return { take: limiters.create(`test-${name}`, RATE), said, lines };
}
let name = '';
beforeEach(() => {
	name = randomUUID();
});

/** How many of so many are let through. */
async function through(count: number, ...takers: TakeOne[]): Promise<number> {
	const taken = Array.from({ length: count }, (_, n) => takers[n % takers.length]?.('a visitor'));
	const outcomes = await Promise.allSettled(taken);
	for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(tooMany);
	return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

test('instances that share a Redis count together', async () => {
	const [one, two] = [instance(), instance()];
	expect(await through(10, one.take, two.take)).toBe(3);
	await expect(one.take('a visitor')).rejects.toMatchObject({
		details: { retry_after_seconds: expect.any(Number) },
	});
	expect(await through(1, instance().take)).toBe(0);
	await one.take('another');
});

test('while Redis is away each instance counts by itself, says so once, and once that it is back', async () => {
	const [one, two] = [instance(redis.url), instance(redis.url)];
	await Promise.all([one.take('first'), two.take('first')]);
	const away = Promise.all([once(one.said, 'warn'), once(two.said, 'warn')]);
	await redis.down();
	await away;
	expect(await through(10, one.take)).toBe(3);
	expect(await through(10, two.take)).toBe(3);
	const back = Promise.all([once(one.said, 'info'), once(two.said, 'info')]);
	await redis.up();
	await back;
	expect(one.lines).toEqual([
		expect.stringMatching(/^Answerpack: Redis cannot be reached .*by itself/),
		expect.stringMatching(/^Answerpack: Redis is back/),
	]);
	expect(await through(10, one.take, two.take)).toBe(3);
});

test('a Redis that is not there when Strapi starts keeps nobody from asking', async () => {
	await redis.down();
	const { take, lines } = instance(redis.url);
	expect(await through(10, take)).toBe(3);
	expect(lines).toEqual([expect.stringMatching(/cannot be reached/)]);
	await redis.up();
});

test('a Redis that falls silent is given up, and is taken for away', async () => {
	const { take, said, lines } = instance(redis.url);
	await take('first');
	redis.fallSilent();
	const away = once(said, 'warn');
	expect(await through(10, take)).toBe(3);
	await away;
	expect(lines).toEqual([expect.stringMatching(/cannot be reached/)]);
	await redis.down();
	await redis.up();
});

test('a Redis that hangs up again and again is spoken of once', async () => {
	const { take, said, lines } = instance(redis.url);
	await take('first');
	const back = once(said, 'info');
	await redis.hangUp(3);
	await back;
	expect(lines).toEqual([expect.stringMatching(/cannot be reached/), expect.stringMatching(/is back/)]);
});
