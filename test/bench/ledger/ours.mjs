import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { BOT } from './database.mjs';

const plugin = createRequire(createRequire(import.meta.url).resolve('@answerpack/medusa/package.json'));
const USAGE = { model: 'bench', input_tokens: 0, output_tokens: 0 };
/** Different visitors, so that the limit for one visitor is really looked up. */
const VISITORS = 5000;

/**
 * The ledger as one Medusa process has it: the plugin's own service, on Medusa's own database connection.
 * @param {string} url
 */
export async function openLedger(url) {
	const { default: CreditsModuleService } = plugin('./.medusa/server/src/modules/credits/service.js');
	const { createPgConnection } = plugin('@medusajs/framework/utils');
	const sql = createPgConnection({ clientUrl: url, pool: { min: 0, max: 4 } });
	const service = new CreditsModuleService(
		{ __pg_connection__: sql },
		{ service_secret: 'a secret for the benchmark that nobody else needs' },
	);
	let asked = 0;
	const hold = (/** @type {{kind: string, key: string}} */ subject) => ({
		id: randomUUID(),
		subject,
		purpose: 'answer',
		amount: 1000,
		ttl_seconds: 600,
	});

	/** @param {string} bot @param {number} credits of the free reserve, a day */
	const publish = (bot, credits) =>
		service.putBot(bot, {
			name: 'Bench',
			slug: 'bench',
			status: 'active',
			time_zone: 'UTC',
			version: 1,
			price: { mode: 'per_answer', credits: 1 },
			pools: {
				owner_cap: {
					credits_per_month: 0,
					alert_at_percent: [],
					open_to_visitors_percent: 0,
					training_percent: 100,
				},
				free_reserve: { credits, window: 'day', per_visitor: credits },
				giveaways: { credits_per_month: 0 },
				paying_visitors: 'credits_first',
			},
		});

	return {
		publish: () => publish(BOT, 1_000_000_000),
		publishAs: publish,
		/** Takes one credit of a bot's free reserve; false when it is used up. @param {string} bot */
		takes: (bot) =>
			service.reserve(bot, hold({ kind: 'visitor', key: 'crowd' })).then(
				() => true,
				(/** @type {{status?: number}} */ error) => {
					if (error.status !== 402) throw error;
					return false;
				},
			),
		/** A hold out of the free reserve. */
		hot: () => () => {
			asked += 1;
			return service.reserve(BOT, hold({ kind: 'visitor', key: `visitor-${asked % VISITORS}` }));
		},
		/** A hold out of a customer's lots, and its settlement. @param {number} count */
		customers: (count) => async () => {
			asked += 1;
			const { id } = await service.reserve(BOT, hold({ kind: 'customer', key: `cus_${asked % count}` }));
			await service.settle(BOT, id, { amount: 1000, usage: USAGE });
		},
		close: () => sql.destroy(),
	};
}
