import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { createBotIndexes } from '../bot-index/bot-index';
import { createPassageStore } from '../bot-index/passage-store';
import { ARTICLE_UID, DOCUMENT_UID, FAQ_UID, FILE_UID, MAPPING_UID, PAGE_UID } from '../constants';
import { createEmbedder, type Embedder } from '../embedding/embedder';
import { createFetcher } from '../fetching/fetcher';
import { createIngestion, type Ingestion } from '../ingestion/ingestion';
import { createArticleReader } from '../ingestion/readers/article';
import { createFaqReader } from '../ingestion/readers/faq';
import { createFileReader } from '../ingestion/readers/file';
import { createMappingReader } from '../ingestion/readers/mapping';
import { createPageReader } from '../ingestion/readers/page';
import type { Reader } from '../ingestion/reading';
import { createParser } from '../parsing/parser';
import { getService } from '../services';
import { BOT_ID, type Host, SECRET, startHost } from './host';

let ledger: LedgerDouble;
let host: Host;
let site: Server;
let port: number;
let routes: Record<string, RequestListener>;
const instances: Ingestion[] = [];
const PAGE = readFileSync(join(__dirname, 'fixtures/page.html'), 'utf8');

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	// The host's own instance would not read pages of this machine. From here on it is another's turn.
	await getService(host.strapi, 'ingestion').shutDown();
	site = createServer((request, response) => {
		const route = routes[request.url ?? ''];
		if (route) route(request, response);
		else response.writeHead(404).end();
	});
	await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
	port = (site.address() as AddressInfo).port;
});
beforeEach(() => {
	routes = {};
});
afterEach(async () => {
	await Promise.all(instances.splice(0).map((instance) => instance.shutDown()));
});
afterAll(async () => {
	site.closeAllConnections();
	await new Promise((done) => site.close(done));
	await host.stop();
	await ledger.down();
});

/** An instance of Strapi on the same database, as far as ingestion goes; it may read pages of the site of this test. */
function instance(
	readers: Partial<Record<typeof ARTICLE_UID | typeof FAQ_UID | typeof MAPPING_UID, Reader>> = {},
	embedder?: Embedder,
): Ingestion {
	const { strapi } = host;
	const started = createIngestion({
		strapi,
		readers: {
			[ARTICLE_UID]: createArticleReader(strapi),
			[FAQ_UID]: createFaqReader(strapi),
			[FILE_UID]: createFileReader(strapi, getService(strapi, 'fetcher')),
			[PAGE_UID]: createPageReader(strapi, createFetcher({ isException: (_, to) => to === port })),
			[MAPPING_UID]: createMappingReader(strapi),
			...readers,
		},
		embedder,
		parseAside: createParser(resolve(__dirname, '../../../dist/parser/worker.mjs')),
		lanes: [[ARTICLE_UID, FAQ_UID, MAPPING_UID], [FILE_UID], [PAGE_UID]],
		onChange: getService(strapi, 'bot-indexes').invalidate,
	});
	instances.push(started);
	return started;
}

const html = (body: string, type = 'text/html; charset=utf-8'): RequestListener => {
	return (_, response) => response.writeHead(200, { 'content-type': type }).end(body);
};
const url = (path: string) => `http://127.0.0.1:${port}${path}`;
async function find(question: string, locale = 'en'): Promise<string> {
	getService(host.strapi, 'bot-indexes').invalidate();
	const { passages } = await getService(host.strapi, 'bot-indexes').search(BOT_ID, question, { locale });
	return passages.map(({ passage }) => passage.text).join('\n');
}
const create = async (uid: typeof PAGE_UID | typeof FAQ_UID | typeof MAPPING_UID, data: object, locale = 'en') =>
	(await host.strapi.documents(uid).create({ locale, data: { bots: [BOT_ID], ...data } as never, status: 'published' }))
		.documentId;
const stateOf = async (uid: typeof PAGE_UID | typeof FAQ_UID, documentId: string) =>
	(await getService(host.strapi, 'sources').stateOf(uid, documentId)).locales.en;
/** Makes what is to be looked at later due now. */
const passTime = () =>
	host.strapi.db.query(DOCUMENT_UID).updateMany({ where: { dueAt: { $notNull: true } }, data: { dueAt: 0 } });

