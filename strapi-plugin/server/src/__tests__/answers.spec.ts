import { randomUUID } from 'node:crypto';
import { answerEventSchemas } from '@answerpack/shared/contract';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { emptyTrace } from '../answering/trace';
import { ANSWER_UID, ARTICLE_UID, BOT_UID, OUTBOX_UID } from '../constants';
import { getService } from '../services';
import {
	ask,
	BOT_ID,
	type Host,
	lastOf,
	openAnswer,
	passOf,
	publish,
	readEvents,
	readReply,
	SECRET,
	startHost,
	visitorToken,
} from './host';

const AUSTRIA = 'How long does delivery to Austria take?';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	await ledger.called(({ method }) => method === 'PUT');
	// What a reserve is for is the ledger's own subject.
	await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 10_000 });
	await ledger.called(({ body }) => (body as { version: number } | null)?.version === 2);
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

const holdsOf = (id: string) => ledger.calls.filter(({ body }) => (body as { id?: string } | null)?.id === id);
const endsOf = (id: string) => ledger.calls.filter(({ path }) => path.includes(`/holds/${id}/`));
const resume = (id: string, token: string, lastEventId?: number) =>
	fetch(`${host.api}/answers/${id}/events`, {
		headers: { 'X-Answerpack-Pass': token, ...(lastEventId && { 'Last-Event-ID': String(lastEventId) }) },
	});
const post = (path: string, token: string, body: object = {}) =>
	fetch(host.api + path, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'X-Answerpack-Pass': token },
		body: JSON.stringify(body),
	});

describe('an answer', () => {
	test('streams its sources first, then its text in pieces, then what it cost', async () => {
		const reply = await ask(host, { question: AUSTRIA, language: 'en' });
		expect(reply.status).toBe(200);
		expect(reply.headers.get('cache-control')).toBe('no-cache, no-transform');
		expect(reply.events.map(({ id }) => id)).toEqual(reply.events.map((_, position) => position + 1));
		expect(reply.events.map(({ event }) => event).join(' ')).toMatch(/^start( delta){2,} done$/);
		for (const { event, data } of reply.events) expect(answerEventSchemas[event].safeParse(data).success).toBe(true);
		expect(reply.events[0]?.data).toMatchObject({
			pool: 'free_reserve',
			sources: expect.arrayContaining([
				expect.objectContaining({ n: 1, title: 'Delivery: times and costs', heading: 'Delivery times' }),
			]),
		});
		expect(reply.text).toContain('Austria: 3 to 4 working days');
		expect(reply.text).toMatch(/\[1\]$/);
		expect(lastOf(reply)?.data).toEqual({ credits_used: 1, pool: 'free_reserve', left: 2, answered: true });
	});

	test('is held and settled once in the ledger, under its own id', async () => {
		const id = randomUUID();
		await ask(host, { id, question: AUSTRIA, token: visitorToken('settled-once') });
		expect(holdsOf(id)).toMatchObject([
			{ status: 200, body: { subject: { kind: 'visitor', key: 'settled-once' }, purpose: 'answer', amount: 1000 } },
		]);
		expect(endsOf(id)).toMatchObject([
			{ path: `bots/${BOT_ID}/holds/${id}/settle`, body: { amount: 1000, usage: { model: 'extractive' } } },
		]);
	});

	test('comes in the language of the question', async () => {
		const reply = await ask(host, { question: 'Wie oft muss ich den Kessel entkalken?', language: 'de-AT' });
		expect(reply.text).toContain('alle 4 Wochen');
	});

	test('comes in another language of the bot when the visitor’s own has none', async () => {
		const reply = await ask(host, { question: AUSTRIA, language: 'fr' });
		expect(reply.text).toContain('3 to 4 working days');
	});

	test('of a customer is paid from the customer’s own credits', async () => {
		ledger.grant(BOT_ID, 'cus_1', 10_000);
		const reply = await ask(host, { question: AUSTRIA, token: passOf('cus_1') });
		expect(lastOf(reply)?.data).toEqual({ credits_used: 1, pool: 'end_user_credits', left: 9, answered: true });
	});

	test('that the bot does not know is free: no hold is asked for', async () => {
		const id = randomUUID();
		const reply = await ask(host, { id, question: 'Wer gewann die Weltmeisterschaft 1998?', language: 'de' });
		expect(reply.events[0]).toMatchObject({ event: 'start', data: { sources: [], pool: null } });
		expect(reply.text).toMatch(/^Das weiß ich aus meinen Unterlagen nicht/);
		expect(lastOf(reply)?.data).toEqual({ credits_used: 0, pool: null, left: null, answered: false });
		expect(holdsOf(id)).toEqual([]);
	});
});

