import { randomUUID } from 'node:crypto';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { getService } from '../services';
import { ask, BOT_ID, type Host, SECRET, startHost, visitorToken } from './host';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url, limits: 'on' });
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

const QUESTION = 'How long does delivery to Austria take?';

describe('new visitors', () => {
	const mint = (forwarded: string) =>
		fetch(`${host.api}/visitors`, { method: 'POST', headers: { 'X-Forwarded-For': forwarded } });
	const mintMany = async (forwarded: (n: number) => string) => {
		const replies = [];
		for (let n = 0; n < 10; n++) replies.push(await mint(forwarded(n)));
		return replies;
	};

	test('are few from one address, whatever address it claims, and it reads when it may ask again', async () => {
		const replies = await mintMany((n) => `203.0.113.${n}`);
		const refused = replies.find(({ status }) => status === 429);
		expect(replies.filter(({ status }) => status === 201)).toHaveLength(5);
		expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(240);
		expect(await refused?.json()).toMatchObject({
			error: { code: 'too_many_requests', details: { retry_after_seconds: expect.any(Number) } },
		});
	});

	test('behind a proxy count by the address that it saw, whatever stood in the header before', async () => {
		const { app } = host.strapi.server;
		app.proxy = true; // as `proxy.koa` sets it
		const replies = await mintMany((n) => `198.51.100.${n}, 203.0.113.77`);
		expect(replies.filter(({ status }) => status === 201)).toHaveLength(5);
		expect((await mint('203.0.113.77, 203.0.113.78')).status).toBe(201);
		app.proxy = false;
	});
});

test('one visitor gets one answer at a time, and is told which one is being written', async () => {
	const rows = getService(host.strapi, 'answer-rows');
	const answer_id = randomUUID();
	const subject = { kind: 'visitor', key: 'patient' } as const;
	const token = visitorToken('patient');
	// Somewhere else: one that runs here may be over before the next one is asked.
	const rest = { conversation_id: null, question: QUESTION, language: 'en', request_hash: 'x' };
	await rows.claim({ answer_id, bot_id: BOT_ID, subject, ...rest });
	expect(await ask(host, { question: QUESTION, token })).toMatchObject({
		status: 409,
		error: { code: 'answer_running', details: { answer_id } },
	});
	await rows.discard(answer_id);
	expect(await ask(host, { question: QUESTION, token })).toMatchObject({ status: 200 });
});

test('of many that one visitor asks at the same moment exactly one goes on, and the others are told of it', async () => {
	const rows = getService(host.strapi, 'answer-rows');
	const rest = { conversation_id: null, question: 'How?', language: 'en', request_hash: 'x' };
	for (let round = 0; round < 50; round++) {
		const subject = { kind: 'visitor', key: `hasty-${round}` } as const;
		const asked = await Promise.all(
			Array.from({ length: 8 }, async () => {
				const answer_id = randomUUID();
				const claim = await rows.claim({ answer_id, bot_id: BOT_ID, subject, ...rest });
				return { answer_id, earlier: await claim?.findEarlier() };
			}),
		);
		const first = asked.filter(({ earlier }) => earlier === undefined);
		expect(first).toHaveLength(1);
		const told = new Set(asked.map(({ earlier }) => earlier));
		expect(told).toEqual(new Set([undefined, first[0]?.answer_id]));
		await Promise.all(asked.map(({ answer_id }) => rows.discard(answer_id)));
	}
});

test('a process that has enough to do says when to come back, asks nobody, and takes the next one when there is room', async () => {
	const limits = getService(host.strapi, 'limits');
	const enter = (n: number) => limits.answer({ visitor: `${n}`, address: `${n}`, bot_id: `${n}` });
	const entered = await Promise.all(Array.from({ length: 500 }, (_, n) => enter(n)));
	const asking = { id: randomUUID(), question: QUESTION, token: visitorToken() };
	const calls = ledger.calls.length;
	const refused = await ask(host, asking);
	expect(refused).toMatchObject({ status: 503, error: { code: 'busy', message: expect.any(String) } });
	expect(refused.headers.get('retry-after')).toBe('3');
	expect(ledger.calls).toHaveLength(calls);
	entered.pop()?.leave();
	expect(await ask(host, asking)).toMatchObject({ status: 200 });
	for (const one of entered) one.leave();
});

/** Until it is too much. */
async function callForEver(key: string): Promise<void> {
	const { call } = getService(host.strapi, 'limits');
	const calls = async () => {
		for (;;) await call({ visitor: `visitor:${key}` });
	};
	await expect(calls()).rejects.toMatchObject({ code: 'too_many_requests' });
}

test.each([
	['GET', '/answers/:id/events', undefined],
	['POST', '/answers/:id/stop', undefined],
	['POST', '/answers/:id/feedback', { rating: 'up' }],
	['GET', '/conversations/:id', undefined],
	['DELETE', '/conversations/:id', undefined],
])('one visitor calls %s %s only so often', async (method, path, body) => {
	const key = randomUUID();
	const headers = { 'Content-Type': 'application/json', 'X-Answerpack-Pass': visitorToken(key) };
	const url = host.api + path.replace(':id', randomUUID());
	const call = () => fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
	expect((await call()).status).toBe(404);
	await callForEver(key);
	const refused = await call();
	expect(refused.status).toBe(429);
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('a question that is sent again uses up no other one, and cannot be sent without end', async () => {
	const key = randomUUID();
	const asking = { id: randomUUID(), question: QUESTION, token: visitorToken(key) };
	const { events } = await ask(host, asking);
	for (let n = 0; n < 25; n++) expect(await ask(host, asking)).toMatchObject({ status: 200, events });
	expect(await ask(host, { ...asking, id: randomUUID() })).toMatchObject({ status: 200 });

	await callForEver(key);
	expect(await ask(host, asking)).toMatchObject({ status: 429, error: { code: 'too_many_requests' } });
});

test('one address holds only so many streams open, and one that it closes makes room', async () => {
	const rows = getService(host.strapi, 'answer-rows');
	const answer_id = randomUUID();
	const subject = { kind: 'visitor', key: 'many-streams' } as const;
	const rest = { conversation_id: null, question: 'How?', language: 'en', request_hash: 'x' };
	await rows.claim({ answer_id, bot_id: BOT_ID, subject, ...rest });
	const streams: { status: number; close(): void }[] = [];
	const open = async () => {
		const gone = new AbortController();
		const { status } = await fetch(`${host.api}/answers/${answer_id}/events`, {
			headers: { 'X-Answerpack-Pass': visitorToken('many-streams') },
			signal: gone.signal,
		});
		streams.push({ status, close: () => gone.abort() });
		return status;
	};
	for (let n = 0; n < 20; n++) expect(await open()).toBe(200);
	expect(await open()).toBe(429);
	streams[0]?.close();
	while ((await open()) === 429); // the server hears of it a moment later
	for (const { close } of streams) close();
	await rows.discard(answer_id);
});

test('one address cannot use up the free reserve in a second', async () => {
	const begun = Date.now();
	const replies = await Promise.all(Array.from({ length: 30 }, () => ask(host, { question: QUESTION })));
	const seconds = (Date.now() - begun) / 1000;
	const answered = replies.filter(({ status }) => status === 200);
	const refused = replies.filter(({ status }) => status === 429);
	expect(answered.length).toBeGreaterThan(0);
	// Twenty, then one a second; how many of them find five others on their way depends on the machine.
	expect(answered.length).toBeLessThanOrEqual(20 + seconds);
	expect(answered.length + refused.length).toBe(30);
});
