import { randomUUID } from 'node:crypto';
import { LLMock } from '@copilotkit/aimock';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ANSWER_UID, BOT_UID } from '../constants';
import { ask, BOT_ID, type Host, publish, SECRET, startHost, visitorToken } from './host';

const ENV = { OPENAI_API_KEY: 'a-key', OPENAI_MODEL: 'a-model' };

let ledger: LedgerDouble;
let model: LLMock;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	model = new LLMock({ host: '127.0.0.1', port: 0 });
	await model.start();
	host = await startHost({ medusaUrl: ledger.url, env: { ...ENV, OPENAI_BASE_URL: `${model.url}/v1` } });
	// Read with every answer: what an operator writes in config/plugins.
	host.strapi.config.set('plugin::answerpack.openai.costPerMillionTokens', { 'a-model': { input: 0.25, output: 2 } });
	await ledger.called(({ method }) => method === 'PUT');
});
afterAll(async () => {
	await host.stop();
	await model.stop();
	await ledger.down();
	for (const name of [...Object.keys(ENV), 'OPENAI_BASE_URL']) delete process.env[name];
});
beforeEach(() => {
	model.reset();
});

const question = 'How long does delivery to Austria take?';
const rowOf = (answerId: string) => host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId } });
const endOf = (id: string) => ledger.calls.find(({ path }) => path.includes(`/holds/${id}/`));

async function asked(content: string, usage: { prompt_tokens: number; completion_tokens: number }) {
	const id = randomUUID();
	model.onMessage(/Austria/, { content, usage });
	const reply = await ask(host, { id, question, token: visitorToken() });
	return { id, reply, row: await rowOf(id) };
}

test('the row of an answer says how it came about, what it took, and what it cost whom', async () => {
	const { id, row, reply } = await asked('3 to 4 working days [1].', { prompt_tokens: 1000, completion_tokens: 20 });
	expect(row).toMatchObject({
		answered: true,
		pool: 'free_reserve',
		usage: { model: 'a-model', input_tokens: 1000, output_tokens: 20, cost: 0.00029 },
		cost: 0.00029,
		trace: {
			passages: expect.arrayContaining([{ id: expect.any(String), score: 1 }]),
			confidence: expect.any(Number),
			prompt_version: expect.stringMatching(/^[0-9a-f]{12}$/),
			settings_version: expect.stringMatching(/^[0-9a-f]{12}$/),
		},
	});
	expect(Number(row.credits)).toBe(1000);
	const [start] = reply.events;
	expect(row.trace.passages).toHaveLength((start?.event === 'start' && start.data.sources.length) || -1);
	expect(row.firstWordMs).toBeGreaterThanOrEqual(0);
	expect(row.tookMs).toBeGreaterThanOrEqual(row.firstWordMs);
	// Medusa's figures are made of the same cost.
	expect(endOf(id)).toMatchObject({ body: { usage: { cost: 0.00029 } } });
});

test('an answer that the model did not know cost nobody credits, and yet took what it took', async () => {
	const { id, row } = await asked('NO_ANSWER', { prompt_tokens: 1000, completion_tokens: 2 });
	expect(row).toMatchObject({ answered: false, usage: { input_tokens: 1000 }, cost: 0.000254 });
	expect(Number(row.credits)).toBe(0);
	// Medusa's figures are made of the same cost.
	expect(endOf(id)).toMatchObject({ body: { reason: 'unknown', usage: row.usage }, status: 200 });
});

test('of an answer that failed before a word was there nobody claims to know what it took', async () => {
	const id = randomUUID();
	model.onMessage(/Austria/, { error: { message: 'no such model', type: 'invalid_request_error' }, status: 400 });
	await ask(host, { id, question });
	expect(endOf(id)).toMatchObject({ body: { reason: 'model_unreachable' } });
	expect(endOf(id)?.body).not.toHaveProperty('usage');
	expect(await rowOf(id)).toMatchObject({
		state: 'failed',
		answered: null,
		usage: null,
		cost: null,
		firstWordMs: null,
	});
});

test('other settings and another prompt have other versions', async () => {
	const usage = { prompt_tokens: 1, completion_tokens: 1 };
	const before = (await asked('3 to 4 working days [1].', usage)).row.trace;
	await publish(host.strapi, BOT_UID, BOT_ID, { creditsPerAnswer: 0.5 });
	const dearer = (await asked('3 to 4 working days [1].', usage)).row.trace;
	expect(dearer.prompt_version).toBe(before.prompt_version);
	expect(dearer.settings_version).not.toBe(before.settings_version);
	await publish(host.strapi, BOT_UID, BOT_ID, { instructions: 'Speak like a pirate.' });
	const pirate = (await asked('3 to 4 working days [1].', usage)).row.trace;
	expect(pirate.prompt_version).not.toBe(before.prompt_version);
});
