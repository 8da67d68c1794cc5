import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildIndex, chunkDocument, retrieve } from '../../knowledge';
import type { AnswerReport } from '../answerer';
import { createModelAnswerer } from '../model';
import { plain } from './manner';

/** No test waits so long, unless its machine does. */
const PATIENT_SECONDS = 30;

/** A server that is compatible as far as its `respond` goes; each test gives it another. */
let server: Server;
let respond: (response: ServerResponse) => void;

beforeAll(async () => {
	server = createServer((_request, response) => respond(response));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const chunk = (content: string, finish_reason: string | null = null, more: object = {}) =>
	`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason }], ...more })}\n\n`;
const streams = (...pieces: string[]) => {
	respond = (response) => {
		response.writeHead(200, { 'Content-Type': 'text/event-stream' });
		for (const piece of pieces) response.write(piece);
	};
};
const streamsAndEnds = (...pieces: string[]) => {
	respond = (response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(pieces.join(''));
};

async function answer({
	onText = () => {},
	signal = new AbortController().signal,
	idleTimeoutSeconds = PATIENT_SECONDS,
} = {}) {
	const { port } = server.address() as AddressInfo;
	const answerer = createModelAnswerer({
		apiKey: 'a-key',
		baseUrl: `http://127.0.0.1:${port}/v1`,
		model: 'a-model',
		idleTimeoutSeconds,
		costPerMillionTokens: {},
	});
	const text = 'Delivery to Austria takes 3 to 4 working days.';
	const index = buildIndex(chunkDocument({ id: 'a', title: 'Delivery', text, url: null, locale: 'en' }), 'en');
	const question = 'How long does delivery to Austria take?';
	const retrieval = retrieve(index, question);
	const task = { index, retrieval, question, bot: plain, language: 'en', conversation: [], signal };
	const pieces = (await answerer.prepare(task)).write(Number.POSITIVE_INFINITY);
	let shown = '';
	let report: AnswerReport | undefined;
	let failure: unknown;
	try {
		for (;;) {
			const next = await pieces.next();
			if (next.done) {
				report = next.value;
				break;
			}
			shown += next.value;
			onText();
		}
	} catch (error) {
		failure = error;
	}
	return { shown, report, failure };
}

const unreachable = expect.objectContaining({ code: 'model_unreachable' });

const written = (text: string) => [...(text.match(/.{1,3}/gs) ?? []).map((piece) => chunk(piece)), chunk('', 'stop')];

test.each([
	['NO_ANSWER'],
	[' **NO_ANSWER**.'],
	['NO_ANSWER\n\nThe passages say nothing of Switzerland.'],
	['„NO_ANSWER“ – dazu steht hier nichts.'],
])('a model that does not know is not shown: %j', async (text) => {
	streamsAndEnds(...written(text));
	expect(await answer()).toMatchObject({ shown: '', report: { answered: false } });
});

test.each([
	['No, it does not [1].'],
	['NO_ANSWERS_ON_SUNDAY is what its sign says [1].'],
	['[1] NO_ANSWER is not what it says.'],
])('an answer that only looks like not knowing is shown whole: %j', async (text) => {
	streamsAndEnds(...written(text));
	expect(await answer()).toMatchObject({ shown: text, report: { answered: true } });
});

test('a model that finishes has answered', async () => {
	streamsAndEnds(chunk('3 to 4 days [1].'), chunk('', 'stop'), 'data: [DONE]\n\n');
	expect(await answer()).toMatchObject({ shown: '3 to 4 days [1].', report: { answered: true } });
});

test('a model that falls silent after some text has not answered', async () => {
	streams(chunk('3 to 4'), chunk(' working '));
	expect(await answer({ idleTimeoutSeconds: 2 })).toEqual({
		shown: '3 to 4 working',
		report: undefined,
		failure: unreachable,
	});
});

test('a body that ends before the model says that it has finished is no answer', async () => {
	streamsAndEnds(chunk('3 to 4'), chunk(' working'));
	expect(await answer()).toEqual({ shown: '3 to 4 working', report: undefined, failure: unreachable });
});

test('an answer that is stopped in the middle is neither finished nor the model’s fault', async () => {
	const stop = new AbortController();
	streams(chunk('3 to 4'), chunk(' working '));
	const onText = () => stop.abort(new Error('stopped'));
	expect(await answer({ onText, signal: stop.signal })).toMatchObject({
		report: undefined,
		failure: { message: 'stopped' },
	});
});

test.each([
	['none', undefined],
	['null', null],
	['counts that are missing', { prompt_tokens: 12 }],
	['counts that are null', { prompt_tokens: null, completion_tokens: null }],
	['fractions', { prompt_tokens: 12.5, completion_tokens: 3 }],
	['negative counts', { prompt_tokens: -1, completion_tokens: 3 }],
	['counts as texts', { prompt_tokens: '12', completion_tokens: '3' }],
])('usage is estimated when the server reports %s', async (_what, usage) => {
	streamsAndEnds(chunk('3 to 4 days [1].', 'stop', { usage }), 'data: [DONE]\n\n');
	const { report } = await answer();
	expect(report?.usage).toMatchObject({ model: 'a-model', output_tokens: 8 });
	expect(report?.usage.input_tokens).toBeGreaterThan(100);
	expect(Number.isInteger(report?.usage.input_tokens)).toBe(true);
});

test('what the server counts is what is reported', async () => {
	streamsAndEnds(
		chunk('3 to 4 days [1].', 'stop'),
		`data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 0, completion_tokens: 3 } })}\n\n`,
	);
	expect((await answer()).report?.usage).toEqual({ model: 'a-model', input_tokens: 0, output_tokens: 3 });
});

test.each([
	['what it took', 0.00042, { cost: 0.00042 }],
	['that it took nothing', 0, { cost: 0 }],
	['no number', '0.1', {}],
	['a negative number', -1, {}],
])('a provider that says %s is believed if that can be', async (_what, cost, expected) => {
	const usage = { prompt_tokens: 12, completion_tokens: 3, cost };
	streamsAndEnds(chunk('3 to 4 days [1].', 'stop', { usage }), 'data: [DONE]\n\n');
	expect((await answer()).report?.usage).toEqual({ model: 'a-model', input_tokens: 12, output_tokens: 3, ...expected });
});

test('a refusal says the provider’s status and words to the operator, and nothing of the key', async () => {
	const message = 'Incorrect API key provided: a-key, also written sk-ab****yz or ab****yz.';
	respond = (response) =>
		response.writeHead(401, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error: { message } }));
	const { failure } = await answer();
	expect(failure).toMatchObject({
		code: 'model_unreachable',
		cause: { message: '401 Incorrect API key provided: (key), also written (key) or (key)' },
	});
});
