import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { type ARTICLE_UID, FAQ_UID } from '../constants';
import { getService } from '../services';
import { BOT_ID, type Host, publish, SECRET, startHost } from './host';

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
const stateOf = (uid: typeof ARTICLE_UID | typeof FAQ_UID, documentId: string) =>
	getService(host.strapi, 'sources').stateOf(uid, documentId);
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
		expect(await ingestion().rows.find({ source_id: documentId })).toEqual([]);
	});
});