describe('the same answer id', () => {
	test('gives the same answer again, and is paid once', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		const first = await ask(host, asking);
		const second = await ask(host, asking);
		expect(second.events).toEqual(first.events);
		expect(holdsOf(asking.id)).toHaveLength(1);
		expect(endsOf(asking.id)).toHaveLength(1);
	});

	test('sent several times at once joins the answer that runs', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		const replies = await Promise.all(Array.from({ length: 5 }, () => ask(host, asking)));
		for (const reply of replies) expect(reply.events).toEqual(replies[0]?.events);
		expect(holdsOf(asking.id)).toHaveLength(1);
	});

	test('with another question, or from somebody else, is a conflict', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		await ask(host, asking);
		const conflict = { status: 409, error: { code: 'answer_conflict' } };
		expect(await ask(host, { ...asking, question: 'What does gift wrapping cost?' })).toMatchObject(conflict);
		expect(await ask(host, { ...asking, token: visitorToken() })).toMatchObject(conflict);
	});

	test('may ask again after a refusal: nothing was shown', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: passOf('cus_poor') };
		await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 0 });
		await ledger.called(({ body }) => {
			const pools = (body as { pools?: { free_reserve: { credits: number } } } | null)?.pools;
			return pools?.free_reserve.credits === 0;
		});
		const refused = await ask(host, asking);
		expect(refused).toMatchObject({
			status: 402,
			error: { code: 'credits_used_up', details: { offers: true, resets_at: expect.any(String) } },
		});
		ledger.grant(BOT_ID, 'cus_poor', 1000);
		expect(await ask(host, asking)).toMatchObject({
			status: 200,
			text: expect.stringContaining('3 to 4 working days'),
		});
		await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 10_001 });
		await ledger.called(({ body }) => {
			const pools = (body as { pools?: { free_reserve: { credits: number } } } | null)?.pools;
			return pools?.free_reserve.credits === 10_001;
		});
	});
});

describe('a bad request', () => {
	test.each([
		['an empty question', { question: '' }, 400, 'question_empty'],
		['a question of spaces', { question: ' \n ' }, 400, 'question_empty'],
		['a question of 20,000 characters', { question: 'long '.repeat(4000) }, 413, 'question_too_long'],
		['an id that is no uuid', { question: AUSTRIA, id: '1' }, 400, 'invalid_request'],
		['a language with a NUL', { question: AUSTRIA, language: 'de\0' }, 400, 'invalid_request'],
		['no pass', { question: AUSTRIA, token: null }, 401, 'pass_missing'],
		['a forged pass', { question: AUSTRIA, token: `${visitorToken().split('.')[0]}.forged` }, 401, 'pass_invalid'],
		['an expired pass', { question: AUSTRIA, token: visitorToken('late', Date.now() - 1) }, 401, 'pass_expired'],
		['a pass for another bot', { question: AUSTRIA, token: passOf('cus_1', 'another') }, 403, 'not_allowed'],
		['a bot that does not exist', { question: AUSTRIA, slug: 'nobody' }, 404, 'bot_not_found'],
	])('%s is refused in one sentence, and costs nothing', async (_what, asking, status, code) => {
		const before = ledger.calls.length;
		const reply = await ask(host, asking);
		expect(reply).toMatchObject({ status, error: { code, message: expect.any(String) } });
		expect(ledger.calls).toHaveLength(before);
	});

	test('with a NUL in it harms nothing', async () => {
		const token = visitorToken();
		expect(await ask(host, { question: `${AUSTRIA}\0`, token })).toMatchObject({ status: 200 });
		expect(await ask(host, { question: AUSTRIA, slug: '%00' })).toMatchObject({
			status: 404,
			error: { code: 'bot_not_found' },
		});
		for (const path of ['answers/%00/events', 'answers/1/events', 'conversations/%00']) {
			const response = await fetch(`${host.api}/${path}`, { headers: { 'X-Answerpack-Pass': token } });
			expect(response.status).toBe(404);
			expect(await response.json()).toMatchObject({ error: { code: 'answer_not_found' } });
		}
	});

	test('with a broken body has the same shape as every other error', async () => {
		const response = await fetch(`${host.api}/bots/shop-help/answers`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: '{broken',
		});
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({ error: { code: 'invalid_request', message: expect.any(String) } });
	});
});

