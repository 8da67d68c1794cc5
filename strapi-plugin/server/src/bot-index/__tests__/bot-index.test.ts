import { buildIndex, chunkDocument, retrieve } from '../../knowledge';
import { createBotIndexes } from '../bot-index';
import type { DocumentVersion, GroupMarks, KnowledgeStore } from '../knowledge-store';

interface Written {
	text: string;
	locale?: string;
	source?: string;
}

/** Documents are in groups by the length of their names. */
const groupOf = (id: string) => id.length;

/** A store in memory, for one bot. What it does is written down in `read`; a reading waits as long as there is a `gate`. */
function createStore(written: Record<string, Written>) {
	const versions = new Map<string, number>();
	let state = 0;
	const store = {
		read: [] as string[][],
		listed: [] as string[][],
		gate: undefined as Promise<void> | undefined,
		write(id: string, document: Written | undefined) {
			state += 1;
			if (document) written[id] = document;
			else delete written[id];
			versions.set(id, state);
		},
		async fingerprint() {
			return String(state);
		},
		async documents(_: string, known: GroupMarks) {
			const marks = new Map<number, string>();
			for (const id of Object.keys(written)) {
				marks.set(groupOf(id), `${marks.get(groupOf(id)) ?? ''} ${id}:${versions.get(id)}`);
			}
			const documents = Object.entries(written)
				.filter(([id]) => marks.get(groupOf(id)) !== known.get(groupOf(id)))
				.map(([document_id, { locale = 'en' }]) => ({
					document_id,
					locale,
					version: String(versions.get(document_id)),
					group: groupOf(document_id),
					passages: 1,
				}));
			store.listed.push(documents.map(({ document_id }) => document_id));
			return { marks, documents };
		},
		async passages(documents: readonly DocumentVersion[]) {
			store.read.push(documents.map(({ document_id }) => document_id));
			await store.gate;
			return documents.flatMap(({ document_id, locale }) => {
				const { text, source } = written[document_id] ?? { text: '' };
				return chunkDocument({ id: document_id, title: document_id, text, url: null, locale, source });
			});
		},
	} satisfies KnowledgeStore & Record<string, unknown>;
	return store;
}

function createIndexes(store: KnowledgeStore) {
	return createBotIndexes({ store });
}

function shop() {
	return createStore({
		Delivery: { text: 'Delivery takes three days.' },
		Kettle: { text: 'The kettle holds a litre.', source: 'product' },
		Versand: { text: 'Der Versand dauert drei Tage.', locale: 'de' },
	});
}

test('only what was changed is read again, and answers are those of an index that is built anew', async () => {
	const store = shop();
	const indexes = createIndexes(store);
	await indexes.passageCounts('bot');
	store.write('Kettle', { text: 'The kettle holds two litres of water.' });
	store.write('Teapot', { text: 'The teapot holds a litre of tea.' });
	store.write('Delivery', undefined);
	indexes.invalidate();

	const question = 'How many litres does it hold?';
	const found = await indexes.search('bot', question, { locale: 'en' });
	expect(store.read).toEqual([
		['Delivery', 'Kettle', 'Versand'],
		['Kettle', 'Teapot'],
	]);
	const { documents: all } = await store.documents('bot', new Map());
	const documents = all.filter(({ locale }) => locale === 'en');
	expect(found).toEqual(retrieve(buildIndex(await store.passages(documents), 'en'), question));
});

test('of what a bot knows only the groups are listed that something changed in', async () => {
	const store = shop();
	const indexes = createIndexes(store);
	await indexes.passageCounts('bot');
	store.write('Teapot', { text: 'The teapot holds a litre of tea.' });
	indexes.invalidate();
	await indexes.passageCounts('bot');
	store.write('Teapot', undefined);
	store.write('Delivery', undefined);
	store.write('Lid', { text: 'The lid is of brass.' });
	indexes.invalidate();
	expect(await indexes.passageCounts('bot')).toEqual({ en: 2, de: 1 });
	expect(store.listed).toEqual([
		['Delivery', 'Kettle', 'Versand'],
		['Kettle', 'Teapot'],
		['Kettle', 'Lid'],
	]);
});

