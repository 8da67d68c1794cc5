import { isDeepStrictEqual } from 'node:util';
import { isAnswerpackError, type ReleaseBody, type SettleBody } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import { OUTBOX_UID } from '../constants';
import { isTrouble, type WatchedLedger } from '../ledger';
import { createQuietLog } from '../privacy/quiet-log';
import type { UnversionedSettings } from '../settings/bot-settings';
import { backoffMs } from './backoff';

/** How long a delivery may take before another instance may try; longer than the ledger client's own limit. */
const LEASE_MS = 30_000;
const BATCH_MAX = 20;

/** How a hold ends. */
export type HoldEnd = { kind: 'settle'; body: SettleBody } | { kind: 'release'; body: ReleaseBody };

/** What the ledger said to a hold's end, in millicredits. */
export interface HoldEnded {
	spent: number;
	left: number;
}

/** Tells Medusa of a hold's end; `undefined` when that has to wait. */
export type DeliverHoldEnd = () => Promise<HoldEnded | undefined>;

interface OutboxRow {
	id: number;
	key: string;
	kind: 'bot' | 'settle' | 'release';
	botId: string;
	payload: unknown;
	version: number;
	deliveredVersion: number;
	waiting: boolean;
	attempts: number;
	dueAt: string;
	reason: string | null;
	deliveredAt: string | null;
}

type Statement = ReturnType<Core.Strapi['db']['getConnection']>;

/** What it takes to deliver a row that is ours to deliver. */
type LeasedRow = Pick<OutboxRow, 'id' | 'key' | 'kind' | 'botId' | 'payload' | 'version' | 'attempts'>;

/** What is known of a bot's settings on their way to Medusa. */
export interface DeliveryState {
	version: number;
	/** `null` when Medusa has never had any. */
	delivered_at: string | null;
	waiting: boolean;
	/** Code of what keeps them waiting; `null` when they are on their way. */
	reason: string | null;
	status: 'active' | 'paused';
}

export type Outbox = ReturnType<typeof createOutbox>;

