import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { signal, waitUntilGone } from '../stack/pids.mjs';
import { botOn } from './bot.ts';
import { newCustomer, shopOn } from './shop.ts';
import { screenshot, stage, useBrowser } from './stage.ts';
import { startAsPerson } from './starter.mjs';

// With OPENAI_API_KEY (and the address of a compatible server) a model answers from the passages.

const { person, problems } = useBrowser();
const ada = newCustomer();
const model = new LLMock({ host: '127.0.0.1', port: 0 });

beforeAll(async () => {
	await model.start();
	const { pid } = JSON.parse(readFileSync(join(stage.env.ANSWERPACK_DATA as string, 'starter.json'), 'utf8'));
	signal(pid, 'SIGINT');
	expect(await waitUntilGone(pid, 30_000)).toBe(true);
	const openai = { OPENAI_API_KEY: 'a-key', OPENAI_BASE_URL: `${model.url}/v1`, OPENAI_MODEL: 'a-model' };
	await startAsPerson({ ...stage.env, ...openai });
}, 120_000);
afterAll(() => model.stop());

test('a customer reads what the model writes, with its sources, and pays the price of an answer', async () => {
	model.onMessage(/Austria/, { content: 'To Austria it takes **3 to 4 working days** [1].' }, { chunkSize: 4 });
	const page = await person();
	const shop = shopOn(page);
	await shop.register(ada);
	await shop.putPackIntoCart();
	await shop.checkOut();
	const bot = botOn(page);
	await bot.open();
	const turn = await bot.ask('How long does delivery to Austria take?');
	expect(turn.answer).toContain('To Austria it takes 3 to 4 working days');
	expect(turn.sources).toBe(1);
	expect(turn.cost).toMatch(/Paid with 1 credit\b.*9 credits left/s);
	await screenshot(page, 'customer-model-answer');

	// It was given the passages, and nothing of the customer.
	const request = JSON.stringify(model.getRequests()[0]?.body);
	expect(request).toContain('Austria: 3 to 4 working days.');
	expect(request).not.toContain(ada.email);

	model.reset();
	model.onMessage(/warranty/, { error: { message: 'overloaded', type: 'server_error' }, status: 400 });
	const failed = await bot.ask('How long is the warranty on copper kettles?');
	expect(failed.state).toBe('failed');
	await bot.meter.getByText('9 credits left').waitFor();
	expect(problems).toEqual([]);
});