describe('a web page', () => {
	test('is known in each locale by what it says, and read again with its refresh, when it is unpublished it is gone', async () => {
		const one = instance();
		routes['/care'] = html(PAGE);
		routes['/pflege'] = html('<main><h1>Gusseisen</h1><p>Die Pfanne wird mit Leinöl eingebrannt.</p></main>');
		const documentId = await create(PAGE_UID, { url: url('/care'), refresh: 'daily' });
		const german = { url: url('/pflege'), bots: [BOT_ID] };
		const pages = host.strapi.documents(PAGE_UID);
		await pages.update({ documentId, locale: 'de', data: german as never, status: 'published' });
		await one.settled();
		expect(await find('How do I season a cast iron pan?')).toContain('flaxseed oil and bake it upside down');
		expect(await find('Leinöl Pfanne', 'de')).toContain('mit Leinöl eingebrannt');
		expect(await stateOf(PAGE_UID, documentId)).toMatchObject({
			state: 'indexed',
			passages: 4,
			next_at: expect.any(String),
		});

		routes['/care'] = html(PAGE.replace('flaxseed oil and bake', 'grape seed oil and bake'));
		await passTime();
		await one.settled();
		expect(await find('How do I season a cast iron pan?')).toContain('grape seed oil');
		routes['/care'] = (_, response) => response.writeHead(500).end();
		await passTime();
		await one.settled();
		expect(await find('How do I season a cast iron pan?')).toContain('grape seed oil');
		expect(await stateOf(PAGE_UID, documentId)).toMatchObject({ state: 'failed', reason: 'page_unreachable' });
		routes['/care'] = (_, response) => response.writeHead(410).end();
		await passTime();
		await one.settled();
		expect(await find('How do I season a cast iron pan?')).not.toContain('grape seed oil');
		expect(await stateOf(PAGE_UID, documentId)).toMatchObject({ state: 'failed', reason: 'page_missing', passages: 0 });

		await pages.unpublish({ documentId, locale: 'de' });
		expect(await find('Leinöl Pfanne', 'de')).not.toContain('Leinöl');
		await pages.delete({ documentId, locale: '*' });
		expect(await one.rows.list({ source_id: documentId })).toEqual([]);
	});

	test('that leads into a private network is refused, and so is one that robots.txt forbids', async () => {
		const one = instance();
		routes['/robots.txt'] = html('User-agent: *\nDisallow: /secret', 'text/plain');
		routes['/secret'] = html('<p>Secret</p>');
		routes['/metadata'] = (_, response) =>
			response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
		const metadata = await create(PAGE_UID, { url: url('/metadata') });
		const secret = await create(PAGE_UID, { url: url('/secret') });
		await one.settled();
		expect(await stateOf(PAGE_UID, metadata)).toMatchObject({ state: 'failed', reason: 'address_refused' });
		expect(await stateOf(PAGE_UID, secret)).toMatchObject({ state: 'failed', reason: 'robots_refused' });
	});

	test('of a sitemap is known with the others, up to the limit; one that goes from it is forgotten', async () => {
		const one = instance();
		const map = (...paths: string[]) =>
			html(`<urlset>${paths.map((path) => `<url><loc>${path}</loc></url>`).join('')}</urlset>`, 'application/xml');
		routes['/index.xml'] = html(
			`<sitemapindex><sitemap><loc>${url('/map.xml')}</loc></sitemap></sitemapindex>`,
			'text/xml',
		);
		routes['/map.xml'] = map(url('/a'), 'https://elsewhere.example/', url('/b'), url('/c'));
		for (const [name, text] of Object.entries({
			a: 'Apples are pressed.',
			b: 'Beans are roasted.',
			c: 'Cherries are dried.',
		})) {
			routes[`/${name}`] = html(`<main><h1>${name}</h1><p>${text}</p></main>`);
		}
		const documentId = await create(PAGE_UID, { url: url('/index.xml'), kind: 'sitemap', pagesMax: 2 });
		await one.settled();
		expect(await stateOf(PAGE_UID, documentId)).toMatchObject({
			state: 'indexed',
			passages: 2,
			entries: { indexed: 2, waiting: 0, failed: 0 },
		});
		const listed = await getService(host.strapi, 'sources').derived(PAGE_UID, documentId, 1, 10);
		expect(listed).toMatchObject([
			{ url: url('/a'), title: 'a', state: 'indexed', passages: 1 },
			{ url: url('/b'), title: 'b', state: 'indexed', passages: 1 },
		]);
		expect(await find('apples pressed beans roasted')).toMatch(/Apples[\s\S]*Beans|Beans[\s\S]*Apples/);

		routes['/map.xml'] = map(url('/b'), url('/c'));
		await passTime();
		await one.settled();
		expect(await find('Are apples pressed?')).not.toContain('Apples');
		expect(await find('Are cherries dried?')).toContain('Cherries');
	});
});

