import { randomUUID } from 'node:crypto';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ANSWER_UID, BOT_UID } from '../constants';
import { loadConversationKey } from '../privacy/conversation-key';
import { getService } from '../services';
import { ask, BOT_ID, type Host, passOf, publish, readReply, SECRET, startHost, visitorToken } from './host';

const AUSTRIA = 'How long does delivery to Austria take?';
const DAY_MS = 86_400_000;

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	await ledger.called(({ method }) => method === 'PUT');
	await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 10_000 });
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

const rowOf = (answerId: string) => host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId } });
const keep = (conversationDays: number) => publish(host.strapi, BOT_UID, BOT_ID, { conversationDays });
/** The job, as if it ran so long after now. */
const erase = (afterMs: number) => getService(host.strapi, 'retention').eraseDue(new Date(Date.now() + afterMs));
/** Whatever the table says, as text. */
async function table(): Promise<string> {
	const { tableName } = host.strapi.db.metadata.get(ANSWER_UID);
	const { rows } = await host.strapi.db.connection.raw('select t::text as row from ?? t', [tableName]);
	return JSON.stringify(rows);
}

async function answered({ token = visitorToken() } = {}) {
	const whole = { id: randomUUID(), conversation_id: randomUUID(), question: AUSTRIA, token };
	expect(await ask(host, whole)).toMatchObject({ status: 200 });
	return whole;
}

test('the table says of nobody who asked, and the same visitor is still known by it', async () => {
	const visitor = randomUUID();
	ledger.grant(BOT_ID, 'cus_of_the_table', 1000);
	await answered({ token: visitorToken(visitor) });
	const { conversation_id } = await answered({ token: passOf('cus_of_the_table') });
	const written = await table();
	expect(written).toContain(AUSTRIA);
	expect(written).not.toContain(visitor);
	expect(written).not.toContain('cus_of_the_table');
	const read = (token: string) =>
		fetch(`${host.api}/conversations/${conversation_id}`, { headers: { 'X-Answerpack-Pass': token } });
	expect((await read(passOf('cus_of_the_table'))).status).toBe(200);
	expect((await read(passOf('cus_another'))).status).toBe(404);
});

test('who has a copy of the database has no key to try customers with, and a rotated secret makes no other key', async () => {
	const [old, fresh] = [SECRET, 'rotated-secret-rotated-secret-rotated-secret'] as const;
	const key = await loadConversationKey(host.strapi, [old]);
	const stored = await host.strapi.store({ type: 'plugin', name: 'answerpack' }).get({ key: 'conversation-key' });
	expect(Buffer.from(String(stored), 'base64url').includes(key)).toBe(false);
	expect(await loadConversationKey(host.strapi, [fresh, old])).toEqual(key);
	expect(await loadConversationKey(host.strapi, [fresh])).toEqual(key);
	expect(await loadConversationKey(host.strapi, [old, fresh])).toEqual(key);

	const warned = jest.spyOn(host.strapi.log, 'warn').mockReturnValue(host.strapi.log);
	expect(await loadConversationKey(host.strapi, [fresh])).not.toEqual(key);
	expect(warned.mock.calls).toEqual([[expect.stringContaining('set both for a while')]]);
	warned.mockRestore();
});

test('instances that start at once agree on one key', async () => {
	await host.strapi.store({ type: 'plugin', name: 'answerpack' }).delete({ key: 'conversation-key' });
	const keys = await Promise.all(Array.from({ length: 4 }, () => loadConversationKey(host.strapi, [SECRET])));
	expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
});

test('a conversation is there for its days, and erased after them', async () => {
	await keep(7);
	const { id, conversation_id, token } = await answered();
	await erase(6.9 * DAY_MS);
	expect(await rowOf(id)).toMatchObject({ question: AUSTRIA, erasedAt: null });
	await erase(7.1 * DAY_MS);
	expect(await rowOf(id)).toMatchObject({
		question: null,
		events: [],
		feedback: null,
		conversationId: null,
		subjectKey: '',
		requestHash: '',
		erasedAt: expect.anything(),
		pool: 'free_reserve',
		state: 'done',
	});
	const headers = { 'X-Answerpack-Pass': token };
	expect((await fetch(`${host.api}/conversations/${conversation_id}`, { headers })).status).toBe(404);
	expect((await fetch(`${host.api}/answers/${id}/events`, { headers })).status).toBe(404);
});

test('an id that was erased is never asked or charged again', async () => {
	await keep(1);
	const asking = await answered();
	await erase(2 * DAY_MS);
	expect(await ask(host, asking)).toMatchObject({ status: 404, error: { code: 'answer_not_found' } });
	expect(ledger.calls.filter(({ body }) => (body as { id?: string } | null)?.id === asking.id)).toHaveLength(1);
});

test('with 0 days nothing is kept beyond the answer, but for as long as a lost connection needs to fetch it', async () => {
	await keep(0);
	const { id, token } = await answered();
	await erase(60_000);
	const resumed = await fetch(`${host.api}/answers/${id}/events`, { headers: { 'X-Answerpack-Pass': token } });
	expect((await readReply(resumed)).text).toContain('3 to 4 working days');
	await erase(181_000);
	expect(await rowOf(id)).toMatchObject({ question: null, events: [] });
});

test('an answer that still runs is left alone, whatever its age', async () => {
	await keep(0);
	const id = randomUUID();
	const rows = getService(host.strapi, 'answer-rows');
	const subject = { kind: 'visitor', key: randomUUID() } as const;
	const row = { answer_id: id, bot_id: BOT_ID, subject, conversation_id: null, language: null, request_hash: 'x' };
	await rows.claim({ ...row, question: AUSTRIA });
	await erase(DAY_MS);
	expect(await rowOf(id)).toMatchObject({ question: AUSTRIA, erasedAt: null });
	await rows.discard(id);
});

test('several jobs at once, over more than a batch, erase everything once', async () => {
	await keep(30);
	const rows = Array.from({ length: 1203 }, () => ({
		answerId: randomUUID(),
		botId: BOT_ID,
		subjectKind: 'visitor',
		subjectKey: 'somebody',
		requestHash: 'x',
		question: AUSTRIA,
		state: 'done',
		events: JSON.stringify([]),
		leasedUntil: 0,
	}));
	await host.strapi.db.query(ANSWER_UID).createMany({ data: rows });
	const open = () => host.strapi.db.query(ANSWER_UID).count({ where: { erasedAt: { $null: true } } });
	expect(await open()).toBeGreaterThan(1200);
	await Promise.all([erase(31 * DAY_MS), erase(31 * DAY_MS), erase(31 * DAY_MS)]);
	await erase(31 * DAY_MS);
	expect(await open()).toBe(0);
});

test('an unpublished bot goes by its draft, and of a deleted one nothing is kept', async () => {
	await keep(30);
	const { id } = await answered();
	await host.strapi.documents(BOT_UID).unpublish({ documentId: BOT_ID });
	await erase(29 * DAY_MS);
	expect(await rowOf(id)).toMatchObject({ erasedAt: null });
	await host.strapi.documents(BOT_UID).delete({ documentId: BOT_ID });
	await erase(181_000);
	expect(await rowOf(id)).toMatchObject({ question: null });
});
