import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { BOT, call, service, settings, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

/** What the owner's pages read and send, beside offers and plans. */
export function ownerPages(options: Options): void {
	const admin = (method: string, path: string, body?: object) =>
		call(options, method, `/admin/answerpack/${path}`, { body, headers: shop.owner.headers });
	const spring = {
		bot_id: BOT,
		code: 'spring',
		name: 'Spring',
		credits: 5,
		total_credits: 12,
		starts_at: '2020-01-01T00:00:00Z',
		ends_at: '2100-01-01T00:00:00Z',
	};
	const claim = () =>
		call(options, 'POST', `/store/answerpack/bots/${BOT}/giveaways`, {
			body: { code: 'spring' },
			headers: shop.anna.headers,
		});

	describe('the owner’s page of giveaways', () => {
		test('adds one, sees what was claimed of it, and ends it', async () => {
			const pools = { ...settings.pools, giveaways: { credits_per_month: 100 } };
			await call(options, 'PUT', `/answerpack/bots/${BOT}`, {
				body: { ...settings, version: 2, pools },
				headers: service,
			});
			expect((await admin('GET', 'giveaways')).body).toEqual({ giveaways: [] });
			expect((await admin('POST', 'giveaways', spring)).status).toBe(200);
			expect((await admin('POST', 'giveaways', spring)).body.error.code).toBe('giveaway_conflict');
			expect((await claim()).status).toBe(200);
			const shown = { bot_name: 'Help', code: 'SPRING', credits: 5, total_credits: 12, claimed_credits: 5 };
			for (const query of ['', `?bot_id=${BOT}`]) {
				expect((await admin('GET', `giveaways${query}`)).body.giveaways).toMatchObject([shown]);
			}
			expect((await admin('GET', 'giveaways?bot_id=unknown')).body.error.code).toBe('bot_not_found');

			const ended = await admin('POST', 'giveaways/end', { bot_id: BOT, code: 'SPRING' });
			expect(Date.parse(ended.body.giveaway.ends_at)).toBeLessThanOrEqual(Date.now());
			expect(ended.body.giveaway).toMatchObject(shown);
		});
	});

	describe('the owner’s page of bots', () => {
		test('says what Strapi published, and where it is edited', async () => {
			const { bots } = (await admin('GET', 'bots')).body;
			expect(bots).toMatchObject([
				{
					name: 'Help',
					giveaways_per_month: 0,
					free_per_visitor: 3,
					edit_url: `https://cms.shop.example/admin/content-manager/collection-types/plugin::answerpack.bot/${BOT}`,
				},
			]);
		});
	});
}
