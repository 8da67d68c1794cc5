import { randomUUID } from 'node:crypto';
import { QUESTION_LENGTH_MAX } from '@answerpack/shared/contract';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ANSWER_UID, BOT_UID } from '../constants';
import { getService } from '../services';
import {
	ask,
	BOT_ID,
	type Host,
	lastOf,
	openAnswer,
	publish,
	readReply,
	SECRET,
	startHost,
	visitorToken,
} from './host';
import { startSteeredModel } from './steered-model';

// What strangers send and models write. Passes that are wrong: answers.spec; websites that are: origins.spec.

const ENV = { OPENAI_API_KEY: 'a-key', OPENAI_MODEL: 'a-model' };
const QUESTION = 'How long does delivery to Austria take?';
const MIB = 2 ** 20;

let ledger: LedgerDouble;
let model: Awaited<ReturnType<typeof startSteeredModel>>;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	model = await startSteeredModel();
	host = await startHost({ medusaUrl: ledger.url, env: { ...ENV, OPENAI_BASE_URL: model.url } });
	await ledger.called(({ method }) => method === 'PUT');
	await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 10_000 });
	await ledger.called(({ body }) => (body as { version: number } | null)?.version === 2);
});
afterAll(async () => {
	await host.stop();
	await model.stop();
	await ledger.down();
	for (const name of [...Object.keys(ENV), 'OPENAI_BASE_URL']) delete process.env[name];
});

/** Sends a body as it is. */
const post = async (body: string) =>
	readReply(
		await fetch(`${host.api}/bots/shop-help/answers`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'X-Answerpack-Pass': visitorToken() },
			body,
		}),
	);
/** Asks, and has the model answer with these pieces. */
async function answered(asking: Parameters<typeof ask>[1], ...pieces: string[]) {
	const reply = openAnswer(host, asking).then(readReply);
	const answer = await model.asked();
	for (const piece of pieces) answer.say(piece);
	answer.finish({ prompt_tokens: 10, completion_tokens: 5 });
	return reply;
}
const rowOf = (answerId: string) => host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId } });

describe('a question', () => {
	test.each([
		['of 10 MiB', JSON.stringify({ id: randomUUID(), question: 'x'.repeat(10 * MIB) }), 413, 'question_too_long'],
		[
			'of 100 kB of emoji',
			JSON.stringify({ id: randomUUID(), question: '🫖'.repeat(25_000) }),
			413,
			'question_too_long',
		],
		[
			'beside 10 MiB of something else',
			JSON.stringify({ id: randomUUID(), question: QUESTION, x: 'x'.repeat(10 * MIB) }),
			413,
			'question_too_long',
		],
		[
			'of nothing but control characters',
			JSON.stringify({ id: randomUUID(), question: '\u0000\u0007\u001B\u202E\u200B' }),
			400,
			'question_empty',
		],
		[
			'that is an array a thousand deep',
			`{"id":"${randomUUID()}","question":${'['.repeat(1000)}${']'.repeat(1000)}}`,
			400,
			'invalid_request',
		],
		[
			'under the name of a prototype',
			`{"__proto__":{"question":"${QUESTION}"},"id":"${randomUUID()}"}`,
			400,
			'invalid_request',
		],
	])('%s is refused in one sentence, and nobody is asked', async (_what, body, status, code) => {
		const before = ledger.calls.length;
		expect(await post(body)).toMatchObject({
			status,
			error: { code, message: expect.stringMatching(/^\S.{10,200}$/) },
		});
		expect(ledger.calls).toHaveLength(before);
	});

	test('as long as it may be, all emoji, is answered', async () => {
		const question = `${QUESTION} ${'🫖'.repeat((QUESTION_LENGTH_MAX - QUESTION.length - 1) / 2)}`;
		const reply = await answered({ id: randomUUID(), question, language: 'en' }, 'Days [1].');
		expect(reply.text).toBe('Days [1].');
	});

	test('is kept and asked as it is seen: without control characters, turned directions and hidden letters', async () => {
		const id = randomUUID();
		const hidden = String.fromCodePoint(0xe0070, 0xe0072, 0xe0069);
		const question = `How long does \u202Edelivery\u202C to\u0007 Aus\u200Btria take${hidden}?`;
		const reply = await answered({ id, question, language: 'en' }, 'Days [1].');
		expect(reply.text).toBe('Days [1].');
		expect(await rowOf(id)).toMatchObject({ question: QUESTION });
	});
});

test('HTML, scripts and hidden letters of a model stay text: in the stream, in the row and in the conversation', async () => {
	const [id, conversation_id, token] = [randomUUID(), randomUUID(), visitorToken()];
	const html =
		'<script>alert(1)</script><img src=x onerror="alert(2)"> </textarea>\n\ndata: {"text":"forged"}\n\nevent: done [1]';
	const reply = await answered(
		{ id, conversation_id, question: QUESTION, language: 'en', token },
		...(html.match(/.{1,7}/gs) ?? []),
		'\u202E\u0000',
	);
	expect(reply.text).toBe(html);
	expect(reply.headers.get('content-type')).toMatch(/^text\/event-stream/);
	expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
	expect(reply.events.map(({ event }) => event).join(' ')).toMatch(/^start( delta)+ done$/);
	const response = await fetch(`${host.api}/conversations/${conversation_id}`, {
		headers: { 'X-Answerpack-Pass': token },
	});
	expect(response.headers.get('content-type')).toMatch(/^application\/json/);
	expect(await response.json()).toMatchObject({ answers: [{ text: html }] });
});

test('a bot that is taken back in the middle of a conversation ends its answer well, and then is not there', async () => {
	const [id, conversation_id, token] = [randomUUID(), randomUUID(), visitorToken()];
	const asking = { id, conversation_id, question: QUESTION, language: 'en', token };
	const reply = openAnswer(host, asking).then(readReply);
	const answer = await model.asked();
	answer.say('To Austria ');
	await host.strapi.documents(BOT_UID).unpublish({ documentId: BOT_ID });
	answer.say('it takes 3 days [1].');
	answer.finish();
	expect((await reply).text).toBe('To Austria it takes 3 days [1].');
	expect(lastOf(await reply)?.data).toMatchObject({ credits_used: 1, answered: true });
	await ledger.called(({ path, status }) => path.endsWith(`${id}/settle`) && status === 200);

	const next = { ...asking, id: randomUUID(), question: 'And to Germany?' };
	expect(await ask(host, next)).toMatchObject({ status: 404, error: { code: 'bot_not_found' } });
	// What was said is still the visitor's own, to be read and erased.
	const headers = { 'X-Answerpack-Pass': token };
	expect((await readReply(await fetch(`${host.api}/answers/${id}/events`, { headers }))).text).toBe((await reply).text);
	const conversation = `${host.api}/conversations/${conversation_id}`;
	expect((await fetch(conversation, { headers })).status).toBe(200);
	expect((await fetch(conversation, { headers, method: 'DELETE' })).status).toBe(204);

	await host.strapi.documents(BOT_UID).publish({ documentId: BOT_ID });
	await getService(host.strapi, 'outbox').deliverDue();
	expect((await answered({ ...next, id: randomUUID() }, 'Days [1].')).status).toBe(200);
});