describe('work', () => {
	test('that an instance died over is done by another, and what it read late counts for nothing', async () => {
		let begun = () => {};
		let goOn = () => {};
		const began = new Promise<void>((done) => {
			begun = done;
		});
		const gate = new Promise<void>((done) => {
			goOn = done;
		});
		const dying = instance({
			[FAQ_UID]: async () => {
				begun();
				await gate;
				return { kind: 'text', title: 'Late', format: 'markdown', body: 'This was read by the dead.', url: null };
			},
		});
		const documentId = await create(FAQ_UID, { question: 'Who reads this?', answer: 'This was read by the living.' });
		dying.wake();
		await began;
		expect(await stateOf(FAQ_UID, documentId)).toMatchObject({ state: 'waiting' });
		const living = instance();
		await living.settled();
		expect(await stateOf(FAQ_UID, documentId)).toMatchObject({ state: 'waiting' }); // the lease holds
		await passTime();
		await living.settled();
		expect(await stateOf(FAQ_UID, documentId)).toMatchObject({ state: 'indexed', passages: 1 });
		goOn();
		await dying.settled();
		expect(await find('Who reads this?')).toContain('read by the living');
		expect(await find('Who reads this?')).not.toContain('read by the dead');
	});

	test('that is interrupted by a shutdown is done by the next instance at once', async () => {
		let begun = () => {};
		const began = new Promise<void>((done) => {
			begun = done;
		});
		const stopped = instance({
			[FAQ_UID]: (_, signal) =>
				new Promise((_resolve, reject) => {
					begun();
					signal.addEventListener('abort', () => reject(signal.reason));
				}),
		});
		const documentId = await create(FAQ_UID, { question: 'Is it open?', answer: 'The workshop opens on Mondays.' });
		stopped.wake();
		await began;
		await stopped.shutDown();
		await instance().settled();
		expect(await stateOf(FAQ_UID, documentId)).toMatchObject({ state: 'indexed' });
	});

	test('of two instances is shared: each document is read once', async () => {
		const read: string[] = [];
		const counted =
			(reader: Reader): Reader =>
			async (row, signal) => {
				read.push(row.entry_id);
				return reader(row, signal);
			};
		const readers = { [FAQ_UID]: counted(createFaqReader(host.strapi)) };
		const two = [instance(readers), instance(readers)];
		const ids: string[] = [];
		for (let at = 0; at < 20; at += 1)
			ids.push(await create(FAQ_UID, { question: `Number ${at}?`, answer: `Answer ${at}.` }));
		await Promise.all(two.map((one) => one.settled()));
		expect(read.sort()).toEqual(ids.sort());
	});

	test('on an entry that is unpublished meanwhile leaves nothing behind', async () => {
		let documentId = '';
		const one = instance({
			[FAQ_UID]: async (row, signal) => {
				const reading = await createFaqReader(host.strapi)(row, signal);
				if (row.entry_id === documentId) await host.strapi.documents(FAQ_UID).unpublish({ documentId });
				return reading;
			},
		});
		documentId = await create(FAQ_UID, { question: 'Gone?', answer: 'Gone before it was known.' });
		await one.settled();
		expect(await one.rows.list({ source_id: documentId })).toEqual([]);
		expect(await find('Gone before it was known')).not.toContain('Gone before');
	});

	test('on a content type leaves alone what is published while it is listed, and forgets what is not there', async () => {
		const branches = host.strapi.documents('api::branch.branch' as never) as ReturnType<
			typeof host.strapi.documents<typeof FAQ_UID>
		>;
		const open = async (city: string) =>
			(await branches.create({ data: { city, openingHours: `In ${city} at noon.` } as never })).documentId;
		const mapped = createMappingReader(host.strapi);
		let whileListing = async () => {};
		const one = instance({
			[MAPPING_UID]: async (row, signal) => {
				const reading = await mapped(row, signal);
				if (reading.kind === 'list') await whileListing();
				return reading;
			},
		});
		whileListing = async () => void (await open('Zwickau'));
		const gone = await open('Plauen');
		const data = {
			name: 'Branches',
			contentType: 'api::branch.branch',
			titleField: 'city',
			bodyFields: 'openingHours',
		};
		const mapping = await create(MAPPING_UID, data);
		await one.settled();
		expect(await find('When in Zwickau?')).toContain('In Zwickau at noon.');
		expect(await find('When in Plauen?')).toContain('In Plauen at noon.');

		whileListing = async () => {};
		await host.strapi.db.query('api::branch.branch').deleteMany({ where: { documentId: gone } }); // nobody hears of it
		await passTime();
		await one.settled();
		expect(await find('When in Plauen?')).not.toContain('In Plauen at noon.');
		expect(await one.rows.list({ source_id: mapping, entry_id: gone })).toEqual([]);
	});

	test('that nobody could foresee is tried again, and the others go on', async () => {
		const errors = jest.spyOn(host.strapi.log, 'error').mockImplementation();
		let broken = true;
		const one = instance({
			[FAQ_UID]: async (row, signal) => {
				if (broken) throw new Error('nobody knows');
				return createFaqReader(host.strapi)(row, signal);
			},
		});
		const documentId = await create(FAQ_UID, { question: 'Broken?', answer: 'It is whole again.' });
		await one.settled();
		expect(await stateOf(FAQ_UID, documentId)).toMatchObject({ state: 'failed', reason: 'internal' });
		expect(errors).toHaveBeenCalledWith(expect.objectContaining({ message: 'nobody knows' }));
		errors.mockRestore();
		broken = false;
		await passTime();
		await one.settled();
		expect(await stateOf(FAQ_UID, documentId)).toMatchObject({ state: 'indexed', reason: null });
	});

	test('that was never heard of is found by looking', async () => {
		const one = instance();
		const documentId = await create(FAQ_UID, { question: 'Imported?', answer: 'It came with an import.' });
		await host.strapi.db.query(DOCUMENT_UID).deleteMany({ where: { sourceId: documentId } });
		const orphan = {
			sourceId: 'nobody',
			sourceUid: FAQ_UID,
			uid: FAQ_UID,
			entryId: 'nobody',
			sourceLocale: 'en',
			locale: 'en',
		};
		await host.strapi.db.query(DOCUMENT_UID).create({ data: { ...orphan, state: 'indexed' } });
		await one.reconcile();
		await one.settled();
		expect(await find('Did it come with an import?')).toContain('It came with an import.');
		expect(await one.rows.list({ source_id: 'nobody' })).toEqual([]);
	});
});

