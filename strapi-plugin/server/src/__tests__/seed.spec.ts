import { resolve } from 'node:path';
import { ARTICLE_UID } from '../constants';
import { type Host, startHost } from './host';

let host: Host;

beforeAll(async () => {
	host = await startHost({ medusaUrl: 'http://127.0.0.1:9' });
});
afterAll(() => host.stop());

test('a seed that was interrupted between two languages goes on where it was', async () => {
	const articles = host.strapi.documents(ARTICLE_UID);
	const titles = async (locale: string) =>
		(await articles.findMany({ locale, status: 'published', sort: 'id' })).map(({ documentId }) => documentId).sort();
	const before = { en: await titles('en'), de: await titles('de') };
	expect(before.de).toEqual(before.en);

	await articles.delete({ documentId: before.de[0] ?? '', locale: 'de' });
	await host.strapi.store({ type: 'core', name: 'demo' }).delete({ key: 'seeded' });
	const { seed } = require(resolve(__dirname, '../../../../test/apps/strapi/src/seed'));
	await seed(host.strapi);
	expect({ en: await titles('en'), de: await titles('de') }).toEqual(before);
});
