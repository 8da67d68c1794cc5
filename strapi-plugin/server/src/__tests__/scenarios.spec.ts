import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AnswerEvent, SettleBody } from '@answerpack/shared/contract';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { BOT_UID } from '../constants';
import { getService } from '../services';
import {
	BOT_ID,
	type Host,
	lastOf,
	openAnswer,
	publish,
	readEvents,
	readReply,
	SECRET,
	startHost,
	visitorToken,
} from './host';
import { startSteeredModel } from './steered-model';

// The scenarios of the ledger's design that begin at a visitor's connection or at the model (LEDGER.md, 11 and 15).

const ENV = { OPENAI_API_KEY: 'a-key', OPENAI_MODEL: 'a-model-without-a-price' };
const USAGE = { prompt_tokens: 321, completion_tokens: 17 };
const PIECES = ['To Austria ', 'it takes ', '3 to 4 ', 'working days [1].'];

let ledger: LedgerDouble;
let model: Awaited<ReturnType<typeof startSteeredModel>>;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	model = await startSteeredModel();
	host = await startHost({ medusaUrl: ledger.url, env: { ...ENV, OPENAI_BASE_URL: model.url } });
	await ledger.called(({ method }) => method === 'PUT');
});
afterAll(async () => {
	await host.stop();
	await model.stop();
	await ledger.down();
	for (const name of [...Object.keys(ENV), 'OPENAI_BASE_URL']) delete process.env[name];
});

const newQuestion = () => ({
	id: randomUUID(),
	question: 'How long does delivery to Austria take?',
	language: 'en',
	token: visitorToken(),
});
const callsOf = (id: string) =>
	ledger.calls.filter(({ path, body }) => path.includes(id) || (body as { id?: string } | null)?.id === id);
const settled = (id: string) => ledger.called(({ path, status }) => path.endsWith(`${id}/settle`) && status === 200);
const resume = async (id: string, token: string, lastEventId: number) =>
	readReply(
		await fetch(`${host.api}/answers/${id}/events`, {
			headers: { 'X-Answerpack-Pass': token, 'Last-Event-ID': String(lastEventId) },
		}),
	);
/** Asks, reads up to the first event of this name, and drops the connection. @returns what was read. */
async function askAndLeave(asking: ReturnType<typeof newQuestion>, name: AnswerEvent['event']): Promise<AnswerEvent[]> {
	const requested = once(host.strapi.server.httpServer, 'request');
	const response = openAnswer(host, asking);
	const [, served] = (await requested) as [unknown, ServerResponse];
	const closed = once(served, 'close');
	const seen: AnswerEvent[] = [];
	for await (const event of readEvents(await response)) {
		seen.push(event);
		if (event.event === name) break; // leaving the generator closes the connection
	}
	await closed;
	return seen;
}

describe('scenario 11: a visitor’s connection is gone', () => {
	test.each([
		['at token 0', 0],
		['in the middle', 2],
		['after the last chunk', PIECES.length],
	])('%s: the answer is finished, settled once, and can be read', async (_when, count) => {
		const asking = newQuestion();
		const left = askAndLeave(asking, count === 0 ? 'start' : 'delta');
		const answer = await model.asked();
		for (const piece of PIECES.slice(0, count)) answer.say(piece);
		const seen = await left;
		expect(callsOf(asking.id)).toHaveLength(1); // the hold: nothing has ended yet
		for (const piece of PIECES.slice(count)) answer.say(piece);
		answer.finish(USAGE);
		await settled(asking.id);

		const rest = await resume(asking.id, asking.token, seen.length);
		expect(rest.events[0]?.id).toBe(seen.length + 1);
		const texts = [...seen, ...rest.events].map((event) => (event.event === 'delta' ? event.data.text : ''));
		expect(texts.join('')).toBe(PIECES.join(''));
		expect(lastOf(rest)?.data).toMatchObject({ credits_used: 1, pool: 'free_reserve', left: 2, answered: true });
		expect(callsOf(asking.id)).toMatchObject([
			{ body: { amount: 1000 } },
			{ body: { amount: 1000, usage: { input_tokens: 321, output_tokens: 17 } } },
		]);
	});
});

