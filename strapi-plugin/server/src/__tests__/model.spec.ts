import { randomUUID } from 'node:crypto';
import { LLMock } from '@copilotkit/aimock';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ask, type Host, lastOf, openAnswer, readEvents, SECRET, startHost, visitorToken } from './host';

const ENV = { OPENAI_API_KEY: 'a-key', OPENAI_MODEL: 'a-model', OPENAI_IDLE_TIMEOUT_SECONDS: '1' };

let ledger: LedgerDouble;
let model: LLMock;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	model = new LLMock({ host: '127.0.0.1', port: 0 });
	await model.start();
	host = await startHost({
		medusaUrl: ledger.url,
		env: { ...ENV, OPENAI_BASE_URL: `${model.url}/v1` },
	});
	await ledger.called(({ method }) => method === 'PUT');
});
afterAll(async () => {
	await model.stop();
	await ledger.down();
	for (const name of [...Object.keys(ENV), 'OPENAI_BASE_URL']) delete process.env[name];
});
beforeEach(() => {
	model.reset();
});

const endsOf = (id: string) => ledger.calls.filter(({ path }) => path.includes(`/holds/${id}/`));
const question = 'How long does delivery to Austria take?';
const failed = { code: 'model_unreachable', message: expect.stringContaining('cost nothing'), retryable: true };

test('the model answers from the passages, and its tokens are settled with the price', async () => {
	const id = randomUUID();
	model.onMessage(/Austria/, {
		content: 'To Austria it takes **3 to 4 working days** [1].',
		usage: { prompt_tokens: 321, completion_tokens: 17 },
	});
	const reply = await ask(host, { id, question, language: 'en' });
	expect(reply.text).toBe('To Austria it takes **3 to 4 working days** [1].');
	expect(lastOf(reply)?.data).toMatchObject({ credits_used: 1, answered: true });
	expect(endsOf(id)).toMatchObject([
		{ body: { amount: 1000, usage: { model: 'a-model', input_tokens: 321, output_tokens: 17 } } },
	]);

	const request = model.getRequests()[0]?.body as { messages: { role: string; content: string }[] } | undefined;
	const [system, user] = request?.messages ?? [];
	expect(system?.content).toContain('Be friendly and brief.');
	expect(user?.content).toContain('[1] Delivery: times and costs › Delivery times\nGermany: 1 to 2 working days.');
	// Passages and question begin at marks that no passage can know.
	const mark = /the mark (\w{24})/.exec(system?.content ?? '')?.[1] ?? '';
	const marks = user?.content.split('\n').filter((line) => line.startsWith(mark));
	expect(marks?.at(0)).toBe(`${mark} [1] Delivery: times and costs › Delivery times`);
	expect(marks?.at(-1)).toBe(`${mark} question`);
});

test('a question that goes on from the one before is understood, by what was said and by what it is about', async () => {
	const [conversation_id, token] = [randomUUID(), visitorToken()];
	model.onMessage(/take\?$/, { content: 'To Austria it takes 3 to 4 working days [1].' });
	await ask(host, { question, conversation_id, token });
	model.onMessage(/And how much\?$/, { content: 'It costs 4.90 EUR [1].' });
	const reply = await ask(host, { question: 'And how much?', conversation_id, token });
	expect(reply.text).toBe('It costs 4.90 EUR [1].');
	const request = model.getRequests().at(-1)?.body as { messages: { role: string; content: string }[] };
	expect(request.messages.slice(1)).toEqual([
		{ role: 'user', content: question },
		{ role: 'assistant', content: 'To Austria it takes 3 to 4 working days.' },
		{ role: 'user', content: expect.stringContaining('Standard shipping costs 4.90 EUR') },
	]);
	// Without that conversation nobody is asked: the words find nothing.
	expect(lastOf(await ask(host, { question: 'And how much?', token }))?.data).toMatchObject({ answered: false });
});

test('citations of passages that do not exist are dropped', async () => {
	model.onMessage(/Austria/, { content: '3 to 4 working days [1] [99], tracked [2, 77].' }, { chunkSize: 3 });
	expect((await ask(host, { question })).text).toBe('3 to 4 working days [1], tracked [2].');
});

test('when the model does not know, the bot says so and the hold is released', async () => {
	const id = randomUUID();
	model.onMessage(/Austria/, { content: 'NO_ANSWER' }, { chunkSize: 2 });
	const reply = await ask(host, { id, question, language: 'en' });
	expect(reply.text).toMatch(/^I do not know that/);
	expect(lastOf(reply)?.data).toMatchObject({ credits_used: 0, left: 3, answered: false });
	expect(endsOf(id)).toMatchObject([{ path: expect.stringMatching(/release$/), body: { reason: 'unknown' } }]);
});

test('a character that arrives in two halves is shown and kept whole', async () => {
	const asking = { id: randomUUID(), question, token: visitorToken() };
	model.onMessage(/Austria/, { content: '😀😀😀 3 to 4 days [1].' }, { chunkSize: 1 });
	const reply = await ask(host, asking);
	expect(reply.text).toBe('😀😀😀 3 to 4 days [1].');
	expect((await ask(host, asking)).events).toEqual(reply.events);
});