/** See README.md. Writing takes part in the transaction that the caller is in. */
export function createOutbox({ strapi, watched }: { strapi: Core.Strapi; watched: WatchedLedger }) {
	const { ledger } = watched;
	const rows = () => strapi.db.query(OUTBOX_UID);
	const log = createQuietLog(strapi.log);
	const { tableName } = strapi.db.metadata.get(OUTBOX_UID);
	const listeners: ((answerId: string, ended: HoldEnded) => Promise<void>)[] = [];
	let sweeping: Promise<void> | undefined;
	let again = false;

	async function find(key: string): Promise<OutboxRow | null> {
		return rows().findOne({ where: { key } });
	}

	/** Writes that the bot has these settings now; `null` for a bot that is gone: nobody asks it any more, and nothing is sold for it. */
	async function recordBot(botId: string, settings: UnversionedSettings | null): Promise<void> {
		const key = botKey(botId);
		for (;;) {
			const row = await find(key);
			const payload = settings ?? (row && { ...(row.payload as UnversionedSettings), status: 'paused', gone: true });
			if (!payload) return; // a bot that Medusa never heard of
			const change = { payload, waiting: true, dueAt: Date.now(), attempts: 0, reason: null };
			if (!row) {
				await rows().create({ data: { key, kind: 'bot', botId, version: 1, deliveredVersion: 0, ...change } });
				return;
			}
			const { count } = await rows().updateMany({
				where: { id: row.id, version: row.version },
				data: { ...change, version: row.version + 1 },
			});
			if (count === 1) return;
		}
	}

	async function recordHoldEnd(botId: string, answerId: string, end: HoldEnd): Promise<void> {
		const key = holdKey(answerId);
		if (await find(key)) return;
		await rows().create({
			data: {
				key,
				kind: end.kind,
				botId,
				payload: end.body,
				version: 1,
				deliveredVersion: 0,
				waiting: true,
				dueAt: Date.now(),
			},
		});
	}

	/**
	 * Writes how a hold ends if `change` changes a row, in one statement with it. Until its lease is over, the end is
	 * the caller's to deliver.
	 * @param change an update that returns what it changed
	 * @returns how to deliver it; `undefined` when nothing was changed, and nothing written.
	 */
	async function recordHoldEndWith(
		change: Statement,
		botId: string,
		answerId: string,
		end: HoldEnd,
	): Promise<DeliverHoldEnd | undefined> {
		const key = holdKey(answerId);
		const row = { key, kind: end.kind, botId, payload: end.body, version: 1, dueAt: Date.now() + LEASE_MS };
		const { rows: written } = await strapi.db.connection.raw<{ rows: { id: number | null }[] }>(
			`with changed as (?), recorded as (
				insert into ?? (key, kind, bot_id, payload, version, waiting, due_at)
				select ?, ?, ?, ?::jsonb, ?, true, ?::bigint from changed
				on conflict (key) do nothing returning id
			)
			select (select id from recorded) from changed`,
			[change, tableName, key, row.kind, botId, JSON.stringify(row.payload), row.version, row.dueAt],
		);
		const [first] = written;
		if (!first) return undefined;
		const { id } = first;
		if (id !== null) return () => deliverLeased({ ...row, id, attempts: 0 });
		return async () => {
			const earlier = await find(key); // somebody has written an end before
			return earlier ? deliver(earlier) : undefined;
		};
	}

	/** Takes the row for this process, or says that another has it. */
	async function lease(row: OutboxRow): Promise<boolean> {
		const { count } = await rows().updateMany({
			where: { id: row.id, version: row.version, dueAt: row.dueAt, waiting: true },
			data: { dueAt: Date.now() + LEASE_MS },
		});
		return count === 1;
	}

	async function deliver(row: OutboxRow): Promise<HoldEnded | undefined> {
		return (await lease(row)) ? deliverLeased(row) : undefined;
	}

	async function deliverLeased(row: LeasedRow): Promise<HoldEnded | undefined> {
		try {
			if (row.kind === 'bot') {
				await deliverBot(row);
				return undefined;
			}
			const ended = await endHold(row);
			await rows().deleteMany({ where: { id: row.id } });
			return ended;
		} catch (error) {
			await keep(row, error);
			return undefined;
		}
	}

	async function deliverBot(row: LeasedRow): Promise<void> {
		const stored = await ledger.putBot(row.botId, {
			...(row.payload as UnversionedSettings),
			version: row.version,
		});
		const where = { id: row.id, version: row.version };
		if (stored.version > row.version) {
			// Medusa knows a later version than this database: move ahead of it, or no publish would ever count again.
			await rows().updateMany({ where, data: { version: stored.version + 1, dueAt: Date.now() } });
			again = true;
			return;
		}
		await rows().updateMany({
			where,
			data: {
				waiting: false,
				deliveredVersion: row.version,
				deliveredAt: new Date(),
				attempts: 0,
				reason: null,
			},
		});
	}

	async function endHold(row: LeasedRow): Promise<HoldEnded> {
		const answerId = answerIdOf(row);
		if (row.kind === 'settle') return ledger.settle(row.botId, answerId, row.payload as SettleBody);
		const { left } = await ledger.release(row.botId, answerId, row.payload as ReleaseBody);
		return { spent: 0, left };
	}

	/**
	 * The row waits for another attempt. Only the end of a hold that Medusa knows nothing of, or has ended otherwise, is
	 * over: whatever else Medusa says, the answer is still to be paid for.
	 */
	async function keep(row: LeasedRow, error: unknown): Promise<void> {
		const refused = row.kind !== 'bot' && isAnswerpackError(error) && !isTrouble(error) && error.code;
		if (refused === 'hold_not_found' || refused === 'hold_conflict') {
			if (refused === 'hold_conflict') {
				strapi.log.warn(
					`Answerpack: Medusa has ended ${row.key} otherwise than ${row.kind}; it stays as Medusa has it.`,
				);
			}
			await rows().deleteMany({ where: { id: row.id } });
			return;
		}
		if (refused && row.attempts === 0) {
			strapi.log.error(
				`Answerpack: Medusa refuses to ${row.kind} ${row.key} with ${refused}. It waits and is tried again.`,
			);
		}
		if (!isAnswerpackError(error)) log.error(error);
		const attempts = row.attempts + 1;
		await rows().updateMany({
			where: { id: row.id, version: row.version },
			data: {
				attempts,
				dueAt: Date.now() + backoffMs(attempts, isAnswerpackError(error) && isTrouble(error)),
				reason: isAnswerpackError(error) ? error.code : 'internal',
			},
		});
	}

	/** Delivers what had to wait, and says so: whoever asked was told something before the ledger could. */
	async function deliverLate(row: OutboxRow): Promise<void> {
		const ended = await deliver(row);
		if (row.kind !== 'settle' || !ended) return;
		for (const listener of listeners) await listener(answerIdOf(row), ended);
	}

	async function sweep(): Promise<void> {
		do {
			again = false;
			const due: OutboxRow[] = await rows().findMany({
				where: { waiting: true, dueAt: { $lte: Date.now() } },
				orderBy: { id: 'asc' },
				limit: BATCH_MAX,
			});
			if (watched.trouble()) {
				// One row is enough to find out; the others would only wait for the same time-out.
				for (const row of due.splice(0, 1)) await deliverLate(row);
				if (watched.trouble()) return;
			}
			await Promise.all(due.map(deliverLate));
			if (due.length >= BATCH_MAX - 1) again = true;
		} while (again);
	}

	/** Delivers what is due, one sweep at a time; a call during a sweep makes it look once more. */
	function deliverDue(): Promise<void> {
		again = true;
		sweeping ??= sweep()
			.catch((error) => log.error(error))
			.finally(() => {
				sweeping = undefined;
			})
			.then(() => (again ? deliverDue() : undefined));
		return sweeping;
	}

	/** Makes everything that waits due now: Medusa is back, or an editor does not want to wait. */
	async function deliverAll(where: { botId?: string } = {}): Promise<void> {
		await rows().updateMany({ where: { ...where, waiting: true }, data: { dueAt: Date.now() } });
		await deliverDue();
	}

	return {
		recordBot,
		recordHoldEnd,
		recordHoldEndWith,
		deliverDue,
		deliverAll,

		/** Calls `listener` with what the ledger said to a settlement that had to wait. */
		onLateSettlement: (listener: (typeof listeners)[number]) => listeners.push(listener),

		/** Whether these are the settings that were last recorded for the bot. */
		async hasRecorded(botId: string, settings: UnversionedSettings): Promise<boolean> {
			const row = await find(botKey(botId));
			return row !== null && isDeepStrictEqual(row.payload, JSON.parse(JSON.stringify(settings)));
		},

		/** Every bot that was ever published. */
		async botIds(): Promise<string[]> {
			const bots: Pick<OutboxRow, 'botId'>[] = await rows().findMany({ select: ['botId'], where: { kind: 'bot' } });
			return bots.map(({ botId }) => botId);
		},

		/** Bots that have been recorded as active. */
		async activeBotIds(): Promise<string[]> {
			const bots: OutboxRow[] = await rows().findMany({ where: { kind: 'bot' } });
			return bots.filter(({ payload }) => (payload as UnversionedSettings).status === 'active').map((row) => row.botId);
		},

		async stateOf(botId: string): Promise<DeliveryState | null> {
			const row = await find(botKey(botId));
			return (
				row && {
					version: row.version,
					delivered_at: row.deliveredAt && new Date(row.deliveredAt).toISOString(),
					waiting: row.waiting,
					reason: row.waiting ? (row.reason ?? watched.trouble() ?? null) : null,
					status: (row.payload as UnversionedSettings).status,
				}
			);
		},
	};
}

const botKey = (botId: string) => `bot:${botId}`;
const holdKey = (answerId: string) => `hold:${answerId}`;
const answerIdOf = ({ key }: Pick<OutboxRow, 'key'>) => key.slice(holdKey('').length);