describe('scenario 11: a provider', () => {
	test.each([
		['reports no usage', undefined],
		['reports a usage that is none', { prompt_tokens: -1, completion_tokens: 'many' }],
	])('that %s: the answer costs its price, and the tokens are estimated', async (_what, usage) => {
		const asking = newQuestion();
		const reply = openAnswer(host, asking).then(readReply);
		const answer = await model.asked();
		for (const piece of PIECES) answer.say(piece);
		answer.finish(usage);
		expect(lastOf(await reply)?.data).toMatchObject({ credits_used: 1, answered: true });
		const { body } = await settled(asking.id);
		const { amount, usage: booked } = body as SettleBody;
		expect(amount).toBe(1000);
		expect(Number.isSafeInteger(booked.input_tokens) && booked.input_tokens > 0).toBe(true);
		expect(booked.output_tokens).toBe(14); // as the o200k tokenizer counts them
	});
});

describe('scenario 15: the price', () => {
	const priceNow = (credits: number) =>
		ledger.called(({ body }) => (body as { price?: { credits: number } } | null)?.price?.credits === credits);

	test('changes during an answer: it costs what was held, and the next one the new price', async () => {
		const asking = newQuestion();
		const reply = openAnswer(host, asking).then(readReply);
		const answer = await model.asked();
		await publish(host.strapi, BOT_UID, BOT_ID, { creditsPerAnswer: 2 });
		await priceNow(2);
		for (const piece of PIECES) answer.say(piece);
		answer.finish(USAGE);
		expect(lastOf(await reply)?.data).toMatchObject({ credits_used: 1 });

		const next = newQuestion();
		const dearer = openAnswer(host, next).then(readReply);
		const second = await model.asked();
		for (const piece of PIECES) second.say(piece);
		second.finish(USAGE);
		expect(lastOf(await dearer)?.data).toMatchObject({ credits_used: 2 });
		expect(callsOf(next.id)).toMatchObject([{ body: { amount: 2000 } }, { body: { amount: 2000 } }]);
	});

	test('cannot be left empty: such a bot is not published, and the stored price stays', async () => {
		const before = ledger.bots.get(BOT_ID);
		await expect(publish(host.strapi, BOT_UID, BOT_ID, { creditsPerAnswer: null })).rejects.toMatchObject({
			name: 'ValidationError',
			details: { errors: [expect.objectContaining({ path: ['creditsPerAnswer'] })] },
		});
		expect(ledger.bots.get(BOT_ID)).toEqual(before);
	});

	test('that got lost in the database refuses before anybody is asked: neither Medusa nor the model', async () => {
		const published = { documentId: BOT_ID, publishedAt: { $notNull: true } };
		const setPrice = async (creditsPerAnswer: number | null) => {
			await host.strapi.db.query(BOT_UID).updateMany({ where: published, data: { creditsPerAnswer } });
			getService(host.strapi, 'published-bots').invalidate();
		};
		await setPrice(null);
		const asking = newQuestion();
		const refused = await readReply(await openAnswer(host, asking));
		await setPrice(2);
		expect(refused).toMatchObject({ status: 500, error: { code: 'internal' }, events: [] });
		expect(callsOf(asking.id)).toEqual([]);
		// The model is asked for the first time now: by the same question, which has left no trace.
		const reply = openAnswer(host, asking).then(readReply);
		const answer = await model.asked();
		answer.say(PIECES.join(''));
		answer.finish(USAGE);
		expect(lastOf(await reply)?.data).toMatchObject({ credits_used: 2 });
	});

	test('of a model that nobody knows is no reason to answer for nothing: what was used is booked without a cost', async () => {
		const asking = newQuestion();
		const reply = openAnswer(host, asking).then(readReply);
		const answer = await model.asked();
		for (const piece of PIECES) answer.say(piece);
		answer.finish(USAGE);
		expect(lastOf(await reply)?.data).toMatchObject({ credits_used: 2 });
		const { body } = await settled(asking.id);
		expect((body as SettleBody).usage).toEqual({ model: ENV.OPENAI_MODEL, input_tokens: 321, output_tokens: 17 });
	});
});
