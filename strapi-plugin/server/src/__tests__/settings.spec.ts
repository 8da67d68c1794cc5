import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { BOT_UID } from '../constants';
import { getService } from '../services';
import { ask, BOT_ID, type Host, publish, SECRET, save, startHost } from './host';

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

const isPut = (version: number) => (call: { method: string; body: unknown; status: number }) =>
	call.method === 'PUT' && call.status === 200 && (call.body as { version: number }).version === version;
const versionNow = async () => (await getService(host.strapi, 'outbox').stateOf(BOT_ID))?.version ?? 0;

describe('the settings of a bot', () => {
	test('are in Medusa after the first publish, with their version', async () => {
		await ledger.called(isPut(1));
		expect(ledger.bots.get(BOT_ID)).toMatchObject({
			name: 'Kupferkanne help',
			slug: 'shop-help',
			status: 'active',
			time_zone: 'Europe/Berlin',
			price: { mode: 'per_answer', credits: 1 },
			pools: {
				owner_cap: { credits_per_month: 100, open_to_visitors_percent: 0 },
				free_reserve: { credits: 30, window: 'day', per_visitor: 3 },
				paying_visitors: 'credits_first',
			},
		});
	});

	test('reach Medusa with a growing version at each publish, and not before', async () => {
		const version = await versionNow();
		await save(host.strapi, BOT_UID, BOT_ID, { creditsPerVisitor: 5 });
		expect(await versionNow()).toBe(version);

		await host.strapi.documents(BOT_UID).publish({ documentId: BOT_ID });
		await ledger.called(isPut(version + 1));
		expect(ledger.bots.get(BOT_ID)?.pools.free_reserve.per_visitor).toBe(5);

		await publish(host.strapi, BOT_UID, BOT_ID, { creditsPerVisitor: 3.5 });
		await ledger.called(isPut(version + 2));
		expect(ledger.bots.get(BOT_ID)?.pools.free_reserve.per_visitor).toBe(3.5);
	});

	test('wait while Medusa is away, say why, and are delivered when it is back', async () => {
		const errors = jest.spyOn(host.strapi.log, 'error');
		await ledger.down();
		const version = await versionNow();
		await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 31 });
		await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 32 });
		await getService(host.strapi, 'outbox').deliverAll();
		await getService(host.strapi, 'outbox').deliverAll();
		expect(await getService(host.strapi, 'outbox').stateOf(BOT_ID)).toMatchObject({
			waiting: true,
			reason: 'shop_unreachable',
		});
		// Once, in one sentence, and without the secret.
		expect(errors.mock.calls.map(([message]) => message)).toEqual([
			expect.stringMatching(/^Answerpack: Medusa at http:\/\/127\.0\.0\.1:\d+ cannot be reached/),
		]);
		expect(JSON.stringify(errors.mock.calls)).not.toContain(SECRET);
		errors.mockRestore();

		await ledger.up();
		await ledger.called(isPut(version + 2));
		expect(ledger.bots.get(BOT_ID)?.pools.free_reserve.credits).toBe(32);
		// The one in between was replaced while it waited.
		expect(ledger.calls.some(isPut(version + 1))).toBe(false);
	});

	test('wait while the service secret is wrong; visitors only read that the shop cannot be reached', async () => {
		ledger.accept('another-secret-another-secret-another-secret');
		await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 30 });
		await getService(host.strapi, 'outbox').deliverAll();
		expect(await getService(host.strapi, 'outbox').stateOf(BOT_ID)).toMatchObject({
			waiting: true,
			reason: 'service_secret_wrong',
		});
		const reply = await ask(host, { question: 'How long does delivery to Austria take?' });
		expect(reply).toMatchObject({ status: 503, error: { code: 'shop_unreachable' } });
		expect(JSON.stringify(reply.error)).not.toMatch(/secret/i);

		ledger.accept(SECRET);
		await ledger.called(isPut(await versionNow()));
	});

	test('move ahead of a version that Medusa knows and this database does not', async () => {
		const stored = ledger.bots.get(BOT_ID);
		if (!stored) throw new Error('the bot is not in the ledger');
		ledger.bots.set(BOT_ID, { ...stored, version: 1000 });
		await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 33 });
		await ledger.called(isPut(1001));
		expect(ledger.bots.get(BOT_ID)?.pools.free_reserve.credits).toBe(33);
	});

	test('pause in Medusa when the bot is unpublished, and are active again when it is published', async () => {
		const version = await versionNow();
		await host.strapi.documents(BOT_UID).unpublish({ documentId: BOT_ID });
		await ledger.called(isPut(version + 1));
		expect(ledger.bots.get(BOT_ID)).toMatchObject({ status: 'paused', gone: true });
		await host.strapi.documents(BOT_UID).publish({ documentId: BOT_ID });
		await ledger.called(isPut(version + 2));
		expect(ledger.bots.get(BOT_ID)).toMatchObject({ status: 'active', gone: false });
	});

	test('pause in Medusa when the bot is deleted; one that was never published is never sent', async () => {
		const bots = host.strapi.documents(BOT_UID);
		const draft = await bots.create({ data: { name: 'Draft', slug: 'draft' } });
		await bots.delete({ documentId: draft.documentId });
		const shown = await bots.create({ data: { name: 'Shown', slug: 'shown' }, status: 'published' });
		await ledger.called(({ path }) => path === `bots/${shown.documentId}`);
		await bots.delete({ documentId: shown.documentId });
		await ledger.called(
			({ path, body }) => path === `bots/${shown.documentId}` && isPut(2)({ method: 'PUT', body, status: 200 }),
		);
		expect(ledger.bots.get(shown.documentId)).toMatchObject({ status: 'paused', gone: true });
		expect(ledger.calls.some(({ path }) => path === `bots/${draft.documentId}`)).toBe(false);
	});

	test('are not published, and not sent, while a field is wrong; the editor reads which', async () => {
		const version = await versionNow();
		const bots = host.strapi.documents(BOT_UID);
		await save(host.strapi, BOT_UID, BOT_ID, { timeZone: 'Berlin', creditsPerVisitor: 0.0001 });
		await expect(bots.publish({ documentId: BOT_ID })).rejects.toMatchObject({
			name: 'ValidationError',
			details: {
				errors: expect.arrayContaining([
					expect.objectContaining({ path: ['creditsPerVisitor'], message: expect.stringContaining('three decimals') }),
					expect.objectContaining({ path: ['timeZone'], message: expect.stringContaining('Europe/Berlin') }),
				]),
			},
		});
		expect(await versionNow()).toBe(version);
		await publish(host.strapi, BOT_UID, BOT_ID, { timeZone: 'Europe/Berlin', creditsPerVisitor: 3 });
		expect(await versionNow()).toBe(version + 1);
	});

	test('roll back with a publish that fails: what is not published is not recorded', async () => {
		const version = await versionNow();
		await expect(
			host.strapi.db.transaction(async () => {
				await publish(host.strapi, BOT_UID, BOT_ID, { freeReserveCredits: 99 });
				throw new Error('afterwards');
			}),
		).rejects.toThrow('afterwards');
		expect(await versionNow()).toBe(version);
	});
});

