import { randomUUID } from 'node:crypto';
import type { AnswerEvent } from '@answerpack/shared/contract';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { createAnswering, WITHOUT_LIMITS } from '../answering/answering';
import { createModelAnswerer } from '../answering/model';
import { createBotIndexes } from '../bot-index/bot-index';
import { createPassageStore } from '../bot-index/passage-store';
import { ANSWER_UID, ARTICLE_UID, BOT_UID } from '../constants';
import { configOf, getService } from '../services';
import {
	ask,
	BOT_ID,
	type Host,
	lastOf,
	openAnswer,
	publish,
	type Reply,
	readReply,
	SECRET,
	startHost,
	textOf,
	visitorToken,
} from './host';
import { startSteeredModel } from './steered-model';

// Who is asked is a model that says what a test tells it to: a question that it never hears was answered without it.

const ENV = { OPENAI_API_KEY: 'a-key', OPENAI_MODEL: 'a-model' };
const QUESTION = 'How long does delivery to Austria take?';
const FREE = { credits_used: 0, pool: null, left: null, answered: true, cached: true };

let ledger: LedgerDouble;
let model: Awaited<ReturnType<typeof startSteeredModel>>;
let host: Host;
let version = 1;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	model = await startSteeredModel();
	host = await startHost({ medusaUrl: ledger.url, env: { ...ENV, OPENAI_BASE_URL: model.url } });
	await ledger.called(({ method }) => method === 'PUT');
	await settings({ cacheAnswers: true, freeReserveCredits: 10_000 });
});
afterAll(async () => {
	await host.stop();
	await model.stop();
	await ledger.down();
	for (const name of [...Object.keys(ENV), 'OPENAI_BASE_URL']) delete process.env[name];
});

/** Publishes settings; returns when Medusa has them. */
async function settings(data: object) {
	version += 1;
	await publish(host.strapi, BOT_UID, BOT_ID, data);
	await ledger.called(({ body }) => (body as { version: number } | null)?.version === version);
}

interface Asking {
	id: string;
	question: string;
	language: string;
	token: string;
	conversation_id?: string;
}
/** Somebody else asks, as long as nothing else is said. */
const asking = (over: Partial<Asking> = {}): Asking => ({
	id: randomUUID(),
	question: QUESTION,
	language: 'en',
	token: visitorToken(),
	...over,
});
let count = 0;
/** Asks, and has the model answer; each of its answers is another one. */
async function written(over: Partial<Asking> = {}, text?: string): Promise<Reply & Asking> {
	const body = asking(over);
	const reply = openAnswer(host, body).then(readReply);
	const answer = await model.asked();
	count += 1;
	answer.say(text ?? `Answer ${count} [1].`);
	answer.finish({ prompt_tokens: 10, completion_tokens: 5 });
	return { ...(await reply), ...body };
}
/** Asks, and gets an answer without a word of the model. */
async function given(over: Partial<Asking> = {}): Promise<Reply & Asking> {
	const body = asking(over);
	return { ...(await ask(host, body)), ...body };
}
const callsOf = (id: string) =>
	ledger.calls.filter(({ path, body }) => path.includes(id) || (body as { id?: string } | null)?.id === id);
const rowOf = (answerId: string) => host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId } });
const send = (path: string, token: string, method: string, body?: object) =>
	fetch(host.api + path, {
		method,
		headers: { 'X-Answerpack-Pass': token, ...(body && { 'Content-Type': 'application/json' }) },
		...(body && { body: JSON.stringify(body) }),
	});
/** A question of its own for each test: what others were given must not matter. */
const fresh = () => {
	questions += 1;
	return QUESTION.replace('?', ` ${questions}?`);
};
let questions = 0;

test('the same question gets the same answer again: free, marked, without model, hold or wait', async () => {
	const first = await written();
	const question = ' how long does DELIVERY to Austria take ';
	const again = await given({ question });
	expect(again.text).toBe(first.text);
	expect(again.events[0]?.data).toEqual({ ...first.events[0]?.data, answer_id: again.id, pool: null });
	expect(lastOf(again)?.data).toEqual(FREE);
	expect(callsOf(again.id)).toEqual([]);
	expect(await rowOf(again.id)).toMatchObject({
		cached: true,
		answered: true,
		held: false,
		cacheKey: null,
		trace: { cached_from: first.id, passages: expect.arrayContaining([expect.anything()]) },
	});
	expect((await given({ id: again.id, token: again.token, question })).events).toEqual(again.events);
});

test('another instance gives it again too', async () => {
	const question = fresh();
	const first = await written({ question });
	const { find, versionOf } = createBotIndexes({ store: createPassageStore(host.strapi) });
	const other = createAnswering({
		ledger: getService(host.strapi, 'ledger').ledger,
		store: getService(host.strapi, 'answer-rows'),
		answerer: createModelAnswerer({ ...configOf(host.strapi).openai, apiKey: 'a-key' }),
		hash: (...parts) => getService(host.strapi, 'keyed-hash').of(...parts),
		find,
		knowledgeVersion: versionOf,
		recordHoldEnd: getService(host.strapi, 'outbox').recordHoldEnd,
		withCost: (usage) => usage,
		log: host.strapi.log,
	});
	const bot = await getService(host.strapi, 'published-bots').find('shop-help');
	if (!bot) throw new Error('the bot is not published');
	const subject = { kind: 'visitor', key: 'elsewhere' } as const;
	const stream = await other.ask(bot.asked, subject, asking({ question }), WITHOUT_LIMITS);
	const events: AnswerEvent[] = [];
	for await (const event of stream.follow(0, new AbortController().signal)) events.push(event);
	expect(textOf(events)).toBe(first.text);
});

