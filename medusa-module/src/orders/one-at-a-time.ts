import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';

/** What must not be done twice at the same time. One may be done within another one, of those that stand after it. */
const KINDS = ['trial', 'refund', 'switch', 'mirror', 'plans'] as const;
export type LockKind = (typeof KINDS)[number];

/**
 * Who waits for a lock, or has it, holds a connection, and what is done under it takes others of the same pool: were all of them
 * held, nobody could go on until the pool's own time-out. So all kinds together hold half of the pool at most.
 */
const SHARE_OF_POOL = 0.5;
/** How many may wait for their turn in this process, each kind; more than that is somebody's mischief, or a standstill at Stripe. */
const WAITING_MAX = 100;
const RETRY_AFTER_SECONDS = 5;

interface Turns {
	running: number;
	waiting: (() => void)[];
}

const turnsOf = new WeakMap<object, Map<LockKind, Turns>>();

/**
 * Waits for whoever does the same under this key, in any process; Postgres lets go of it when a process dies.
 * @throws AnswerpackError `busy` when too many wait for such a thing in this process.
 */
export async function oneAtATime<T>(
	container: MedusaContainer,
	kind: LockKind,
	key: string,
	run: () => Promise<T>,
): Promise<T> {
	const database = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
	const leave = await takeTurn(database.client.pool, kind);
	try {
		const transaction = await database.transaction();
		try {
			await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`answerpack-${kind}:${key}`]);
			return await run();
		} finally {
			await transaction.rollback(); // it wrote nothing
		}
	} finally {
		leave();
	}
}

/** @returns gives the turn to the next one */
async function takeTurn(pool: { max: number }, kind: LockKind): Promise<() => void> {
	const kinds = turnsOf.get(pool) ?? new Map<LockKind, Turns>();
	turnsOf.set(pool, kinds);
	const turns = kinds.get(kind) ?? { running: 0, waiting: [] };
	kinds.set(kind, turns);
	const atOnce = Math.max(1, Math.floor((pool.max * SHARE_OF_POOL) / KINDS.length));
	if (turns.running < atOnce) turns.running += 1;
	else if (turns.waiting.length < WAITING_MAX) await new Promise<void>((resolve) => turns.waiting.push(resolve));
	else throw new AnswerpackError('busy', { retry_after_seconds: RETRY_AFTER_SECONDS });
	return () => {
		const next = turns.waiting.shift();
		if (next) next();
		else turns.running -= 1;
	};
}

/** Runs something unless somebody is at it under this key, in any process. */
export async function unlessUnderWay(container: MedusaContainer, key: string, run: () => Promise<void>): Promise<void> {
	const transaction = await container.resolve(ContainerRegistrationKeys.PG_CONNECTION).transaction();
	try {
		const { rows } = await transaction.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine', [key]);
		if (rows[0].mine) await run();
	} finally {
		await transaction.rollback(); // it wrote nothing
	}
}
