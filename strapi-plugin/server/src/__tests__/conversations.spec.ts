import { randomUUID } from 'node:crypto';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ANSWER_UID, BOT_UID } from '../constants';
import type { ConversationDetail } from '../conversations/conversation-detail';
import type { ConversationList, ListQuery } from '../conversations/conversation-list';
import { getService } from '../services';
import { ask, BOT_ID, type Host, passOf, publish, SECRET, startHost, visitorToken } from './host';

const AUSTRIA = 'How long does delivery to Austria take?';
const WRAPPING = 'What does gift wrapping cost?';
const UNKNOWN = 'Wer gewann die Weltmeisterschaft 1998?';

let ledger: LedgerDouble;
let host: Host;
let token: string;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	await ledger.called(({ method }) => method === 'PUT');
	await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 10_000, conversationDays: 12 });
	const body = { email: 'owner@shop.example', password: 'Owner-of-the-shop-1' };
	token = (await admin<{ data: { token: string } }>('POST', '/admin/login', body)).data.token;
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});
beforeEach(async () => {
	await host.strapi.db.query(ANSWER_UID).deleteMany({});
});

async function admin<T>(method: string, path: string, body?: object, status = 200): Promise<T> {
	const response = await fetch(host.admin + path, {
		method,
		headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
		...(body && { body: JSON.stringify(body) }),
	});
	expect(response.status).toBe(status);
	return (await response.json()) as T;
}
const list = (query: Partial<ListQuery> = {}) =>
	admin<ConversationList & { days: number }>('POST', `/answerpack/bots/${BOT_ID}/conversations/list`, query);
const open = (answerId: string, status?: number) =>
	admin<ConversationDetail>('GET', `/answerpack/bots/${BOT_ID}/conversations/${answerId}`, undefined, status);
const ids = async (query?: Partial<ListQuery>) => (await list(query)).results.map(({ answer_id }) => answer_id);
const patch = (answerId: string, data: object) =>
	host.strapi.db.query(ANSWER_UID).updateMany({ where: { answerId }, data });

async function asks(question: string, { conversation_id = randomUUID(), as = visitorToken(), language = 'en' } = {}) {
	const id = randomUUID();
	expect(await ask(host, { id, question, conversation_id, token: as, language })).toMatchObject({ status: 200 });
	return id;
}

test('a conversation is one line, with its first question and what all of its answers came to', async () => {
	ledger.grant(BOT_ID, 'cus_talks', 10_000);
	const [conversation_id, as] = [randomUUID(), passOf('cus_talks')];
	await asks(AUSTRIA, { conversation_id, as });
	await asks(WRAPPING, { conversation_id, as });
	const last = await asks(UNKNOWN, { conversation_id, as });
	const other = await asks(WRAPPING);
	const { results, pagination, days } = await list();
	expect(days).toBe(12);
	expect(pagination).toEqual({ page: 1, pageSize: 20, pageCount: 1, total: 2 });
	expect(results).toMatchObject([
		{ answer_id: other, question: WRAPPING, asker: 'visitor', answers: 1, credits: 1, pools: ['free_reserve'] },
		{
			answer_id: last,
			question: AUSTRIA,
			language: 'en',
			asker: 'customer',
			answers: 3,
			unanswered: 1,
			credits: 2,
			cost: 0,
			pools: ['end_user_credits'],
		},
	]);
});

test('two visitors who use one id for a conversation have two of them', async () => {
	const conversation_id = randomUUID();
	const [first, second] = [await asks(AUSTRIA, { conversation_id }), await asks(WRAPPING, { conversation_id })];
	expect(await ids()).toEqual([second, first]);
	expect((await open(first)).answers.map(({ question }) => question)).toEqual([AUSTRIA]);
});

test('every filter finds what it says, and they count together', async () => {
	ledger.grant(BOT_ID, 'cus_filters', 10_000);
	const unanswered = await asks(UNKNOWN, { language: 'de-AT' });
	const disliked = await asks(AUSTRIA, { as: passOf('cus_filters') });
	const liked = await asks(WRAPPING);
	const failed = await asks(AUSTRIA);
	const cached = await asks(AUSTRIA);
	const rows = getService(host.strapi, 'answer-rows');
	await rows.saveFeedback(disliked, { rating: 'down', comment: 'Not what I asked: 100 % wrong_' });
	await rows.saveFeedback(liked, { rating: 'up' });
	await patch(failed, { state: 'failed', answered: null });
	await patch(cached, { cached: true });

	expect(await ids({ show: 'unanswered' })).toEqual([unanswered]);
	expect(await ids({ show: 'disliked' })).toEqual([disliked]);
	expect(await ids({ show: 'liked' })).toEqual([liked]);
	expect(await ids({ show: 'failed' })).toEqual([failed]);
	expect(await ids({ show: 'cached' })).toEqual([cached]);
	expect(await ids({ pool: 'end_user_credits' })).toEqual([disliked]);
	expect(await ids({ language: 'de' })).toEqual([unanswered]);
	expect(await ids({ search: 'GIFT wrap' })).toEqual([liked]);
	expect(await ids({ search: '100 % wrong_' })).toEqual([disliked]);
	expect(await ids({ search: '%' })).toEqual([disliked]); // no wildcard of anybody's
	expect(await ids({ search: "'; drop table answerpack_answers; --" })).toEqual([]);
	expect(await ids({ show: 'disliked', pool: 'free_reserve' })).toEqual([]);
	expect(await ids({ to: new Date(Date.now() - 60_000).toISOString() })).toEqual([]);
	expect(await ids({ from: new Date(Date.now() - 60_000).toISOString() })).toHaveLength(5);
});