describe('an embedding model', () => {
	/** Vectors of two dimensions: about animals, or not. What it is asked is written down. */
	function model(asked: string[][]): RequestListener {
		return (request, response) => {
			let body = '';
			request.on('data', (chunk) => {
				body += chunk;
			});
			request.on('end', () => {
				const { input } = JSON.parse(body) as { input: string[] };
				asked.push(input);
				const data = input.map((text, index) => ({ index, embedding: /hound|dog/i.test(text) ? [1, 0] : [0, 1] }));
				response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
			});
		};
	}
	const log = { warn: jest.fn(), info: jest.fn() };
	const embedderOf = () => createEmbedder({ model: 'two', baseUrl: url(''), log });
	const search = (embedder: Embedder, question: string) =>
		createBotIndexes({ store: createPassageStore(host.strapi, embedder.space), embedder }).search(BOT_ID, question, {
			locale: 'en',
		});

	test('finds what shares no word with the question, once it has given the passages vectors', async () => {
		const asked: string[][] = [];
		routes['/embeddings'] = model(asked);
		const documentId = await create(FAQ_UID, { question: 'Hounds', answer: 'Four-legged friends wait in the yard.' });
		const embedder = embedderOf();
		await instance({}, embedder).settled();
		expect(asked.flat()).toContain('Hounds\nFour-legged friends wait in the yard.');
		const { passages } = await search(embedder, 'May I bring my dog?');
		expect(passages.map(({ passage }) => passage.text)).toContain('Four-legged friends wait in the yard.');
		await host.strapi.documents(FAQ_UID).delete({ documentId, locale: '*' });
	});

	test('that is away keeps nothing from being known and found; vectors follow', async () => {
		routes['/embeddings'] = (_, response) => response.writeHead(400).end('{}');
		const embedder = embedderOf();
		const one = instance({}, embedder);
		const documentId = await create(FAQ_UID, { question: 'Hounds', answer: 'Beasts wait outside of the kitchen.' });
		await one.settled();
		expect(await stateOf(FAQ_UID, documentId)).toMatchObject({ state: 'indexed', passages: 1 });
		const { passages } = await search(embedder, 'Which beasts wait outside?');
		expect(passages[0]?.passage.text).toBe('Beasts wait outside of the kitchen.');
		expect(log.warn).toHaveBeenCalledTimes(1);

		routes['/embeddings'] = model([]);
		await passTime();
		await one.settled();
		expect((await search(embedder, 'My dog?')).passages.map(({ passage }) => passage.text)).toContain(
			'Beasts wait outside of the kitchen.',
		);
		await host.strapi.documents(FAQ_UID).delete({ documentId, locale: '*' });
	});

	test('that is too slow for a visitor is not waited for', async () => {
		routes['/embeddings'] = model([]);
		const embedder = embedderOf();
		await create(FAQ_UID, { question: 'Slow?', answer: 'Snails are welcome in the garden.' });
		await instance({}, embedder).settled();
		routes['/embeddings'] = () => {};
		const { passages } = await search(embedder, 'Are snails welcome?');
		expect(passages[0]?.passage.text).toBe('Snails are welcome in the garden.');
	});
});