test('what is unpublished is gone with the next question, and its locale when it was the last', async () => {
	const store = shop();
	const indexes = createIndexes(store);
	expect(await indexes.find('bot', 'Wie lange dauert der Versand?', 'de')).toBeDefined();
	store.write('Versand', undefined);
	indexes.invalidate();
	expect(await indexes.find('bot', 'Wie lange dauert der Versand?', 'de')).toBeUndefined();
	expect(await indexes.passageCounts('bot')).toEqual({ en: 2 });
});

test('a change of another instance is seen a second later', async () => {
	const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
	const store = shop();
	const indexes = createIndexes(store);
	expect(await indexes.passageCounts('bot')).toMatchObject({ en: 2 });
	store.write('Returns', { text: 'Send it back within thirty days.' });
	expect(await indexes.passageCounts('bot')).toMatchObject({ en: 2 });
	clock.mockReturnValue(1001);
	expect(await indexes.passageCounts('bot')).toMatchObject({ en: 3 });
	clock.mockRestore();
});

test('questions at the same time read once', async () => {
	const store = shop();
	const indexes = createIndexes(store);
	await Promise.all([1, 2, 3].map(() => indexes.find('bot', 'How long does delivery take?', 'en')));
	expect(store.read).toHaveLength(1);
});

test('a question that was asked after a change does not get what was read before it', async () => {
	const store = shop();
	const indexes = createIndexes(store);
	let open = () => {};
	store.gate = new Promise((resolve) => {
		open = resolve;
	});
	const first = indexes.passageCounts('bot');
	while (store.read.length === 0) await new Promise(setImmediate);
	store.write('Returns', { text: 'Send it back within thirty days.' });
	indexes.invalidate();
	const second = indexes.passageCounts('bot');
	open();
	expect(await first).toMatchObject({ en: 2 });
	expect(await second).toMatchObject({ en: 3 });
	expect(store.read).toEqual([['Delivery', 'Kettle', 'Versand'], ['Returns']]);
});

test('a reading that failed is done again by the next question', async () => {
	const store = shop();
	const indexes = createIndexes(store);
	const gone = Promise.reject(new Error('no database'));
	gone.catch(() => {});
	store.gate = gone;
	await expect(indexes.passageCounts('bot')).rejects.toThrow('no database');
	store.gate = undefined;
	expect(await indexes.passageCounts('bot')).toEqual({ en: 2, de: 1 });
});

test('a search can be kept to sources, and shows what is too little for an answer', async () => {
	const indexes = createIndexes(shop());
	const found = await indexes.search('bot', 'three litre', { locale: 'en', sources: ['product'] });
	expect(found.passages.map(({ passage }) => passage.document_id)).toEqual(['Kettle']);
	expect((await indexes.search('bot', 'three', { locale: 'fr' })).passages).toEqual([]);
});

test('an index that nobody asks for is dropped, and is there again for the next question', async () => {
	jest.useFakeTimers();
	const store = shop();
	const indexes = createIndexes(store);
	const asked = indexes.passageCounts('bot');
	await jest.advanceTimersByTimeAsync(1);
	await asked;
	expect(indexes.report()).toMatchObject([
		{ bot_id: 'bot', locale: 'en', documents: 2, passages: 2, bytes: expect.any(Number), built_ms: expect.any(Number) },
		{ bot_id: 'bot', locale: 'de', documents: 1, passages: 1 },
	]);
	await jest.advanceTimersByTimeAsync(32 * 60_000);
	expect(indexes.report()).toEqual([]);
	expect(jest.getTimerCount()).toBe(0);

	const again = indexes.passageCounts('bot');
	await jest.advanceTimersByTimeAsync(1);
	expect(await again).toEqual({ en: 2, de: 1 });
	jest.useRealTimers();
});