describe('when Medusa is away', () => {
	afterEach(() => ledger.up());

	test('a question is refused with 503 and leaves no trace, so that the same id may try again', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		await ledger.down();
		expect(await ask(host, asking)).toMatchObject({ status: 503, error: { code: 'shop_unreachable' } });
		expect(await host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId: asking.id } })).toBeNull();
		await ledger.up();
		expect(await ask(host, asking)).toMatchObject({ status: 200 });
		await ledger.down();
	});

	test('an answer that has begun is finished, and settled when Medusa is back', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		const response = await openAnswer(host, asking);
		await ledger.down();
		const reply = await readReply(response);
		expect(reply.text).toContain('3 to 4 working days');
		expect(lastOf(reply)?.data).toMatchObject({ credits_used: 1, pool: 'free_reserve' });
		expect(ledger.holds.get(asking.id)?.end).toBeUndefined();
		await ledger.up();
		await ledger.called(({ path, status }) => path.endsWith(`${asking.id}/settle`) && status === 200);
		await ledger.down();
	});
});

describe('a stream that was cut', () => {
	test('goes on after the last event that was seen, also long after', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		const whole = await ask(host, asking);
		const rest = await readReply(await resume(asking.id, asking.token, 3));
		expect(rest.events).toEqual(whole.events.slice(3));
	});

	test('is pumped to its end and paid for when the visitor is gone, and can be read afterwards', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		const response = await openAnswer(host, asking);
		const seen = await readEvents(response).next(); // leaving the generator closes the connection
		await response.body?.cancel().catch(() => {});
		const rest = await readReply(await resume(asking.id, asking.token, seen.value?.id));
		expect(rest.events[0]?.id).toBe(2);
		expect(lastOf(rest)).toMatchObject({ event: 'done', data: { credits_used: 1 } });
		expect(endsOf(asking.id)).toHaveLength(1);
	});

	test('is nobody else’s', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		await ask(host, asking);
		const reply = await readReply(await resume(asking.id, visitorToken()));
		expect(reply).toMatchObject({ status: 404, error: { code: 'answer_not_found' } });
	});
});

describe('stop', () => {
	test('ends the stream with what was shown, which is paid for', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		const events = readEvents(await openAnswer(host, asking));
		await events.next();
		await events.next();
		expect((await post(`/answers/${asking.id}/stop`, asking.token)).status).toBe(204);
		const rest = [];
		for await (const event of events) rest.push(event);
		expect(rest.at(-1)).toMatchObject({ event: 'done', data: { credits_used: 1, answered: true } });
		expect(endsOf(asking.id)).toMatchObject([{ path: expect.stringMatching(/settle$/) }]);
	});

	test('is only for the one who asked', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		await ask(host, asking);
		expect((await post(`/answers/${asking.id}/stop`, visitorToken())).status).toBe(404);
	});
});

describe('what a process left behind', () => {
	test('becomes interrupted, costs nothing, and its hold is released', async () => {
		const id = randomUUID();
		const token = visitorToken('left-behind');
		const subject = { kind: 'visitor', key: 'left-behind' } as const;
		await getService(host.strapi, 'ledger').ledger.hold(BOT_ID, {
			id,
			subject,
			purpose: 'answer',
			amount: 1000,
			ttl_seconds: 60,
		});
		const rows = getService(host.strapi, 'answer-rows');
		await rows.claim({
			answer_id: id,
			bot_id: BOT_ID,
			subject,
			conversation_id: null,
			question: AUSTRIA,
			language: 'en',
			request_hash: 'x',
		});
		await rows.begin(id, { pool: 'free_reserve', amount: 1000 }, emptyTrace('settings'));
		await rows.save(id, [{ id: 1, event: 'start', data: { answer_id: id, sources: [], pool: 'free_reserve' } }]);
		await host.strapi.db.query(ANSWER_UID).updateMany({ where: { answerId: id }, data: { leasedUntil: 0 } });

		await getService(host.strapi, 'answering').endAbandoned();
		const reply = await readReply(await resume(id, token));
		expect(lastOf(reply)).toMatchObject({ event: 'error', data: { code: 'answer_interrupted', retryable: true } });
		const sawMore = await readReply(await resume(id, token, 7));
		expect(sawMore.events).toMatchObject([{ id: 8, event: 'error', data: { code: 'answer_interrupted' } }]);
		await ledger.called(({ path, status }) => path.endsWith(`${id}/release`) && status === 200);
	});
});

