import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ARTICLE_UID, BOT_UID, KNOWLEDGE_EDIT_ACTION, SETTINGS_EDIT_ACTION } from '../constants';
import { routes } from '../routes';
import { BOT_ID, type Host, SECRET, startHost } from './host';

const OWNER = { email: 'owner@shop.example', password: 'Owner-of-the-shop-1' };
const EDITOR = { email: 'editor@shop.example', password: 'Editor-of-texts-1' };

let ledger: LedgerDouble;
let host: Host;
let owner: string;
let editor: string;
let editorRole: number;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	const role = await host.strapi.service('admin::role').create({ name: 'Texts', description: '' });
	editorRole = role.id;
	await host.strapi.service('admin::permission').createMany(contentPermissions());
	await host.strapi.service('admin::user').create({
		...EDITOR,
		firstname: 'Eda',
		lastname: 'Editor',
		isActive: true,
		roles: [editorRole],
	});
	owner = await logIn(OWNER);
	editor = await logIn(EDITOR);
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

async function logIn(who: { email: string; password: string }): Promise<string> {
	const response = await call('POST', '/admin/login', undefined, who);
	return ((await response.json()) as { data: { token: string } }).data.token;
}

function call(method: string, path: string, token?: string, body?: object): Promise<Response> {
	return fetch(host.admin + path, {
		method,
		headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
		...(body && { body: JSON.stringify(body) }),
	});
}

/** All that the content manager itself asks for: the role may do everything with every entry. */
function contentPermissions() {
	return ([ARTICLE_UID, BOT_UID] as const).flatMap((subject) =>
		['create', 'read', 'update', 'delete', 'publish'].map((action) => ({
			action: `plugin::content-manager.explorer.${action}`,
			subject,
			role: editorRole,
			properties: {
				fields: Object.keys(host.strapi.getModel(subject).attributes),
				locales: ['en', 'de'],
			},
		})),
	);
}

/** Gives the editor's role these actions of ours, and no others. */
async function grant(...actions: string[]): Promise<void> {
	const permissions = host.strapi.service('admin::permission');
	const had: { action: string; id: number }[] = await permissions.findMany({ where: { role: { id: editorRole } } });
	await permissions.deleteByIds(
		had.filter(({ action }) => action.startsWith('plugin::answerpack.')).map(({ id }) => id),
	);
	await permissions.createMany(actions.map((action) => ({ action, role: editorRole })));
}

const content = (uid: string, rest = '') => `/content-manager/collection-types/${uid}${rest}`;

describe('a content editor without permissions of the bots', () => {
	test.each(routes.admin().routes.map(({ method, path }) => [method, path] as const))(
		'cannot call %s %s',
		async (method, path) => {
			const url = `/answerpack${path.replace(':id', BOT_ID).replace(/:\w+/g, 'x')}`;
			const body = method === 'GET' ? undefined : {};
			expect((await call(method, url, editor, body)).status).toBe(403);
			expect((await call(method, url, undefined, body)).status).toBe(401);
		},
	);

	test('cannot write what bots answer from, whatever the content manager allows', async () => {
		const response = await call('POST', content(ARTICLE_UID), editor, { title: 'Prices', body: 'Everything is free.' });
		expect(response.status).toBe(403);
	});

	test('cannot change or delete a bot, from the content manager either', async () => {
		for (const [method, rest] of [
			['PUT', `/${BOT_ID}`],
			['POST', `/${BOT_ID}/actions/publish`],
			['POST', `/${BOT_ID}/actions/unpublish`],
			['DELETE', `/${BOT_ID}`],
		] as const) {
			const response = await call(method, content(BOT_UID, rest), editor, { creditsPerAnswer: 0 });
			expect([method, rest, response.status]).toEqual([method, rest, 403]);
		}
	});
});

describe('with a permission', () => {
	afterEach(() => grant());

	test('to edit knowledge, an editor writes articles and still cannot touch settings', async () => {
		await grant(KNOWLEDGE_EDIT_ACTION);
		const article = await call('POST', content(ARTICLE_UID), editor, { title: 'Prices', body: 'Prices include VAT.' });
		expect(article.status).toBe(201);
		expect((await call('PUT', content(BOT_UID, `/${BOT_ID}`), editor, { greeting: 'Hi' })).status).toBe(403);
	});

	test('to edit settings, an editor changes the bot and still cannot touch articles', async () => {
		await grant(SETTINGS_EDIT_ACTION);
		expect((await call('PUT', content(BOT_UID, `/${BOT_ID}`), editor, { greeting: 'Hi' })).status).toBe(200);
		expect((await call('POST', content(ARTICLE_UID), editor, { title: 'A', body: 'B' })).status).toBe(403);
	});
});

test('a Super Admin has all of them from the start', async () => {
	expect((await call('GET', '/answerpack/bots', owner)).status).toBe(200);
	expect((await call('PUT', content(BOT_UID, `/${BOT_ID}`), owner, { greeting: 'Hello' })).status).toBe(200);
});

test('they are named on the page of a role as what they allow', async () => {
	const response = await call('GET', '/admin/permissions', owner);
	const { data } = (await response.json()) as {
		data: { sections: { plugins: { plugin: string; subCategory: string; displayName: string }[] } };
	};
	const ours = data.sections.plugins.filter(({ plugin }) => plugin === 'answerpack');
	expect(ours.map(({ subCategory, displayName }) => `${subCategory}: ${displayName}`)).toEqual([
		'bots: See bots and their state',
		'bots: Edit settings',
		'knowledge: Edit knowledge',
		'conversations: See conversations',
		'credits: Spend from the owner cap',
	]);
});
