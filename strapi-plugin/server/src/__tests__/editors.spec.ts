import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ARTICLE_UID, BOT_UID, FAQ_UID } from '../constants';
import type { BotSettingsAnswer } from '../controllers/bot-settings';
import type { PlaygroundAnswer } from '../controllers/playground';
import type { Gap, GapList } from '../gaps/gaps';
import { getService } from '../services';
import { ask, BOT_ID, type Host, lastOf, publish, SECRET, startHost, visitorToken } from './host';
import { startSteeredModel } from './steered-model';

let ledger: LedgerDouble;
let host: Host;
let token: string;
const model = startSteeredModel();

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	const env = { OPENAI_API_KEY: 'a-key', OPENAI_BASE_URL: (await model).url, OPENAI_MODEL: 'a-model' };
	host = await startHost({ medusaUrl: ledger.url, env });
	await ledger.called(({ method }) => method === 'PUT');
	const { data } = await call<{ data: { token: string } }>('POST', '/admin/login', {
		email: 'owner@shop.example',
		password: 'Owner-of-the-shop-1',
	});
	token = data.token;
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
	await (await model).stop();
});

async function call<T>(method: string, path: string, body?: object, status = 200): Promise<T> {
	const response = await fetch(host.admin + path, {
		method,
		headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
		...(body && { body: JSON.stringify(body) }),
	});
	const json = await response.json().catch(() => null);
	expect({ path, status: response.status, ...(response.status !== status && { json }) }).toEqual({ path, status });
	return json as T;
}

/** Waits until Medusa has the settings as they are published. */
async function delivered(): Promise<void> {
	const version = (await getService(host.strapi, 'outbox').stateOf(BOT_ID))?.version;
	await ledger.called(({ method, body }) => method === 'PUT' && (body as { version: number }).version === version);
}

const of = (rest: string) => `/answerpack/bots/${BOT_ID}/${rest}`;
interface Refused {
	error: { details: { errors: { path: string[]; message: string }[] } };
}

describe('the settings page', () => {
	const read = () => call<BotSettingsAnswer>('GET', of('settings'));

	test('reads every field of a bot, and what answers when it names no model', async () => {
		expect(await read()).toMatchObject({
			values: { name: 'Kupferkanne help', tone: 'friendly', alertAtPercent: '80, 100', creditsPerAnswer: 1 },
			published: true,
			modified: false,
			model_default: 'a-model',
		});
	});

	test('saves a draft, which visitors do not see, and publishes it', async () => {
		const { values } = await read();
		const changed = { ...values, greeting: 'Good day!', freeReserveCredits: 31 };
		expect(await call('PUT', of('settings'), { values: changed })).toMatchObject({ modified: true });
		const greeting = async () =>
			((await (await fetch(`${host.api}/bots/shop-help?language=en`)).json()) as { greeting: string }).greeting;
		expect(await greeting()).toBe(values.greeting);

		expect(await call('PUT', of('settings'), { values: changed, publish: true })).toMatchObject({ modified: false });
		expect(await greeting()).toBe('Good day!');
		await delivered();
		expect(ledger.bots.get(BOT_ID)?.pools.free_reserve.credits).toBe(31);
	});

	test('says beside which field what is wrong, and saves nothing of it', async () => {
		const { values } = await read();
		const wrong = {
			...values,
			timeZone: 'Mars',
			creditsPerVisitor: -1,
			alertAtPercent: 'soon',
			appearance: { ...values.appearance, accent: 'url(x)', radius: 99 },
			translations: { de: { greeting: 'Hallo', suggestions: 'Wie?\n'.repeat(7) } },
		};
		const paths = async (form: object) => {
			const { error } = await call<Refused>('PUT', of('settings'), { values: form, publish: true }, 400);
			return error.details.errors.map(({ path }) => path.join('.')).sort();
		};
		// What no form could send is said first.
		expect(await paths(wrong)).toEqual(['appearance.accent', 'appearance.radius']);
		expect(await paths({ ...wrong, appearance: values.appearance })).toEqual([
			'alertAtPercent',
			'creditsPerVisitor',
			'timeZone',
			'translations.de.suggestions',
		]);
		expect((await read()).values).toEqual(values);
	});

	test('takes no slug of another bot', async () => {
		const { values } = await read();
		const { error } = await call<Refused>('POST', '/answerpack/bots', { values }, 400);
		expect(error.details.errors).toEqual([expect.objectContaining({ path: ['slug'] })]);
	});

	test('makes a new bot, as a draft', async () => {
		const { values } = await read();
		const made = await call<BotSettingsAnswer>(
			'POST',
			'/answerpack/bots',
			{ values: { ...values, slug: 'second' } },
			201,
		);
		expect(made).toMatchObject({ published: false, values: { slug: 'second' } });
		expect((await fetch(`${host.api}/bots/second`)).status).toBe(404);
	});
});

