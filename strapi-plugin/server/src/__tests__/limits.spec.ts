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

test('one address gets only so many visitor tokens, and reads when it may ask again', async () => {
	const replies = [];
	for (let n = 0; n < 10; n++) replies.push(await fetch(`${host.api}/visitors`, { method: 'POST' }));
	const refused = replies.find(({ status }) => status === 429);
	expect(replies.filter(({ status }) => status === 201)).toHaveLength(5);
	expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(240);
	expect(await refused?.json()).toMatchObject({ error: { code: 'too_many_requests' } });
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
	const question = 'How long does delivery to Austria take?';
	const begun = Date.now();
	const replies = await Promise.all(Array.from({ length: 30 }, () => ask(host, { question })));
	const seconds = (Date.now() - begun) / 1000;
	const answered = replies.filter(({ status }) => status === 200);
	const refused = replies.filter(({ status }) => status === 429);
	expect(answered.length).toBeGreaterThan(0);
	// Twenty, then one a second; how many of them find five others on their way depends on the machine.
	expect(answered.length).toBeLessThanOrEqual(20 + seconds);
	expect(answered.length + refused.length).toBe(30);
});
