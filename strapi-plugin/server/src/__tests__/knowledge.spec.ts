import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { FAQ_UID, FILE_UID, MAPPING_UID } from '../constants';
import type { SourceUid } from '../ingestion/sources';
import { getService } from '../services';
import { makePdf } from './fixtures/pdf';
import { BOT_ID, type Host, publish, SECRET, startHost, upload } from './host';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

const ingestion = () => getService(host.strapi, 'ingestion');
const stateOf = (uid: SourceUid, documentId: string) => getService(host.strapi, 'sources').stateOf(uid, documentId);
/** The texts that a question finds, the best first. */
async function find(question: string, locale = 'en'): Promise<string[]> {
	const { passages } = await getService(host.strapi, 'bot-indexes').search(BOT_ID, question, { locale });
	return passages.map(({ passage }) => passage.text);
}

describe('an FAQ entry', () => {
	let documentId: string;
	const faqs = () => host.strapi.documents(FAQ_UID);

	test('is found in each locale once it is published, and not before', async () => {
		const data = {
			question: 'Do you sell gift wrapping?',
			answer: 'Parcels are wrapped in marbled paper.',
			bots: [BOT_ID],
		};
		({ documentId } = await faqs().create({ locale: 'en', data: data as never }));
		const german = {
			question: 'Gibt es Geschenkpapier?',
			answer: 'Wir schlagen Pakete in Marmorpapier ein.',
			bots: [BOT_ID],
		};
		await faqs().update({ documentId, locale: 'de', data: german as never });
		await ingestion().settled();
		expect(await find('Is there marbled gift wrapping?')).not.toContain('Parcels are wrapped in marbled paper.');
		expect((await stateOf(FAQ_UID, documentId)).locales.en).toMatchObject({ state: 'not_published', passages: 0 });

		await faqs().publish({ documentId, locale: 'en' });
		await faqs().publish({ documentId, locale: 'de' });
		await ingestion().settled();
		expect((await find('Is there marbled gift wrapping?'))[0]).toBe('Parcels are wrapped in marbled paper.');
		expect((await find('Haben Sie Geschenkpapier?', 'de'))[0]).toBe('Wir schlagen Pakete in Marmorpapier ein.');
		expect((await stateOf(FAQ_UID, documentId)).locales).toMatchObject({
			en: { state: 'indexed', passages: 1 },
			de: { state: 'indexed', passages: 1 },
		});
	});

	test('is found by its other wordings, which nobody is shown', async () => {
		await publish(host.strapi, FAQ_UID, documentId, { variants: 'Can you box it as a birthday surprise?' }, 'en');
		expect((await find('birthday surprise box'))[0]).toBe('Parcels are wrapped in marbled paper.');
	});

	test('says what it says now after a change', async () => {
		await publish(host.strapi, FAQ_UID, documentId, { answer: 'Parcels are wrapped in linen.' }, 'en');
		const found = await find('gift wrapping');
		expect(found).toContain('Parcels are wrapped in linen.');
		expect(found).not.toContain('Parcels are wrapped in marbled paper.');
	});

	test('is gone with the next question when it is unpublished or deleted, however far behind ingestion is', async () => {
		await faqs().unpublish({ documentId, locale: 'en' });
		expect(await find('gift wrapping')).not.toContain('Parcels are wrapped in linen.');
		expect((await find('Geschenkpapier', 'de'))[0]).toBe('Wir schlagen Pakete in Marmorpapier ein.');
		await faqs().delete({ documentId, locale: '*' });
		expect(await find('Geschenkpapier', 'de')).not.toContain('Wir schlagen Pakete in Marmorpapier ein.');
		expect(await ingestion().rows.list({ source_id: documentId })).toEqual([]);
	});
});

test('an entry in a language without a stemmer is found by parts of its words', async () => {
	await host.strapi.plugin('i18n').service('locales').create({ code: 'eo', name: 'Esperanto (eo)' });
	const data = { question: 'Sendado', answer: 'Ni sendas la pakaĵojn al Aŭstrio.', bots: [BOT_ID] };
	const faqs = host.strapi.documents(FAQ_UID);
	const { documentId } = await faqs.create({ locale: 'eo', data: data as never, status: 'published' });
	await ingestion().settled();
	expect((await stateOf(FAQ_UID, documentId)).locales.eo).toMatchObject({ state: 'indexed', passages: 1 });
	expect((await find('pakaĵon Aŭstrion?', 'eo'))[0]).toBe('Ni sendas la pakaĵojn al Aŭstrio.');
	await faqs.delete({ documentId, locale: '*' });
});