test('visitors are greeted in their language: the one of the page, else the one of their browser', async () => {
	const greeting = async (query: string, accept?: string) => {
		const response = await fetch(`${host.api}/bots/shop-help${query}`, {
			headers: accept ? { 'Accept-Language': accept } : {},
		});
		expect(response.headers.get('vary')).toContain('Accept-Language');
		return ((await response.json()) as { greeting: string }).greeting;
	};
	expect(await greeting('?language=de-AT')).toMatch(/^Hallo!/);
	expect(await greeting('?language=en', 'de')).not.toMatch(/^Hallo!/);
	expect(await greeting('', 'de-DE,de;q=0.9,en;q=0.8')).toMatch(/^Hallo!/);
	expect(await greeting('', 'fr')).not.toMatch(/^Hallo!/);
});

describe('the playground', () => {
	const QUESTION = 'How long does delivery to Austria take?';
	const play = (question: string, language = 'en') =>
		call<PlaygroundAnswer>('POST', of('playground'), { question, language });

	test('answers from the owner cap, and shows passages, prompt and tokens', async () => {
		const asked = play(QUESTION);
		const answering = await (await model).asked();
		answering.say('3 to 4 working days [1].');
		answering.finish({ prompt_tokens: 700, completion_tokens: 9 });
		const answer = await asked;
		expect(answer).toMatchObject({
			failure: null,
			answered: true,
			text: '3 to 4 working days [1].',
			pool: 'owner_cap',
			credits_used: 1,
			left: 99,
			usage: { model: 'a-model', input_tokens: 700, output_tokens: 9 },
		});
		expect(answer.messages[0]?.content).toContain('warm and friendly');
		expect(answer.passages[0]).toMatchObject({
			entry: { uid: ARTICLE_UID, locale: 'en' },
			terms: expect.arrayContaining(['austria']),
		});
		expect(answer.confidence).toBeGreaterThan(answer.confidence_min);
		const hold = ledger.calls.find(({ path, method }) => method === 'POST' && path.endsWith('/holds'));
		expect(hold?.body).toMatchObject({ purpose: 'playground', subject: { kind: 'operator' } });
	});

	test('shows the pools as Medusa counts them', async () => {
		const { pools } = await call<{ pools: object[] }>('GET', of('pools'));
		expect(pools).toEqual([
			expect.objectContaining({ pool: 'owner_cap', used: 1, left: 99, budget: 100 }),
			expect.objectContaining({ pool: 'free_reserve', used: 0, left: 31 }),
			expect.objectContaining({ pool: 'end_user_credits', used: 0, left: null }),
		]);
	});

	test('shows what it found for a question that it does not answer, and pays nothing', async () => {
		const answer = await play('Does the moon deliver kettles by balloon?');
		expect(answer).toMatchObject({ failure: null, answered: false, credits_used: 0, pool: null });
		expect(answer.passages.length).toBeGreaterThan(0);
		expect(answer.confidence).toBeLessThan(answer.confidence_min);
	});

	test('declines a topic that editors named, though it knows', async () => {
		await publish(host.strapi, BOT_UID, BOT_ID, { declinedTopics: 'delivery' });
		expect(await play(QUESTION)).toMatchObject({ declined: true, answered: false, credits_used: 0 });
		const reply = await ask(host, { question: QUESTION });
		expect(lastOf(reply)).toMatchObject({ event: 'done', data: { answered: false, credits_used: 0 } });
		await publish(host.strapi, BOT_UID, BOT_ID, { declinedTopics: '' });
	});

	test('says that the owner cap is used up, and still shows what the bot would read', async () => {
		await publish(host.strapi, BOT_UID, BOT_ID, { ownerCapCreditsPerMonth: 1 });
		await delivered();
		const answer = await play(QUESTION);
		expect(answer).toMatchObject({ failure: { code: 'owner_cap_reached', resets_at: expect.any(String) } });
		expect(answer.passages.length).toBeGreaterThan(0);
		await publish(host.strapi, BOT_UID, BOT_ID, { ownerCapCreditsPerMonth: 100 });
		await delivered();
	});

	test('says so when Medusa is away; so does the page of the pools', async () => {
		await ledger.down();
		expect(await play(QUESTION)).toMatchObject({ failure: { code: 'shop_unreachable' } });
		expect(await call('GET', of('pools'))).toEqual({ unavailable: 'shop_unreachable' });
		await ledger.up();
	});
});

