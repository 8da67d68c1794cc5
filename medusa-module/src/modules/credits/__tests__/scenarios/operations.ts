import type CreditsModuleService from '../../service';
import { settings } from '../ledger';
import type { Call, Outcome } from './calls';

/** An operation of the ledger that is killed in the middle: what comes before it, and the call itself. */
export interface KillableOperation {
	/** Makes a bot ready for the call. Everything it makes up is the same for every bot, but the ids of lots. */
	prepare(ledger: CreditsModuleService, bot: string): Promise<Call>;
	/** When the call is made; what comes before it was made at noon. */
	at: string;
	/** What it answers from the second time on, where that is not what it answered first. */
	again?: Outcome;
}

const HOLD_ID = '00000000-0000-4000-8000-00000000000a';
const USAGE = { model: 'extractive', input_tokens: 1, output_tokens: 1 };
const SOON = '2026-03-10T12:00:30Z';
const A_DAY_LATER = '2026-03-11T12:00:00Z';
const customer = { kind: 'customer', key: 'cus_1' } as const;
const hold = { id: HOLD_ID, purpose: 'answer', amount: 1500, ttl_seconds: 60 } as const;

type Ledger = CreditsModuleService;

async function publish(ledger: Ledger, bot: string) {
	await ledger.putBot(bot, settings({ pools: { giveaways: { credits_per_month: 100 } } }));
}

/** Two lots; an answer that costs 1500 takes all of the first and a part of the second. */
async function grantTwo(ledger: Ledger, bot: string): Promise<string> {
	await publish(ledger, bot);
	const grant = { bot_id: bot, customer_id: 'cus_1', category: 'pack' } as const;
	await ledger.grant({ ...grant, source_key: 'grant:1', amount: 900, valid_days: 1 });
	const { lot_id } = await ledger.grant({ ...grant, source_key: 'grant:2', amount: 1000 });
	return lot_id;
}

/** An open hold on both lots; the second one's id. */
async function holdBoth(ledger: Ledger, bot: string): Promise<string> {
	const lot_id = await grantTwo(ledger, bot);
	await ledger.reserve(bot, { ...hold, subject: customer });
	return lot_id;
}

/** What the issue names, killed in every run of the tests. */
export const OPERATIONS: Record<string, KillableOperation> = {
	'a reserve of a new visitor': {
		at: SOON,
		prepare: async (ledger, bot) => {
			await publish(ledger, bot);
			return ['reserve', bot, { ...hold, subject: { kind: 'visitor', key: 'v1' } }];
		},
	},
	'a reserve of a customer': {
		at: SOON,
		prepare: async (ledger, bot) => {
			await grantTwo(ledger, bot);
			return ['reserve', bot, { ...hold, subject: customer }];
		},
	},
	'a settle': {
		at: SOON,
		prepare: async (ledger, bot) => {
			const lot_id = await holdBoth(ledger, bot);
			// What comes back to the second lot is taken at once.
			await ledger.revoke(bot, { key: 'reversal:1', lot_id, amount: 700, reason: 'refund' });
			return ['settle', bot, HOLD_ID, { amount: 1100, usage: USAGE }];
		},
	},
	'a revoke': {
		at: SOON,
		prepare: async (ledger, bot) => {
			const lot_id = await holdBoth(ledger, bot);
			return ['revoke', bot, { key: 'reversal:1', lot_id, amount: 1000, reason: 'refund' }];
		},
	},
	'the sweeper of holds': {
		at: A_DAY_LATER,
		prepare: async (ledger, bot) => {
			await holdBoth(ledger, bot);
			return ['expireHolds', 1];
		},
	},
	'the sweeper of lots': {
		at: A_DAY_LATER,
		prepare: async (ledger, bot) => {
			await grantTwo(ledger, bot);
			return ['expireLots', 1];
		},
	},
};

/** The others, killed in the long run. */
export const MORE_OPERATIONS: Record<string, KillableOperation> = {
	'a grant': {
		at: SOON,
		prepare: async (ledger, bot) => {
			await publish(ledger, bot);
			const grant = {
				bot_id: bot,
				customer_id: 'cus_1',
				category: 'pack',
				source_key: 'grant:1',
				amount: 900,
			} as const;
			return ['grant', grant];
		},
	},
	'a claim of a giveaway': {
		at: SOON,
		again: { error: 'giveaway_claimed' },
		prepare: async (ledger, bot) => {
			await publish(ledger, bot);
			await ledger.createGiveaway({
				bot_id: bot,
				code: 'SPRING',
				name: 'Spring',
				amount: 500,
				total: 1000,
				starts_at: new Date('2026-03-01T00:00:00Z'),
				ends_at: new Date('2026-04-01T00:00:00Z'),
				valid_days: null,
			});
			return ['claimGiveaway', bot, 'SPRING', 'cus_1'];
		},
	},
	'an extend that raises': {
		at: SOON,
		prepare: async (ledger, bot) => {
			await holdBoth(ledger, bot);
			return ['extend', bot, HOLD_ID, { ttl_seconds: 60, amount: 1700 }];
		},
	},
	'a release': {
		at: SOON,
		prepare: async (ledger, bot) => {
			await holdBoth(ledger, bot);
			return ['release', bot, HOLD_ID, { reason: 'failed' }];
		},
	},
	'a settle with a surplus': {
		at: SOON,
		prepare: async (ledger, bot) => {
			await holdBoth(ledger, bot);
			return ['settle', bot, HOLD_ID, { amount: 1600, usage: USAGE }];
		},
	},
	'a late settle of an expired hold': {
		at: A_DAY_LATER,
		prepare: async (ledger, bot) => {
			await publish(ledger, bot);
			await ledger.reserve(bot, { ...hold, ttl_seconds: 1, subject: { kind: 'visitor', key: 'v1' } });
			return ['settle', bot, HOLD_ID, { amount: 1100, usage: USAGE }];
		},
	},
	'a freeze': {
		at: SOON,
		prepare: async (ledger, bot) => {
			const lot_id = await holdBoth(ledger, bot);
			return ['freeze', bot, 'dispute:1', lot_id];
		},
	},
	'a thaw': {
		at: SOON,
		prepare: async (ledger, bot) => {
			const lot_id = await holdBoth(ledger, bot);
			await ledger.freeze(bot, 'dispute:1', lot_id);
			return ['thaw', bot, 'dispute:1'];
		},
	},
};
