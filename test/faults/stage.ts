import { botSettingsSchema } from '@answerpack/shared/pools';
import type { Child } from '../stack/children.mjs';
import { openMedusas } from '../stack/medusas.mjs';
import { logInOwner } from './people.ts';

type Medusas = Awaited<ReturnType<typeof openMedusas>>;

/** Two processes of Medusa on one Postgres, and the token of the shop's owner. */
export interface Stage {
	shop: Medusas;
	one: Awaited<ReturnType<Medusas['add']>>;
	other: Stage['one'];
	running: [Child, Child];
	token: string;
}
export const stage = {} as Stage;

/** Booting takes longer than most that is looked at, so everything here is done to the same two processes. */
export async function setUp(): Promise<void> {
	stage.shop = await openMedusas();
	stage.one = await stage.shop.add('one');
	stage.other = await stage.shop.add('other');
	stage.running = await Promise.all([stage.one.start(), stage.other.start()]);
	stage.token = await logInOwner(stage.one.url, stage.shop.state);
}

/** Where it is between six in the morning and six in the evening now: no day and no month ends under these tests. */
const time_zone = new Date().getUTCHours() < 12 ? 'Etc/GMT-6' : 'Etc/GMT+6';

export const settings = (version = 1) =>
	botSettingsSchema.parse({
		name: 'Faults',
		slug: 'faults',
		version,
		time_zone,
		pools: {
			owner_cap: { credits_per_month: 100_000 },
			free_reserve: { credits: 50, per_visitor: 20 },
			giveaways: { credits_per_month: 1000 },
		},
	});