describe('it is written anew', () => {
	test('in another language', async () => {
		const question = fresh();
		const first = await written({ question });
		expect((await written({ question, language: 'de' })).text).not.toBe(first.text);
	});

	test('after a change of the bot’s knowledge, or of its settings', async () => {
		const question = fresh();
		const texts = [(await written({ question })).text];
		const article = await host.strapi
			.documents(ARTICLE_UID)
			.findFirst({ filters: { title: 'Gift wrapping' }, locale: 'en' });
		await publish(host.strapi, ARTICLE_UID, article?.documentId ?? '', { body: 'Gift wrapping costs 9 EUR.' }, 'en');
		texts.push((await written({ question })).text);
		await settings({ instructions: 'Be brief.' });
		texts.push((await written({ question })).text);
		expect((await given({ question })).text).toBe(texts.at(-1));
		expect(new Set(texts).size).toBe(3);
	});

	test('where something was said before in the conversation, which neither takes nor leaves an answer', async () => {
		const [begin, question] = [fresh(), fresh()];
		await written({ question });
		const { token, conversation_id } = await written({ question: begin, conversation_id: randomUUID() });
		expect((await written({ question, token, conversation_id })).status).toBe(200);
		const later = fresh();
		await written({ question: later, token, conversation_id });
		await written({ question: later });
	});

	test('when it failed, was stopped, or was no answer', async () => {
		const question = fresh();
		const failing = openAnswer(host, asking({ question })).then(readReply);
		const half = await model.asked();
		half.say('half');
		half.breakOff();
		expect(lastOf(await failing)).toMatchObject({ event: 'error' });

		const body = asking({ question });
		const stopping = openAnswer(host, body).then(readReply);
		const answer = await model.asked();
		answer.say('Some words');
		while (!(await rowOf(body.id)).events.some(({ event }: AnswerEvent) => event === 'delta'));
		await send(`/answers/${body.id}/stop`, body.token, 'POST');
		expect(lastOf(await stopping)).toMatchObject({ event: 'done', data: { answered: true } });

		expect(lastOf(await written({ question }, 'NO_ANSWER'))).toMatchObject({ data: { answered: false } });
		await written({ question });
		expect(lastOf(await given({ question }))?.data).toEqual(FREE);
	});

	test('when the one who asked first has erased it', async () => {
		const question = fresh();
		const first = await written({ question, conversation_id: randomUUID() });
		await given({ question });
		await send(`/conversations/${first.conversation_id}`, first.token, 'DELETE');
		expect((await written({ question })).text).not.toBe(first.text);
	});

	test.each(['who got it first', 'who got it again'])('when somebody %s says that it was bad', async (who) => {
		const question = fresh();
		const first = await written({ question });
		const again = await given({ question });
		const rater = who === 'who got it first' ? first : again;
		await send(`/answers/${rater.id}/feedback`, rater.token, 'POST', { rating: 'up' });
		expect((await given({ question })).text).toBe(first.text);
		await send(`/answers/${rater.id}/feedback`, rater.token, 'POST', { rating: 'down' });
		expect((await written({ question })).text).not.toBe(first.text);
	});

	test('where the operator tries it: the playground neither takes nor leaves an answer', async () => {
		const operator = { kind: 'operator', key: '1' } as const;
		const bot = await getService(host.strapi, 'published-bots').find('shop-help');
		if (!bot) throw new Error('the bot is not published');
		const question = fresh();
		const play = async () => {
			const asked = getService(host.strapi, 'answering').ask(
				bot.asked,
				operator,
				asking({ question }),
				WITHOUT_LIMITS,
				'playground',
			);
			const answer = await model.asked();
			answer.say('Tried [1].');
			answer.finish();
			for await (const _ of (await asked).follow(0, new AbortController().signal));
		};
		await play();
		await written({ question });
		await play();
	});

	test.each([
		['when the owner does not want it otherwise', { cacheAnswers: false }],
		['when no conversation is kept', { conversationDays: 0 }],
	])('%s', async (_when, data) => {
		const question = fresh();
		await settings(data);
		await written({ question });
		await written({ question });
		await settings({ cacheAnswers: true, conversationDays: 30 });
	});
});

test('it costs what the owner wants for it, held and settled as any other', async () => {
	await settings({ cachedAnswerCredits: 0.25 });
	const question = fresh();
	await written({ question });
	const again = await given({ question });
	expect(lastOf(again)?.data).toMatchObject({ credits_used: 0.25, pool: 'free_reserve', answered: true, cached: true });
	expect(callsOf(again.id)).toMatchObject([
		{ body: { amount: 250, purpose: 'answer' } },
		{ path: expect.stringMatching(/settle$/), body: { amount: 250, usage: { model: 'cache', output_tokens: 0 } } },
	]);
	expect(await rowOf(again.id)).toMatchObject({ cached: true, pool: 'free_reserve', credits: '250', cacheKey: null });
	await settings({ creditsPerVisitor: 0.1 });
	expect(await given({ question })).toMatchObject({ status: 402, error: { code: 'visitor_limit_reached' } });
	await settings({ cachedAnswerCredits: 0, creditsPerVisitor: 3 });
});

test('a bot that is paused gives nothing again, nor to websites that are not its own', async () => {
	const question = fresh();
	await written({ question });
	await settings({ paused: true });
	expect(await given({ question })).toMatchObject({ status: 423, error: { code: 'bot_paused' } });
	await settings({ paused: false, origins: 'https://shop.example' });
	const response = await fetch(`${host.api}/bots/shop-help/answers`, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			'X-Answerpack-Pass': visitorToken(),
			Origin: 'https://elsewhere.example',
		},
		body: JSON.stringify({ id: randomUUID(), question, language: 'en' }),
	});
	expect(await readReply(response)).toMatchObject({ status: 403, error: { code: 'origin_not_allowed' } });
});