test('when the provider refuses, the answer costs nothing, and only the operator reads why', async () => {
	const id = randomUUID();
	const errors = jest.spyOn(host.strapi.log, 'error');
	model.onMessage(/Austria/, { error: { message: 'no such model', type: 'invalid_request_error' }, status: 400 });
	const reply = await ask(host, { id, question });
	expect(lastOf(reply)).toMatchObject({ event: 'error', data: failed });
	expect(JSON.stringify(reply.events)).not.toContain('no such model');
	expect(errors.mock.calls).toEqual([[expect.stringMatching(/^Answerpack: .*model_unreachable: 400 no such model$/)]]);
	errors.mockRestore();
	expect(endsOf(id)).toMatchObject([{ path: expect.stringMatching(/release$/) }]);
});

test('when the provider breaks off in the middle, the answer costs nothing', async () => {
	const id = randomUUID();
	const content = 'This answer is long enough to break off in the middle of it, and it does. '.repeat(5);
	model.onMessage(/Austria/, { content }, { chunkSize: 10, latency: 20, disconnectAfterMs: 150 });
	const reply = await ask(host, { id, question });
	expect(reply.text.length).toBeGreaterThan(0);
	expect(lastOf(reply)).toMatchObject({ event: 'error', data: failed });
	const usage = { model: 'a-model', input_tokens: expect.any(Number), output_tokens: expect.any(Number) };
	expect(endsOf(id)).toMatchObject([{ path: expect.stringMatching(/release$/), body: { usage } }]);
});

test('when the provider falls silent, the answer is given up and costs nothing', async () => {
	const id = randomUUID();
	model.onMessage(/Austria/, { content: 'One two three four five six' }, { chunkSize: 4, latency: 3000 });
	const reply = await ask(host, { id, question });
	expect(lastOf(reply)).toMatchObject({ event: 'error', data: failed });
	expect(endsOf(id)).toMatchObject([{ path: expect.stringMatching(/release$/) }]);
});

test.each([
	['citations of passages that do not exist', '[98] [99]'],
	['signs that nobody can see', '\u200b\u2060\u00ad'],
])('an answer of nothing but %s costs nothing', async (_what, content) => {
	const id = randomUUID();
	model.onMessage(/Austria/, { content });
	const reply = await ask(host, { id, question });
	expect(reply.text).not.toMatch(/[^\s\p{Cf}]/u);
	expect(lastOf(reply)).toMatchObject({ event: 'error', data: failed });
	expect(endsOf(id)).toMatchObject([{ path: expect.stringMatching(/release$/) }]);
});

test('a stop ends the model’s stream and pays for what was shown', async () => {
	const id = randomUUID();
	model.onMessage(/Austria/, { content: 'word '.repeat(200) }, { chunkSize: 5, latency: 50 });
	const token = (await (await fetch(`${host.api}/visitors`, { method: 'POST' })).json()) as { token: string };
	const events = readEvents(await openAnswer(host, { id, question, token: token.token }));
	await events.next();
	await events.next();
	const stopped = await fetch(`${host.api}/answers/${id}/stop`, {
		method: 'POST',
		headers: { 'X-Answerpack-Pass': token.token },
	});
	expect(stopped.status).toBe(204);
	const rest = [];
	for await (const event of events) rest.push(event);
	expect(rest.length).toBeLessThan(100);
	expect(rest.at(-1)).toMatchObject({ event: 'done', data: { credits_used: 1, answered: true } });
});

test('a question that no passage fits never reaches the model', async () => {
	const reply = await ask(host, { question: 'Who won the 1998 world cup?' });
	expect(lastOf(reply)?.data).toMatchObject({ credits_used: 0, answered: false });
	expect(model.getRequests()).toEqual([]);
});

test('when the shop’s database is away, the visitor is told when to ask again, and nothing is asked of the model', async () => {
	const asking = { id: randomUUID(), question, token: visitorToken() };
	model.onMessage(/Austria/, { content: '3 to 4 working days [1].' });
	ledger.fail('ledger_unreachable');
	const refused = await ask(host, asking);
	ledger.fail(undefined);
	expect(refused).toMatchObject({ status: 503, error: { code: 'shop_unreachable' } });
	expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
	expect(model.getRequests()).toEqual([]);
	expect(lastOf(await ask(host, asking))?.data).toMatchObject({ credits_used: 1, answered: true });
});

test('when Strapi goes down in mid-stream, the visitor is told, nothing is charged and the hold is released', async () => {
	const id = randomUUID();
	model.onMessage(/Austria/, { content: 'word '.repeat(200) }, { chunkSize: 5, latency: 50 });
	const events = readEvents(await openAnswer(host, { id, question }));
	await events.next();
	await events.next();
	const [rest] = await Promise.all([
		(async () => {
			const seen = [];
			for await (const event of events) seen.push(event);
			return seen;
		})(),
		host.stop(),
	]);
	expect(rest.at(-1)).toMatchObject({ event: 'error', data: { code: 'answer_interrupted', retryable: true } });
	expect(endsOf(id)).toMatchObject([
		{ path: expect.stringMatching(/release$/), body: { reason: 'answer_interrupted' } },
	]);
});