describe('the admin routes', () => {
	const get = (path: string, token?: string) =>
		fetch(`${host.admin}${path}`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
	const logIn = async (email: string, password: string) => {
		const response = await fetch(`${host.admin}/admin/login`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ email, password }),
		});
		return ((await response.json()) as { data: { token: string } }).data.token;
	};

	test('show an administrator what Medusa knows and what the bot can answer from', async () => {
		const token = await logIn('owner@shop.example', 'Owner-of-the-shop-1');
		const version = await versionNow();
		await ledger.called(isPut(version));
		await getService(host.strapi, 'outbox').deliverAll();
		const bots = await (await get('/answerpack/bots', token)).json();
		expect(bots).toEqual([
			expect.objectContaining({
				document_id: BOT_ID,
				name: 'Kupferkanne help',
				published: true,
				paused: false,
				delivery: expect.objectContaining({ version, waiting: false, reason: null, status: 'active' }),
				passages: { en: expect.any(Number), de: expect.any(Number) },
			}),
		]);
	});

	test('say what is wrong with a bot in the language of the editor', async () => {
		await host.strapi.db.query('admin::user').updateMany({
			where: { email: 'owner@shop.example' },
			data: { preferedLanguage: 'de' },
		});
		const token = await logIn('owner@shop.example', 'Owner-of-the-shop-1');
		const response = await fetch(
			`${host.admin}/content-manager/collection-types/plugin::answerpack.bot/${BOT_ID}/actions/publish`,
			{
				method: 'POST',
				headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
				body: JSON.stringify({ timeZone: 'Mond' }),
			},
		);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({
			error: { name: 'ValidationError', message: expect.stringMatching(/^Diese Zeitzone gibt es nicht/) },
		});
	});

	test('are closed to everybody else', async () => {
		expect((await get('/answerpack/bots')).status).toBe(401);
		const author = await host.strapi.db.query('admin::role').findOne({ where: { code: 'strapi-author' } });
		await host.strapi.service('admin::user').create({
			email: 'author@shop.example',
			password: 'Author-of-texts-1',
			firstname: 'Ada',
			lastname: 'Author',
			isActive: true,
			roles: [author.id],
		});
		const token = await logIn('author@shop.example', 'Author-of-texts-1');
		expect((await get('/answerpack/bots', token)).status).toBe(403);
		expect((await get(`/answerpack/bots/${BOT_ID}`, token)).status).toBe(403);
	});
});
