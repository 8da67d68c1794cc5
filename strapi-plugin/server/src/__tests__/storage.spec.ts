import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { DOCUMENT_UID, FILE_UID } from '../constants';
import { FILE_BYTES_MAX } from '../ingestion/readers/file';
import { getService } from '../services';
import { type Bucket, startBucket } from './fixtures/bucket';
import { makePdf } from './fixtures/pdf';
import { BOT_ID, type Host, SECRET, startHost, upload } from './host';

// Files that Strapi does not keep on its own disk: a provider has put them into a storage, and gives an address of it.

let ledger: LedgerDouble;
let host: Host;
let bucket: Bucket;
/** A server inside of the operator's network that nobody is to be led to. */
let inside: Server;
let insideAsked: number;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	bucket = await startBucket();
	host.strapi.config.set('plugin::upload.provider', 'bucket');
	host.strapi.plugin('upload').provider.extend(bucket.provider);
	inside = createServer((_, response) => {
		insideAsked += 1;
		response.end('The password of the database is hunter2.');
	});
	await new Promise<void>((done) => inside.listen(0, '127.0.0.1', done));
});
beforeEach(() => {
	bucket.reset();
	insideAsked = 0;
});
afterAll(async () => {
	await new Promise((done) => inside.close(done));
	await bucket.stop();
	await host.stop();
	await ledger.down();
});

const insideUrl = () => `http://127.0.0.1:${(inside.address() as AddressInfo).port}/`;
const settled = () => getService(host.strapi, 'ingestion').settled();
async function publishFile(id: number): Promise<string> {
	const data = { title: 'Grinder', file: id, bots: [BOT_ID] };
	const { documentId } = await host.strapi.documents(FILE_UID).create({ data: data as never, status: 'published' });
	await settled();
	return documentId;
}
const stateOf = async (documentId: string) =>
	(await getService(host.strapi, 'sources').stateOf(FILE_UID, documentId)).locales.en;
async function find(question: string) {
	const options = { locale: 'en', sources: ['file'] };
	const { passages } = await getService(host.strapi, 'bot-indexes').search(BOT_ID, question, options);
	return passages.map(({ passage }) => passage);
}
const readAgain = async () => {
	await host.strapi.db.query(DOCUMENT_UID).updateMany({ where: { uid: FILE_UID }, data: { dueAt: 0 } });
	await settled();
};

test('a file of a public bucket in the operator’s own network is read, and visitors get its address', async () => {
	const { id, url } = await upload(host.strapi, 'grinder.pdf', makePdf([['The grinder has forty clicks.']]));
	expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
	await publishFile(id);
	expect((await find('How many clicks?'))[0]).toMatchObject({
		text: 'The grinder has forty clicks.',
		url: `${url}#page=1`,
	});
});

test('a file of a private bucket is read by a signed address, which nobody else is told', async () => {
	bucket.isPrivate = true;
	const { id } = await upload(host.strapi, 'private.txt', 'Spare burrs of the mill are number 4711.');
	await publishFile(id);
	const [found] = await find('number of the spare burrs');
	expect(found).toMatchObject({ text: 'Spare burrs of the mill are number 4711.', url: null });
	expect(bucket.asked.at(-1)).toContain('signature=');
	const rows = await host.strapi.db.query(DOCUMENT_UID).findMany({ where: { uid: FILE_UID } });
	expect(JSON.stringify(rows)).not.toContain('signature');
});

test('a storage that is away is asked again, and what was known of its files stays', async () => {
	const { id } = await upload(host.strapi, 'kettle.txt', 'The kettle of copper holds two litres.');
	const documentId = await publishFile(id);
	bucket.status = 503;
	await readAgain();
	expect(await stateOf(documentId)).toMatchObject({
		state: 'failed',
		reason: 'storage_unreachable',
		detail: '503',
		next_at: expect.any(String),
	});
	expect((await find('copper kettle litres'))[0]?.text).toBe('The kettle of copper holds two litres.');
	bucket.reset();
	await readAgain();
	expect(await stateOf(documentId)).toMatchObject({ state: 'indexed', reason: null });
});

test('a file that is gone from the storage, or larger than the media library says, is said to be so', async () => {
	const gone = await publishFile((await upload(host.strapi, 'gone.txt', 'The saucer is of tin.')).id);
	const large = await publishFile((await upload(host.strapi, 'large.txt', 'The tray is of oak.')).id);
	bucket.files.delete([...bucket.files.keys()].find((key) => key.includes('gone')) as string);
	for (const key of bucket.files.keys()) {
		if (key.includes('large')) bucket.files.set(key, Buffer.alloc(FILE_BYTES_MAX + 1));
	}
	await readAgain();
	expect(await stateOf(gone)).toMatchObject({ state: 'failed', reason: 'file_missing', passages: 0 });
	expect(await stateOf(large)).toMatchObject({ state: 'failed', reason: 'file_too_large', detail: '50 MB' });
	expect(await find('Is the saucer of tin?')).not.toContainEqual(
		expect.objectContaining({ text: 'The saucer is of tin.' }),
	);
});

test('nobody is led from the storage to another server inside', async () => {
	const { id } = await upload(host.strapi, 'redirected.txt', 'Never read.');
	bucket.redirect = insideUrl();
	const documentId = await publishFile(id);
	expect(await stateOf(documentId)).toMatchObject({ state: 'failed', reason: 'address_refused', passages: 0 });
	bucket.redirect = 'http://169.254.169.254/latest/meta-data/';
	await readAgain();
	await getService(host.strapi, 'sources').retry(FILE_UID, documentId);
	await settled();
	expect(await stateOf(documentId)).toMatchObject({ state: 'failed', reason: 'address_refused' });
	expect(insideAsked).toBe(0);
});

test('an address inside that comes from another provider than the configured one is refused', async () => {
	const { id } = await upload(host.strapi, 'imported.txt', 'Never read.');
	const data = { provider: 'elsewhere', url: insideUrl() };
	await host.strapi.db.query('plugin::upload.file').update({ where: { id }, data });
	expect(await stateOf(await publishFile(id))).toMatchObject({ state: 'failed', reason: 'address_refused' });
	expect(insideAsked).toBe(0);
});