describe('a file of the media library', () => {
	let documentId: string;
	let pdf: { id: number; url: string };
	const files = () => host.strapi.documents(FILE_UID);
	const inEnglish = 'The espresso machine is descaled with two tablets of type K9.';
	const inGerman = 'Die Espressomaschine wird mit zwei Tabletten vom Typ K9 entkalkt.';

	test('is found in each locale, with the page that it is on', async () => {
		pdf = await upload(host.strapi, 'machine.pdf', makePdf([['The espresso machine weighs nine kilos.'], [inEnglish]]));
		const german = await upload(host.strapi, 'maschine.txt', inGerman);
		const data = { title: 'Espresso machine', file: pdf.id, bots: [BOT_ID] };
		({ documentId } = await files().create({ locale: 'en', data: data as never, status: 'published' }));
		const more = { title: 'Espressomaschine', file: german.id, bots: [BOT_ID] };
		await files().update({ documentId, locale: 'de', data: more as never, status: 'published' });
		await ingestion().settled();
		const search = { locale: 'en', sources: ['file'] };
		const { passages } = await getService(host.strapi, 'bot-indexes').search(BOT_ID, 'descale with K9 tablets', search);
		expect(passages[0]?.passage).toMatchObject({
			title: 'Espresso machine',
			text: inEnglish,
			page: 2,
			url: expect.stringMatching(/^http.*\/uploads\/machine.*\.pdf#page=2$/),
		});
		expect((await find('Tabletten K9 entkalken', 'de'))[0]).toBe(inGerman);
		expect((await stateOf(FILE_UID, documentId)).locales).toMatchObject({
			en: { state: 'indexed', passages: 2 },
			de: { state: 'indexed', passages: 1 },
		});
	});

	test('is read again when it is replaced in the media library', async () => {
		await upload(
			host.strapi,
			'machine.pdf',
			makePdf([['The espresso machine is descaled with three tablets of type K10.']]),
			pdf.id,
		);
		await ingestion().settled();
		const found = await find('descale espresso machine tablets');
		expect(found[0]).toBe('The espresso machine is descaled with three tablets of type K10.');
		expect(found).not.toContain(inEnglish);
	});

	test.each([
		['encrypted', 'locked.pdf', makePdf([['Secret.']], { encrypted: true }), 'pdf_encrypted'],
		['scanned', 'scan.pdf', makePdf([[]]), 'pdf_scanned'],
		['empty', 'nothing.pdf', ' ', 'empty'],
		['of another type', 'drawing.dwg', 'lines', 'file_type_unsupported'],
	])('that is %s says so, and everything else goes on', async (_, name, content, reason) => {
		const { id } = await upload(host.strapi, name, content);
		const data = { title: name, file: id, bots: [BOT_ID] };
		const { documentId: broken } = await files().create({ data: data as never, status: 'published' });
		await ingestion().settled();
		expect((await stateOf(FILE_UID, broken)).locales.en).toMatchObject({ state: 'failed', reason, passages: 0 });
		expect(await find('descale espresso machine tablets')).not.toEqual([]);
		await files().delete({ documentId: broken, locale: '*' });
	});

	test('of 200 MB is not read, whatever the media library says of its size', async () => {
		const { id, url } = await upload(host.strapi, 'huge.pdf', makePdf([['Small.']]));
		truncateSync(join(host.strapi.dirs.static.public, url), 200 * 2 ** 20);
		const data = { title: 'Huge', file: id, bots: [BOT_ID] };
		const { documentId: huge } = await files().create({ data: data as never, status: 'published' });
		await ingestion().settled();
		expect((await stateOf(FILE_UID, huge)).locales.en).toMatchObject({ state: 'failed', reason: 'file_too_large' });
	});

	test('is forgotten when it is deleted in the media library, and when its entry is unpublished', async () => {
		const file = await host.strapi.db.query('plugin::upload.file').findOne({ where: { id: pdf.id } });
		await host.strapi.plugin('upload').service('upload').remove(file);
		expect(await find('descale espresso machine tablets')).not.toContain(
			'The espresso machine is descaled with three tablets of type K10.',
		);
		await ingestion().settled();
		expect((await stateOf(FILE_UID, documentId)).locales.en).toMatchObject({ state: 'failed', reason: 'file_missing' });
		await files().unpublish({ documentId, locale: 'de' });
		expect(await find('Tabletten K9 entkalken', 'de')).not.toContain(inGerman);
		await files().delete({ documentId, locale: '*' });
		expect(await ingestion().rows.list({ source_id: documentId })).toEqual([]);
	});

	afterAll(async () => {
		const uploads = host.strapi.plugin('upload').service('upload');
		for (const file of await host.strapi.db.query('plugin::upload.file').findMany()) await uploads.remove(file);
	});
});

describe('a content type of the shop’s own', () => {
	const GUIDE = 'api::guide.guide';
	const BRANCH = 'api::branch.branch';
	let mapping: string;
	let guide: string;
	// Strapi knows the shop's own types only where its types were generated.
	const documents = (uid: string) =>
		host.strapi.documents(uid as never) as ReturnType<typeof host.strapi.documents<typeof FAQ_UID>>;
	const inBlocks = (text: string) => [
		{ type: 'heading', level: 2, children: [{ type: 'text', text: 'Water' }] },
		{
			type: 'paragraph',
			children: [
				{ type: 'text', text },
				{ type: 'text', text: ' Obsolete.', strikethrough: true },
			],
		},
	];
	const map = async (data: object) =>
		(
			await host.strapi
				.documents(MAPPING_UID)
				.create({ data: { bots: [BOT_ID], ...data } as never, status: 'published' })
		).documentId;

	test('is knowledge in each locale, with links, once it is mapped; drafts are not', async () => {
		const data = {
			title: 'Siphon guide',
			slug: 'siphon',
			body: inBlocks('A siphon takes three hundred grams of water.'),
			minutesToRead: 7,
		};
		({ documentId: guide } = await documents(GUIDE).create({ locale: 'en', data: data as never, status: 'published' }));
		const german = {
			title: 'Siphon-Anleitung',
			slug: 'siphon-de',
			body: inBlocks('Ein Siphon fasst dreihundert Gramm Wasser.'),
		};
		await documents(GUIDE).update({ documentId: guide, locale: 'de', data: german as never, status: 'published' });
		await documents(GUIDE).create({
			locale: 'en',
			data: { title: 'Draft', body: inBlocks('A draft of a vacuum pot.') } as never,
		});
		mapping = await map({
			name: 'Guides',
			contentType: GUIDE,
			titleField: 'title',
			bodyFields: 'body\nminutesToRead',
			urlPattern: '/guides/{slug}',
		});
		await ingestion().settled();
		const search = { locale: 'en', sources: [GUIDE] };
		const { passages } = await getService(host.strapi, 'bot-indexes').search(
			BOT_ID,
			'How much water in a siphon?',
			search,
		);
		expect(passages[0]?.passage).toMatchObject({
			title: 'Siphon guide',
			heading: 'Water',
			url: '/guides/siphon',
			text: 'A siphon takes three hundred grams of water.\nMinutes to read: 7',
		});
		expect((await find('Wie viel Wasser fasst ein Siphon?', 'de'))[0]).toContain('dreihundert Gramm');
		expect((await find('draft of a vacuum pot')).join()).not.toContain('vacuum pot');
		expect((await stateOf(MAPPING_UID, mapping)).locales.en).toMatchObject({
			state: 'indexed',
			entries: { indexed: 2, waiting: 0, failed: 0 },
		});
	});

	test('follows what is created, changed, unpublished and deleted', async () => {
		const change = { body: inBlocks('A siphon takes five hundred grams of water.') };
		await documents(GUIDE).update({ documentId: guide, locale: 'en', data: change as never, status: 'published' });
		const data = { title: 'Moka guide', slug: 'moka', body: inBlocks('A moka pot wants preheated tea water.') };
		const { documentId: moka } = await documents(GUIDE).create({ data: data as never, status: 'published' });
		await ingestion().settled();
		expect((await find('How much water in a siphon?'))[0]).toContain('five hundred grams');
		expect((await find('preheated tea water for a moka pot'))[0]).toContain('preheated tea water');

		await documents(GUIDE).unpublish({ documentId: moka });
		expect((await find('preheated tea water for a moka pot')).join()).not.toContain('preheated tea water');
		await documents(GUIDE).delete({ documentId: guide, locale: 'en' });
		expect((await find('How much water in a siphon?')).join()).not.toContain('hundred grams');
		expect((await find('Wie viel Wasser fasst ein Siphon?', 'de'))[0]).toContain('dreihundert Gramm');
	});

	test('without drafts and locales is followed, too', async () => {
		await map({ name: 'Branches', contentType: BRANCH, titleField: 'city', bodyFields: 'openingHours, parkingSpaces' });
		const data = { city: 'Chemnitz', openingHours: 'Open on Sundays from noon.', parkingSpaces: 12 };
		const { documentId } = await documents(BRANCH).create({ data: data as never });
		await ingestion().settled();
		expect((await find('Chemnitz on Sundays'))[0]).toBe('Open on Sundays from noon.\nParking spaces: 12');
		await documents(BRANCH).update({ documentId, data: { openingHours: 'Closed for good.' } as never });
		await ingestion().settled();
		expect((await find('Chemnitz on Sundays')).join()).not.toContain('Open on Sundays');
		await documents(BRANCH).delete({ documentId });
		expect((await find('Chemnitz')).join()).not.toContain('Closed for good');
	});

	test('with a field that was deleted says which, and the others go on', async () => {
		const data = { name: 'Broken', contentType: GUIDE, titleField: 'title', bodyFields: 'body' };
		const broken = await map(data);
		// As if the type had lost its summary since.
		const lost = { bodyFields: 'body\nsummary' };
		await host.strapi.db.query(MAPPING_UID).updateMany({ where: { documentId: broken }, data: lost });
		await getService(host.strapi, 'sources').retry(MAPPING_UID, broken);
		await ingestion().settled();
		expect((await stateOf(MAPPING_UID, broken)).locales.en).toMatchObject({
			state: 'failed',
			reason: 'field_missing',
			detail: 'summary',
		});
		expect((await stateOf(MAPPING_UID, mapping)).locales.en).toMatchObject({ state: 'indexed' });
		expect((await find('Wie viel Wasser fasst ein Siphon?', 'de'))[0]).toContain('dreihundert Gramm');
	});

	test('with a field that is a relation is not published; one that became a relation since says which', async () => {
		const data = { name: 'Related', contentType: GUIDE, titleField: 'title', bodyFields: 'body' };
		await expect(map({ ...data, bodyFields: 'body\nlocalizations' })).rejects.toMatchObject({
			details: {
				errors: [
					expect.objectContaining({
						path: ['bodyFields'],
						message: expect.stringContaining('relations, media and JSON'),
					}),
				],
			},
		});
		await expect(map({ ...data, titleField: 'body' })).rejects.toMatchObject({
			details: { errors: [expect.objectContaining({ path: ['titleField'] })] },
		});
		const related = await map(data);
		const changed = { bodyFields: 'body\nlocalizations' };
		await host.strapi.db.query(MAPPING_UID).updateMany({ where: { documentId: related }, data: changed });
		await getService(host.strapi, 'sources').retry(MAPPING_UID, related);
		await ingestion().settled();
		expect((await stateOf(MAPPING_UID, related)).locales.en).toMatchObject({
			state: 'failed',
			reason: 'field_type_unsupported',
			detail: 'localizations',
		});
	});

	test('is forgotten with its mapping', async () => {
		await host.strapi.documents(MAPPING_UID).unpublish({ documentId: mapping });
		expect((await find('Wie viel Wasser fasst ein Siphon?', 'de')).join()).not.toContain('dreihundert Gramm');
		expect(await ingestion().rows.list({ source_id: mapping })).toEqual([]);
	});
});