test('expensive is the dearest tenth, by cost, or by tokens where nobody knows what they cost', async () => {
	const all = [];
	for (let n = 0; n < 4; n++) all.push(await asks(AUSTRIA));
	expect(await ids({ show: 'expensive' })).toEqual([]); // all the same
	const usage = (input_tokens: number) => ({ usage: { model: 'a-model', input_tokens, output_tokens: 10 } });
	for (const [n, id] of all.entries()) await patch(id, usage(n === 2 ? 900 : 100));
	expect(await ids({ show: 'expensive' })).toEqual([all[2]]);
	expect((await list()).results.map(({ cost }) => cost)).toEqual([null, null, null, null]);
	for (const [n, id] of all.entries()) await patch(id, { cost: n === 1 ? 0.02 : 0.001 });
	expect(await ids({ show: 'expensive' })).toEqual([all[1]]);
	expect((await list()).results.map(({ cost }) => cost)).toEqual([0.001, 0.001, 0.02, 0.001]);
});

test('more than a page comes in pages', async () => {
	for (let n = 0; n < 5; n++) await asks(AUSTRIA);
	const whole = await ids();
	const pages = [
		await list({ page: 1, pageSize: 2 }),
		await list({ page: 2, pageSize: 2 }),
		await list({ page: 3, pageSize: 2 }),
	];
	expect(pages.flatMap(({ results }) => results.map(({ answer_id }) => answer_id))).toEqual(whole);
	expect(pages[0]?.pagination).toEqual({ page: 1, pageSize: 2, pageCount: 3, total: 5 });
});

test('of each answer is shown how it came about', async () => {
	const conversation_id = randomUUID();
	const as = visitorToken();
	const id = await asks(AUSTRIA, { conversation_id, as });
	await asks(UNKNOWN, { conversation_id, as });
	await getService(host.strapi, 'answer-rows').saveFeedback(id, { rating: 'down', comment: '<b>No</b>' });
	const { asker, answers } = await open(id);
	expect(asker).toBe('visitor');
	expect(answers).toMatchObject([
		{
			id,
			question: AUSTRIA,
			text: expect.stringContaining('3 to 4 working days'),
			state: 'done',
			failure: null,
			answered: true,
			cached: false,
			pool: 'free_reserve',
			credits: 1,
			usage: { model: 'extractive', input_tokens: 0, output_tokens: 0 },
			first_word_ms: expect.any(Number),
			took_ms: expect.any(Number),
			confidence: expect.any(Number),
			prompt_version: null,
			settings_version: expect.stringMatching(/^[0-9a-f]{12}$/),
			feedback: { rating: 'down', comment: '<b>No</b>' },
		},
		{ question: UNKNOWN, answered: false, pool: null, credits: 0, passages: [] },
	]);
	expect(answers[0]?.passages[0]).toMatchObject({
		n: 1,
		title: 'Delivery: times and costs',
		score: 1,
		entry: { uid: 'plugin::answerpack.article', locale: 'en' },
	});
});

test('what is erased is not there any more, and another bot’s is not this one’s', async () => {
	const id = await asks(AUSTRIA);
	await admin('GET', `/answerpack/bots/another/conversations/${id}`, undefined, 404);
	await getService(host.strapi, 'retention').eraseDue(new Date(Date.now() + 13 * 86_400_000));
	await open(id, 404);
	expect(await list()).toMatchObject({ results: [], pagination: { total: 0 } });
	await open(randomUUID(), 404);
	await open('1', 404);
});

test('what is asked for in another form than expected is refused', async () => {
	for (const query of [
		{ show: 'all' },
		{ pool: 'x' },
		{ page: 0 },
		{ pageSize: 1000 },
		{ from: 'yesterday' },
		{ search: 'a\0b' },
	]) {
		await admin('POST', `/answerpack/bots/${BOT_ID}/conversations/list`, query, 400);
	}
	await admin('POST', '/answerpack/bots/nobody/conversations/list', {}, 404);
});