describe('what editors publish', () => {
	const findArticle = (title: string) =>
		host.strapi.documents(ARTICLE_UID).findFirst({ filters: { title }, locale: 'en' });

	test('is what the next question is answered from; what they unpublish is not', async () => {
		const article = await findArticle('Gift wrapping');
		const id = article?.documentId ?? '';
		const question = 'What does gift wrapping cost?';
		expect((await ask(host, { question })).text).toContain('3.50 EUR');
		await publish(host.strapi, ARTICLE_UID, id, { body: 'Gift wrapping costs 4.25 EUR for each product.' }, 'en');
		expect((await ask(host, { question })).text).toContain('4.25 EUR');

		await host.strapi.documents(ARTICLE_UID).unpublish({ documentId: id, locale: 'en' });
		expect((await ask(host, { question, language: 'en' })).text).not.toContain('4.25 EUR');
		await publish(host.strapi, ARTICLE_UID, id, {}, 'en');
		expect((await ask(host, { question })).text).toContain('4.25 EUR');
	});

	test('is only answered from by bots that it is given to', async () => {
		const article = await findArticle('Repair service');
		const id = article?.documentId ?? '';
		const question = 'How much is straightening a dent?';
		expect((await ask(host, { question })).text).toContain('18 EUR');
		await publish(host.strapi, ARTICLE_UID, id, { bots: [] }, 'en');
		expect((await ask(host, { question, language: 'en' })).text).not.toContain('18 EUR');
		await publish(host.strapi, ARTICLE_UID, id, { bots: [BOT_ID] }, 'en');
		expect((await ask(host, { question })).text).toContain('18 EUR');
	});

	test('stays in the bot’s knowledge in every language when the bot is published again', async () => {
		await publish(host.strapi, BOT_UID, BOT_ID, { greeting: 'Hello again' });
		expect((await ask(host, { question: AUSTRIA, language: 'en' })).text).toContain('3 to 4 working days');
		const german = await ask(host, { question: 'Wie oft muss ich den Kessel entkalken?', language: 'de' });
		expect(german.text).toContain('alle 4 Wochen');
	});

	test('changes past this process are seen too', async () => {
		const article = await findArticle('Filter papers');
		await host.strapi.db
			.query(ARTICLE_UID)
			.deleteMany({ where: { documentId: article?.documentId, locale: 'en', publishedAt: { $notNull: true } } });
		const until = Date.now() + 60_000;
		let text = '';
		do
			text = (await ask(host, { question: 'How many sheets does a pack of filter papers hold?', language: 'en' })).text;
		while (text.includes('100 sheets') && Date.now() < until);
		expect(text).not.toContain('100 sheets');
	});
});

describe('a bot', () => {
	test('tells everybody what it is called, what it costs and what is free', async () => {
		const response = await fetch(`${host.api}/bots/shop-help`);
		expect(await response.json()).toMatchObject({
			id: BOT_ID,
			slug: 'shop-help',
			languages: ['en', 'de'],
			status: 'active',
			credits_per_answer: 1,
			free: { credits: 3, window: 'day' },
			suggestions: expect.arrayContaining([AUSTRIA]),
		});
	});

	test('that is paused answers nobody, but shows again what it has answered', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		await ask(host, asking);
		await publish(host.strapi, BOT_UID, BOT_ID, { paused: true });
		expect(await ask(host, { question: AUSTRIA })).toMatchObject({ status: 423, error: { code: 'bot_paused' } });
		expect(await ask(host, asking)).toMatchObject({ status: 200 });
		await publish(host.strapi, BOT_UID, BOT_ID, { paused: false });
		await getService(host.strapi, 'outbox').deliverDue();
		expect(await ask(host, { question: AUSTRIA })).toMatchObject({ status: 200 });
	});

	test('that is unpublished is not there', async () => {
		await host.strapi.documents(BOT_UID).unpublish({ documentId: BOT_ID });
		expect(await ask(host, { question: AUSTRIA })).toMatchObject({ status: 404, error: { code: 'bot_not_found' } });
		await host.strapi.documents(BOT_UID).publish({ documentId: BOT_ID });
		await getService(host.strapi, 'outbox').deliverDue();
	});
});