describe('gaps', () => {
	const list = (query = '') => call<GapList>('GET', of(`gaps${query}`));
	const about = async (word: string, query = ''): Promise<Gap | undefined> =>
		(await list(query)).gaps.find(({ question }) => question.toLowerCase().includes(word));
	/** Asks as a visitor; the bot knows nothing of it. */
	const wonder = async (question: string) => {
		const reply = await ask(host, { question });
		expect(lastOf(reply)).toMatchObject({ event: 'done', data: { answered: false } });
	};

	test('are what visitors asked and the bot did not know, each once, with how often; the playground is not among them', async () => {
		await wonder('Do you have vouchers?');
		await wonder('do you have vouchers');
		await wonder('Vouchers?');
		await call('POST', of('playground'), { question: 'Do you sell umbrellas?' });
		expect(await about('vouchers')).toMatchObject({
			question: 'do you have vouchers',
			variants: ['Vouchers?'],
			count: 3,
			unanswered: 3,
			disliked: 0,
			draft: null,
		});
		expect(await about('umbrellas')).toBeUndefined();
	});

	test('become one FAQ draft, and are gone when the bot can answer it', async () => {
		const gap = await about('vouchers');
		const body = { answer_ids: gap?.answer_ids };
		const write = () => call<{ document_id: string }>('POST', of('gaps/draft'), body);
		const [draft, atOnce] = await Promise.all([write(), write()]);
		expect(atOnce).toEqual(draft);
		expect(await write()).toEqual(draft);
		const documentId = draft.document_id;
		const faqs = host.strapi.documents(FAQ_UID);
		expect(await faqs.findOne({ documentId, locale: 'en', populate: ['bots'] as never })).toMatchObject({
			question: 'do you have vouchers',
			variants: 'Vouchers?',
			bots: [{ documentId: BOT_ID }],
		});
		expect((await about('vouchers'))?.draft).toMatchObject(draft);

		await publish(host.strapi, FAQ_UID, documentId, { answer: 'Yes, we have vouchers from 10 EUR on.' }, 'en');
		expect(await about('vouchers')).toBeUndefined();
	});

	test('are dismissed with all that resembles them, and come back when that is taken back', async () => {
		await wonder('Who wins the football game?');
		const gap = await about('football');
		await call('POST', of('gaps/dismiss'), { answer_ids: gap?.answer_ids });
		await wonder('Who will win the football game');
		expect(await about('football')).toBeUndefined();
		expect(await about('football', '?dismissed=true')).toMatchObject({ count: 2 });
		await call('POST', of('gaps/dismiss'), { answer_ids: gap?.answer_ids, dismissed: false });
		expect(await about('football')).toMatchObject({ count: 2 });
	});

	test('are also answers that were rated down, until the bot finds something else', async () => {
		const question = 'How much does gift wrapping cost?';
		const asker = visitorToken();
		const asked = ask(host, { question, token: asker });
		const answering = await (await model).asked();
		answering.say('It is free [1].');
		answering.finish();
		const reply = await asked;
		const [start] = reply.events;
		const id = start?.event === 'start' ? start.data.answer_id : '';
		const rated = await fetch(`${host.api}/answers/${id}/feedback`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'X-Answerpack-Pass': asker },
			body: JSON.stringify({ rating: 'down', comment: 'The shop took 3.50 EUR.' }),
		});
		expect(rated.status).toBe(204);
		expect(await about('gift')).toMatchObject({ disliked: 1, unanswered: 0, comments: ['The shop took 3.50 EUR.'] });

		const faqs = host.strapi.documents(FAQ_UID);
		await faqs.create({
			locale: 'en',
			data: { question, answer: 'Gift wrapping costs 3.50 EUR for each product.', bots: [BOT_ID] } as never,
			status: 'published',
		});
		await getService(host.strapi, 'ingestion').settled();
		expect(await about('gift')).toBeUndefined();
	});

	test('call for attention on the start page, beside sources that failed', async () => {
		expect(await call('GET', '/answerpack/attention')).toEqual([
			expect.objectContaining({ document_id: BOT_ID, gaps: expect.any(Number), failed_sources: 0, alert_at: null }),
		]);
	});
});
