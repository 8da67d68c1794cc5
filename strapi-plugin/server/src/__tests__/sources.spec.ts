import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ARTICLE_UID, BOT_UID, FAQ_UID, MAPPING_UID } from '../constants';
import type { KnowledgeReport, SearchResult } from '../controllers/sources';
import type { EntryState, SourceList } from '../ingestion/sources-overview';
import type { MappableType } from '../mapping/mapped-types';
import { getService } from '../services';
import { BOT_ID, type Host, SECRET, startHost } from './host';

let ledger: LedgerDouble;
let host: Host;
let token: string;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	const response = await fetch(`${host.admin}/admin/login`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ email: 'owner@shop.example', password: 'Owner-of-the-shop-1' }),
	});
	({ token } = ((await response.json()) as { data: { token: string } }).data);
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

/** What the admin panel asks for, and what it reads. */
async function call<Body>(path: string, query: Record<string, string> = {}, body?: object) {
	const response = await fetch(`${host.admin}/answerpack${path}?${new URLSearchParams(query)}`, {
		method: body ? 'POST' : 'GET',
		headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
		...(body && { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as Body };
}
const settled = () => getService(host.strapi, 'ingestion').settled();
const createFaq = async (data: object, status?: 'published') =>
	(await host.strapi.documents(FAQ_UID).create({ data: data as never, ...(status && { status }) })).documentId;

describe('the sources of a bot', () => {
	test('are listed with their states, the last changed first, in pages and by type and state', async () => {
		const draft = await createFaq({ question: 'A draft?', answer: 'Not yet.', bots: [BOT_ID] });
		const all = (await call<SourceList>(`/bots/${BOT_ID}/sources`, { pageSize: '5' })).body;
		expect(all.results).toHaveLength(5);
		expect(all.results[0]).toMatchObject({
			uid: FAQ_UID,
			type: 'faq',
			document_id: draft,
			locale: 'en',
			title: 'A draft?',
			state: 'not_published',
			passages: 0,
		});
		expect(all.counts).toMatchObject({ indexed: all.pagination.total - 1, waiting: 0, failed: 0, not_published: 1 });
		expect(all.pagination).toMatchObject({ page: 1, pageSize: 5, pageCount: Math.ceil(all.pagination.total / 5) });

		const articles = { type: 'article', state: 'indexed', locale: 'de', pageSize: '100' };
		const german = (await call<SourceList>(`/bots/${BOT_ID}/sources`, articles)).body;
		expect(german.results.length).toBeGreaterThan(5);
		for (const one of german.results) {
			expect(one).toMatchObject({ type: 'article', locale: 'de', state: 'indexed', at: expect.any(String) });
			expect(one.passages).toBeGreaterThan(0);
		}
		expect((await call<SourceList>(`/bots/${BOT_ID}/sources`, { type: 'file' })).body.results).toEqual([]);
		expect((await call(`/bots/${BOT_ID}/sources`, { state: 'lost' })).status).toBe(400);
		expect((await call('/bots/nobody/sources')).status).toBe(404);
	});

	test('are added in one go and taken away again; what is still a draft of an entry stays one', async () => {
		const published = await createFaq(
			{ question: 'Which kiln?', answer: 'The kiln is fired with beech.' },
			'published',
		);
		await host.strapi.documents(FAQ_UID).update({ documentId: published, data: { answer: 'Half a thought' } as never });
		const draft = await createFaq({ question: 'Which clay?', answer: 'White clay.' });
		await settled();
		const entries = [published, draft].map((documentId) => ({ uid: FAQ_UID, documentId }));
		const search = { q: 'What is the kiln fired with?', locale: 'en' };
		const textsFound = async () =>
			(await call<SearchResult>(`/bots/${BOT_ID}/search`, search)).body.passages.map(({ text }) => text);

		expect(await textsFound()).not.toContain('The kiln is fired with beech.');
		expect((await call(`/bots/${BOT_ID}/sources`, {}, { entries })).body).toEqual({ count: 2 });
		expect((await textsFound())[0]).toBe('The kiln is fired with beech.');
		const { body } = await call<EntryState>('/sources/state', { uid: FAQ_UID, documentId: published });
		expect(body).toMatchObject({
			locales: { en: { state: 'indexed', passages: 1 } },
			bots: [{ document_id: BOT_ID, name: 'Kupferkanne help' }],
		});
		const state = await call<EntryState>('/sources/state', { uid: FAQ_UID, documentId: draft });
		expect(state.body).toMatchObject({ locales: { en: { state: 'not_published' } }, bots: [] });

		await call(`/bots/${BOT_ID}/sources`, {}, { action: 'disconnect', entries });
		expect(await textsFound()).not.toContain('The kiln is fired with beech.');
		expect(
			(await call(`/bots/${BOT_ID}/sources`, {}, { entries: [{ uid: BOT_UID, documentId: BOT_ID }] })).status,
		).toBe(400);
	});

	test('are still known when the bot is published again', async () => {
		const published = await createFaq({ question: 'Which glaze?', answer: 'The glaze is of ash.' }, 'published');
		await call(`/bots/${BOT_ID}/sources`, {}, { entries: [{ uid: FAQ_UID, documentId: published }] });
		await host.strapi.documents(BOT_UID).publish({ documentId: BOT_ID });
		await settled();
		const { body } = await call<SearchResult>(`/bots/${BOT_ID}/search`, { q: 'What is the glaze of?', locale: 'en' });
		expect(body.passages[0]?.text).toBe('The glaze is of ash.');
	});
});

test('a search shows what the bot sees: scores, words, and the entry behind each passage', async () => {
	const search = { q: 'How long does delivery to Austria take?', locale: 'en', source: 'article', limit: '3' };
	const { body } = await call<SearchResult>(`/bots/${BOT_ID}/search`, search);
	expect(body).toMatchObject({ confidence_min: 0.45, took_ms: expect.any(Number) });
	expect(body.confidence).toBeGreaterThan(0.45);
	expect(body.passages).toHaveLength(3);
	expect(body.passages[0]).toMatchObject({
		title: 'Delivery: times and costs',
		text: expect.stringContaining('Austria'),
		terms: expect.arrayContaining(['austria', 'delivery']),
		source: 'article',
		page: null,
		entry: { uid: ARTICLE_UID, locale: 'en', document_id: expect.any(String) },
	});
	expect(body.passages[0]?.score).toBeGreaterThan(body.passages[1]?.score ?? 1);
	expect((await call<SearchResult>(`/bots/${BOT_ID}/search`, { q: ' ', locale: 'en' })).status).toBe(400);
});

test('an article of two million characters says that it is too long, and can be tried again', async () => {
	const body = 'A sentence of many words. '.repeat(80_000);
	const data = { title: 'Everything', body, bots: [BOT_ID] };
	const { documentId } = await host.strapi.documents(ARTICLE_UID).create({ data: data as never, status: 'published' });
	await settled();
	const entry = { uid: ARTICLE_UID, documentId };
	const failed = { state: 'failed', reason: 'text_too_long', detail: String(body.length), passages: 0 };
	expect((await call<EntryState>('/sources/state', entry)).body.locales.en).toMatchObject(failed);
	const retried = await call('/sources/retry', {}, entry);
	expect(retried.status).toBe(200);
	await settled();
	expect((await call<EntryState>('/sources/state', entry)).body.locales.en).toMatchObject(failed);
	expect((await call('/sources/retry', {}, { uid: ARTICLE_UID, documentId: 'nobody' })).status).toBe(404);
});

test('a mapping is chosen from the shop’s own content types, and is not published with a field that is not there', async () => {
	const { results } = (await call<{ results: MappableType[] }>('/content-types')).body;
	expect(results).toEqual(
		expect.arrayContaining([
			{
				uid: 'api::guide.guide',
				name: 'Guide',
				localized: true,
				draft_and_publish: true,
				fields: expect.arrayContaining([
					{ name: 'title', type: 'string' },
					{ name: 'body', type: 'blocks' },
				]),
			},
		]),
	);
	expect(results.every(({ uid }) => uid.startsWith('api::'))).toBe(true);
	const mappings = host.strapi.documents(MAPPING_UID);
	const data = { name: 'Guides', contentType: 'api::guide.guide', titleField: 'headline', bodyFields: 'body\nsummary' };
	const { documentId } = await mappings.create({ data: data as never });
	await expect(mappings.publish({ documentId })).rejects.toMatchObject({
		name: 'ValidationError',
		details: {
			errors: [
				expect.objectContaining({ path: ['titleField'], message: expect.stringContaining('no such field') }),
				expect.objectContaining({ path: ['bodyFields'], message: expect.stringContaining('no such field') }),
			],
		},
	});
	await mappings.update({ documentId, data: { contentType: 'api::gone.gone' } as never });
	await expect(mappings.publish({ documentId })).rejects.toMatchObject({
		details: { errors: [expect.objectContaining({ path: ['contentType'] })] },
	});
});

test('what a bot knows is reported: passages, memory, time to build, and what still waits', async () => {
	const { body } = await call<KnowledgeReport>(`/bots/${BOT_ID}/knowledge`);
	expect(body).toMatchObject({ passages: { en: expect.any(Number), de: expect.any(Number) }, waiting: 0 });
	expect(body.indexes).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ locale: 'de', bytes: expect.any(Number), built_ms: expect.any(Number) }),
		]),
	);
});

test('nobody without an account reads any of it', async () => {
	for (const path of [
		'/sources/state',
		'/sources/derived',
		'/content-types',
		`/bots/${BOT_ID}/search`,
		`/bots/${BOT_ID}/knowledge`,
	]) {
		expect((await fetch(`${host.admin}/answerpack${path}`)).status).toBe(401);
	}
});
