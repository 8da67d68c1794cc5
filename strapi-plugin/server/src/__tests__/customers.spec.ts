import { randomUUID } from 'node:crypto';
import { customerAnswersSchema } from '@answerpack/shared/contract';
import { createBotsClient } from '@answerpack/shared/server';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ANSWER_UID } from '../constants';
import { ask, BOT_ID, type Host, lastOf, openAnswer, passOf, readReply, SECRET, startHost, visitorToken } from './host';

const AUSTRIA = 'How long does delivery to Austria take?';
const WRAPPING = 'What does gift wrapping cost?';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	await ledger.called(({ method }) => method === 'PUT');
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

const client = () => createBotsClient({ url: host.api.replace('/answerpack', ''), secret: SECRET });
const rowsOf = (ids: string[]) => host.strapi.db.query(ANSWER_UID).findMany({ where: { answerId: { $in: ids } } });

function customer() {
	const key = `cus_${randomUUID()}`;
	ledger.grant(BOT_ID, key, 100_000);
	return { key, token: passOf(key) };
}
async function asks(token: string, question: string, conversation_id: string = randomUUID()) {
	const id = randomUUID();
	expect(await ask(host, { id, question, conversation_id, token, language: 'en' })).toMatchObject({ status: 200 });
	return { id, conversation_id };
}

test('everything that is kept of a customer can be asked for, and nothing of anybody else', async () => {
	const { key, token } = customer();
	const first = await asks(token, AUSTRIA);
	await asks(customer().token, AUSTRIA);
	await asks(visitorToken(key), AUSTRIA); // a visitor who calls himself that is no customer
	const second = await asks(token, WRAPPING, first.conversation_id);
	const comment = 'Thanks!';
	const headers = { 'Content-Type': 'application/json', 'X-Answerpack-Pass': token };
	const body = JSON.stringify({ rating: 'up', comment });
	await fetch(`${host.api}/answers/${second.id}/feedback`, { method: 'POST', headers, body });

	const found = await client().answers(key, 0);
	expect(customerAnswersSchema.parse(found)).toEqual(found);
	expect(found).toMatchObject({
		next: null,
		answers: [
			{
				id: first.id,
				bot_id: BOT_ID,
				conversation_id: first.conversation_id,
				question: AUSTRIA,
				answer: expect.stringContaining('3 to 4 working days'),
				sources: expect.arrayContaining([expect.objectContaining({ title: 'Delivery: times and costs' })]),
				answered: true,
				pool: 'end_user_credits',
				credits: 1,
				feedback: null,
			},
			{ id: second.id, question: WRAPPING, feedback: { rating: 'up', comment } },
		],
	});
	expect((await client().answers('cus_nobody', 0)).answers).toEqual([]);
});

test('more than a page comes in pages, each answer once', async () => {
	const { key, token } = customer();
	const { id } = await asks(token, AUSTRIA);
	const [{ subjectKey }] = await rowsOf([id]);
	const ids = Array.from({ length: 250 }, () => randomUUID());
	await host.strapi.db.query(ANSWER_UID).createMany({
		data: ids.map((answerId) => ({
			answerId,
			botId: BOT_ID,
			subjectKind: 'customer',
			subjectKey,
			requestHash: 'x',
			question: WRAPPING,
			state: 'done',
			events: JSON.stringify([]),
			leasedUntil: 0,
		})),
	});
	const seen: string[] = [];
	for (let after: number | null = 0; after !== null; ) {
		const page: { answers: { id: string }[]; next: number | null } = await client().answers(key, after);
		seen.push(...page.answers.map((answer) => answer.id));
		after = page.next;
	}
	expect(seen).toEqual([id, ...ids]);
	expect(await client().erase(key)).toEqual({ erased: 251 });
	expect((await client().answers(key, 0)).answers).toEqual([]);
});

test('a customer who is erased leaves no text behind, and may be erased again', async () => {
	const { key, token } = customer();
	const mine = [await asks(token, AUSTRIA), await asks(token, WRAPPING)];
	const other = customer();
	const theirs = await asks(other.token, AUSTRIA);
	expect(await client().erase(key)).toEqual({ erased: 2 });
	const ids = mine.map(({ id }) => id);
	for (const row of await rowsOf(ids)) {
		expect(row).toMatchObject({ question: null, events: [], trace: null, feedback: null, subjectKey: '' });
		expect(row).toMatchObject({ conversationId: null, requestHash: '', pool: 'end_user_credits', answered: true });
	}
	expect(await rowsOf([theirs.id])).toMatchObject([{ question: AUSTRIA }]);
	expect(await client().erase(key)).toEqual({ erased: 0 });
});

test('an answer that runs when its customer is erased is stopped, and stays erased', async () => {
	const { key, token } = customer();
	const id = randomUUID();
	const running = readReply(await openAnswer(host, { id, question: AUSTRIA, token }));
	await client().erase(key);
	expect(lastOf(await running)?.event).toBe('done');
	expect(await rowsOf([id])).toMatchObject([{ state: 'done', question: null, events: [], subjectKey: '' }]);
});

test.each([
	['no secret', {}],
	['another secret', { Authorization: `Bearer ${SECRET}x` }],
	['the secret by another scheme', { Authorization: `Basic ${SECRET}` }],
	['a visitor’s token', { 'X-Answerpack-Pass': visitorToken(), Authorization: `Bearer ${visitorToken()}` }],
])('nobody gets in with %s', async (_what, headers) => {
	const { key, token } = customer();
	const { id } = await asks(token, AUSTRIA);
	for (const method of ['GET', 'DELETE']) {
		const response = await fetch(`${host.api}/service/customers/${key}/conversations`, {
			method,
			headers: headers as Record<string, string>,
		});
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ error: { code: 'service_secret_wrong' } });
	}
	expect(await rowsOf([id])).toMatchObject([{ question: AUSTRIA }]);
});

test('a Strapi that is not there is a bot that cannot be reached', async () => {
	const gone = createBotsClient({ url: 'http://127.0.0.1:9/api', secret: SECRET });
	await expect(gone.erase('cus_1')).rejects.toMatchObject({ code: 'bot_unreachable', status: 503 });
});
