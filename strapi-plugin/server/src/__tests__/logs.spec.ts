import { randomUUID } from 'node:crypto';
import { LLMock } from '@copilotkit/aimock';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ANSWER_UID } from '../constants';
import { ask, BOT_ID, type Host, lastOf, SECRET, startHost, visitorToken } from './host';

const ENV = { OPENAI_API_KEY: 'a-key', OPENAI_MODEL: 'a-model' };
const QUESTION = 'How long does delivery to Austria take?';
const ANSWER = 'To Austria it takes 3 to 4 working days, and Ermentrude may collect it too [1].';
/** Words that appear nowhere but in what is asked and answered here. */
const SAID = /ermentrude|working days|delivery to austria/i;

let ledger: LedgerDouble;
let model: LLMock;
let host: Host;
let lines: string[];

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	model = new LLMock({ host: '127.0.0.1', port: 0 });
	await model.start();
	host = await startHost({ medusaUrl: ledger.url, env: { ...ENV, OPENAI_BASE_URL: `${model.url}/v1` } });
	await ledger.called(({ method }) => method === 'PUT');
	// Everything that is logged, of every level, as it goes to whatever an operator has configured.
	host.strapi.log.level = 'silly';
	host.strapi.log.on('data', (info) => lines.push(JSON.stringify([info, info.message, info.stack])));
	for (const transport of host.strapi.log.transports) transport.silent = true;
});
afterAll(async () => {
	await host.stop();
	await model.stop();
	await ledger.down();
	for (const name of [...Object.keys(ENV), 'OPENAI_BASE_URL']) delete process.env[name];
});
beforeEach(() => {
	model.reset();
	lines = [];
});

const sql = (text: string) => host.strapi.db.connection.raw(text, [host.strapi.db.metadata.get(ANSWER_UID).tableName]);
const logged = () => lines.join('\n');
async function asks(asking: object = {}) {
	const id = randomUUID();
	return { id, reply: await ask(host, { id, question: QUESTION, token: visitorToken(), ...asking }) };
}

test('an answer that goes well leaves its requests in the log, and nothing of what was said', async () => {
	model.onMessage(/Austria/, { content: ANSWER });
	const [conversation_id, token] = [randomUUID(), visitorToken()];
	const { id, reply } = await asks({ conversation_id, token });
	expect(reply.text).toBe(ANSWER);
	const headers = { 'Content-Type': 'application/json', 'X-Answerpack-Pass': token };
	const body = JSON.stringify({ rating: 'down', comment: 'Tell Ermentrude' });
	await fetch(`${host.api}/answers/${id}/feedback`, { method: 'POST', headers, body });
	await fetch(`${host.api}/conversations/${conversation_id}`, { headers });
	expect(logged()).toContain('/answers');
	expect(logged()).not.toMatch(SAID);
});

test('a provider that repeats the question in its refusal is told of with its status alone', async () => {
	const message = `Your message was refused by our policy: "${QUESTION}"`;
	model.onMessage(/Austria/, { error: { message, type: 'invalid_request_error' }, status: 400 });
	const { reply } = await asks();
	expect(lastOf(reply)).toMatchObject({ event: 'error', data: { code: 'model_unreachable' } });
	expect(logged()).toContain('model_unreachable: 400 (its words repeat what was asked, and are left out)');
	expect(logged()).not.toMatch(SAID);
});

test('an error of the database, which holds the whole row, is told of with its code and place', async () => {
	model.onMessage(/Austria/, { content: ANSWER });
	await sql(`alter table ?? add constraint no_questions check (question not like '%Austria%') not valid`);
	const { reply } = await asks();
	await sql('alter table ?? drop constraint no_questions');
	expect(reply).toMatchObject({ status: 500, error: { code: 'internal' } });
	expect(logged()).toMatch(/the database refused a query with 23514 \(answerpack_answers, no_questions\)/);
	expect(logged()).not.toMatch(SAID);
});

test('an answer that cannot be written down at its end is not told either', async () => {
	model.onMessage(/Austria/, { content: ANSWER });
	await sql(`alter table ?? add constraint no_answers check (events::text not like '%working%') not valid`);
	const asked = asks();
	while (!logged().includes('23514')) await new Promise((told) => host.strapi.log.once('data', told));
	await sql('alter table ?? drop constraint no_answers');
	expect(lastOf((await asked).reply)).toBeDefined();
	expect(logged()).not.toMatch(SAID);
});

test('what an editor looks for is not logged, neither in an address nor in an error', async () => {
	const post = (path: string, body: object, headers = {}) =>
		fetch(host.admin + path, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	const login = await post('/admin/login', { email: 'owner@shop.example', password: 'Owner-of-the-shop-1' });
	const { data } = (await login.json()) as { data: { token: string } };
	const search = () =>
		post(
			`/answerpack/bots/${BOT_ID}/conversations/list`,
			{ search: 'delivery to Austria' },
			{ Authorization: `Bearer ${data.token}` },
		);
	expect((await search()).status).toBe(200);
	await sql('alter table ?? rename to answerpack_elsewhere');
	const failed = await search();
	await host.strapi.db.connection.raw('alter table answerpack_elsewhere rename to answerpack_answers');
	expect(failed.status).toBe(500);
	expect(logged()).toContain('the database refused a query with 42P01');
	expect(logged()).not.toMatch(SAID);
});
