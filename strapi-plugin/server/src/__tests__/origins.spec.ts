import { randomUUID } from 'node:crypto';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ANSWER_UID, BOT_UID } from '../constants';
import { ask, BOT_ID, type Host, publish, readReply, SECRET, startHost, visitorToken } from './host';

const SHOP = 'https://shop.example';
const ELSEWHERE = 'https://elsewhere.example';
const AUSTRIA = 'How long does delivery to Austria take?';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	await ledger.called(({ method }) => method === 'PUT');
	await publish(host.strapi, BOT_UID, BOT_ID, { origins: ` ${SHOP}/ \n\nHTTPS://WWW.Shop.Example:443` });
	await ledger.called(({ body }) => (body as { version: number } | null)?.version === 2);
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

/** As a browser on a page of this origin would send it. */
const from = (origin: string | undefined, path: string, { token = visitorToken(), ...init }: Sending = {}) =>
	fetch(host.api + path, {
		...init,
		headers: {
			'X-Answerpack-Pass': token,
			...(origin !== undefined && { Origin: origin }),
			...(init.body && { 'Content-Type': 'application/json' }),
		},
	});
type Sending = { token?: string; method?: string; body?: string };
const question = (id: string = randomUUID()) => JSON.stringify({ id, question: AUSTRIA, language: 'en' });
const refused = { status: 403, error: { code: 'origin_not_allowed' } };

test.each([SHOP, 'https://www.shop.example'])('a page of %s, which is listed, may ask', async (origin) => {
	const response = await from(origin, '/bots/shop-help/answers', { method: 'POST', body: question() });
	expect(response.headers.get('access-control-allow-origin')).toBe('*');
	expect((await readReply(response)).text).toContain('3 to 4 working days');
});

test.each([
	ELSEWHERE,
	'http://shop.example',
	'https://shop.example:8443',
	'https://shop.example.elsewhere.example',
	'https://a.shop.example',
	'null',
])('a page of %s is refused, can read why, and costs nothing', async (origin) => {
	const id = randomUUID();
	const calls = ledger.calls.length;
	const response = await from(origin, '/bots/shop-help/answers', { method: 'POST', body: question(id) });
	expect(response.headers.get('access-control-allow-origin')).toBe('*');
	expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
	expect(await readReply(response)).toMatchObject(refused);
	expect(ledger.calls).toHaveLength(calls);
	expect(await host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId: id } })).toBeNull();
});

describe('what a visitor has been answered', () => {
	const conversation_id = randomUUID();
	const id = randomUUID();
	const token = visitorToken();
	beforeAll(() => ask(host, { id, conversation_id, question: AUSTRIA, language: 'en', token }));

	test.each([
		['is looked up by the bot’s name', 'GET', '/bots/shop-help', 200],
		['is read again', 'GET', `/answers/${id}/events`, 200],
		['is stopped', 'POST', `/answers/${id}/stop`, 204],
		['is rated', 'POST', `/answers/${id}/feedback`, 204],
		['is listed', 'GET', `/conversations/${conversation_id}`, 200],
		['is erased', 'DELETE', `/conversations/${conversation_id}`, 204],
	])('%s from a page that is listed, and from no other', async (_what, method, path, status) => {
		const body = path.endsWith('feedback') ? JSON.stringify({ rating: 'up' }) : undefined;
		const send = (origin: string) => from(origin, path, { token, method, ...(body && { body }) });
		expect(await readReply(await send(ELSEWHERE))).toMatchObject(refused);
		const response = await send(SHOP);
		expect(response.status).toBe(status);
		await response.body?.cancel();
	});
});

test('who sends no origin is no page on another website', async () => {
	expect((await from(undefined, '/bots/shop-help')).status).toBe(200);
	const asked = from(undefined, '/bots/shop-help/answers', { method: 'POST', body: question() });
	expect((await readReply(await asked)).status).toBe(200);
});

test('a page of any origin may send a pass and read the answer, whatever strapi::cors allows of the rest', async () => {
	const preflight = await fetch(`${host.api}/bots/shop-help/answers`, {
		method: 'OPTIONS',
		headers: {
			Origin: ELSEWHERE,
			'Access-Control-Request-Method': 'POST',
			'Access-Control-Request-Headers': 'content-type,x-answerpack-pass',
		},
	});
	expect(preflight.status).toBe(204);
	expect(Object.fromEntries(preflight.headers)).toMatchObject({
		'access-control-allow-origin': '*',
		'access-control-allow-methods': 'GET, POST, DELETE',
		'access-control-allow-headers': 'Content-Type, X-Answerpack-Pass, Last-Event-ID',
	});
	const broken = await from(ELSEWHERE, '/bots/shop-help/answers', { method: 'POST', body: '{broken' });
	expect(broken.status).toBe(400);
	expect(Object.fromEntries(broken.headers)).toMatchObject({
		'access-control-allow-origin': '*',
		'access-control-expose-headers': 'Retry-After',
	});
	expect(broken.headers.has('access-control-allow-credentials')).toBe(false);
});

test('routes of others keep what strapi::cors says', async () => {
	const response = await fetch(`${host.admin}/api/products`, { headers: { Origin: ELSEWHERE } });
	expect(response.headers.has('access-control-allow-origin')).toBe(false);
});

test('a bot without a list answers on every website', async () => {
	await publish(host.strapi, BOT_UID, BOT_ID, { origins: ' \n ' });
	const response = await from(ELSEWHERE, '/bots/shop-help/answers', { method: 'POST', body: question() });
	expect((await readReply(response)).status).toBe(200);
});