describe('a conversation', () => {
	const conversation = (id: string, token: string, method = 'GET') =>
		fetch(`${host.api}/conversations/${id}`, { method, headers: { 'X-Answerpack-Pass': token } });

	test('is read and erased by the one who had it, and by nobody else', async () => {
		const id = randomUUID();
		const token = visitorToken();
		await ask(host, { question: AUSTRIA, conversation_id: id, token });
		expect((await conversation(id, visitorToken())).status).toBe(404);
		expect(await (await conversation(id, token)).json()).toMatchObject({
			id,
			answers: [{ question: AUSTRIA, text: expect.stringContaining('3 to 4'), state: 'done', credits_used: 1 }],
		});
		expect((await conversation(id, visitorToken(), 'DELETE')).status).toBe(404);
		expect((await conversation(id, token, 'DELETE')).status).toBe(204);
		expect((await conversation(id, token)).status).toBe(404);
	});

	test('that is erased leaves answers that are not found: nobody waits for their events', async () => {
		const asking = { id: randomUUID(), conversation_id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		await ask(host, asking);
		await conversation(asking.conversation_id, asking.token, 'DELETE');
		const notFound = { status: 404, error: { code: 'answer_not_found' } };
		expect(await readReply(await resume(asking.id, asking.token))).toMatchObject(notFound);
		expect(await ask(host, asking)).toMatchObject(notFound);
		expect(holdsOf(asking.id)).toHaveLength(1);
	});

	test('has feedback on its answers', async () => {
		const asking = { id: randomUUID(), question: AUSTRIA, token: visitorToken() };
		await ask(host, asking);
		expect((await post(`/answers/${asking.id}/feedback`, asking.token, { rating: 'up' })).status).toBe(204);
		const comment = 'good\0 \uD83D';
		expect((await post(`/answers/${asking.id}/feedback`, asking.token, { rating: 'up', comment })).status).toBe(204);
		expect(await host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId: asking.id } })).toMatchObject({
			feedback: { rating: 'up', comment: 'good \uFFFD' },
		});
		expect((await post(`/answers/${asking.id}/feedback`, asking.token, { rating: 'great' })).status).toBe(400);
		expect((await post(`/answers/${asking.id}/feedback`, visitorToken(), { rating: 'down' })).status).toBe(404);
	});
});

describe('the end of a hold', () => {
	const waiting = (id: string) => host.strapi.db.query(OUTBOX_UID).findOne({ where: { key: `hold:${id}` } });

	test('that Medusa refuses for any other reason than the hold’s own waits until it is taken', async () => {
		const outbox = getService(host.strapi, 'outbox');
		const errors = jest.spyOn(host.strapi.log, 'error');
		const id = randomUUID();
		const subject = { kind: 'visitor', key: 'refused-once' } as const;
		const hold = { id, subject, purpose: 'answer', amount: 1000, ttl_seconds: 60 } as const;
		await getService(host.strapi, 'ledger').ledger.hold(BOT_ID, hold);
		const usage = { model: 'a-model', input_tokens: 0.5, output_tokens: 1 };
		await outbox.recordHoldEnd(BOT_ID, id, { kind: 'settle', body: { amount: 1000, usage } });
		await outbox.deliverDue();
		await ledger.called(({ path, status }) => path.endsWith(`${id}/settle`) && status === 400);
		let row = await waiting(id);
		while (row.attempts === 0) row = await waiting(id); // the answer is there before it is written down
		expect(row).toMatchObject({ waiting: true, attempts: 1, reason: 'invalid_request' });
		expect(Number(row.dueAt)).toBeGreaterThan(Date.now());
		expect(errors.mock.calls).toEqual([[expect.stringMatching(/settle hold:.* with invalid_request/)]]);
		errors.mockRestore();

		const payload = { amount: 1000, usage: { ...usage, input_tokens: 1 } };
		await host.strapi.db.query(OUTBOX_UID).updateMany({ where: { key: `hold:${id}` }, data: { payload } });
		await outbox.deliverAll();
		expect(ledger.holds.get(id)?.end).toBeDefined();
		expect(await waiting(id)).toBeNull();
	});

	test('of which Medusa knows nothing is over', async () => {
		const id = randomUUID();
		await getService(host.strapi, 'outbox').recordHoldEnd(BOT_ID, id, { kind: 'release', body: { reason: 'stopped' } });
		await getService(host.strapi, 'outbox').deliverDue();
		expect(await waiting(id)).toBeNull();
	});
});

test('nothing is left waiting for Medusa at the end', async () => {
	await getService(host.strapi, 'outbox').deliverAll();
	expect(await host.strapi.db.query(OUTBOX_UID).findMany({ where: { waiting: true } })).toEqual([]);
});
