import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';

/** Of Node and of the resolver: the server is not there, or was a moment ago. */
const NETWORK = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/;
/**
 * Of Postgres: lost connections (08), no room for another one (53), shutting down, starting or recovering (57P0x), a
 * statement that took too long (57014), and a server that only reads, as a standby does until it takes over (25006).
 */
const SQL_STATES = /^(08...|53...|57P0.|57014|25006)$/;
/** Of pg and knex, which give these no code. Knex writes its query before them, with whatever its bindings contain. */
const SENTENCES =
	/(^| - )(Connection (terminated|ended)( unexpectedly| due to connection timeout)?|Client (has encountered a connection error|was closed) and is not queryable|Unable to acquire a connection|timeout expired)$/;
const NAMES = new Set(['KnexTimeoutError', 'ConnectionException']);

/**
 * True when an error says that the database could not be reached, or went away during the call. Whether the call was
 * committed is not known then; that is no danger, since every call of the ledger may be repeated with its key.
 */
export function isDatabaseUnreachable(error: unknown): boolean {
	// What workflows throw went through JSON, so nothing here asks for a class. Nor for a cause: a call to another server
	// that failed (`fetch failed`) has such a one.
	const { code, message, name } = (error ?? {}) as Record<'code' | 'message' | 'name', unknown>;
	return (
		(typeof code === 'string' && (NETWORK.test(code) || SQL_STATES.test(code))) ||
		(typeof message === 'string' && SENTENCES.test(message)) ||
		(typeof name === 'string' && NAMES.has(name))
	);
}

/** The pool of Medusa's database connection (tarn, inside of knex), as far as it is looked into. */
interface Pool {
	on(event: 'createFail', listener: (id: number, error: Error) => void): void;
	on(event: 'createSuccess', listener: () => void): void;
	numUsed(): number;
	numPendingAcquires(): number;
}

/**
 * Medusa's pool goes on trying for a minute before it tells anybody that there is no database, and a visitor waits
 * meanwhile. This tells who waits as soon as a connection is refused while no other one is at work.
 */
class DatabaseWatch {
	/** Why the last attempt to connect has failed; `undefined` since one succeeded. */
	private failure: Error | undefined;
	private readonly waiting = new Set<(error: Error) => void>();

	constructor(private readonly pool: Pool) {
		pool.on('createFail', (_id, error) => {
			if (pool.numUsed() > 0) return; // no room for one more: those at work will make some
			this.failure = error;
			for (const giveUp of this.waiting) giveUp(error);
		});
		pool.on('createSuccess', () => {
			this.failure = undefined;
		});
	}

	during<T>(call: () => Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			// Somebody's attempt goes on and finds out when the database is back: nobody else needs to queue up behind it.
			if (this.failure && this.pool.numPendingAcquires() > 0) throw this.failure;
			this.waiting.add(reject);
			void call()
				.then(resolve, reject)
				.finally(() => this.waiting.delete(reject));
		});
	}
}

const watches = new WeakMap<Pool, DatabaseWatch>();

/**
 * Runs a call, and gives up on it as soon as there is no database.
 * @throws what the call throws, or what kept Medusa from connecting.
 */
export function whileConnected<T>(container: MedusaContainer, call: () => Promise<T>): Promise<T> {
	const { pool } = container.resolve<{ client: { pool: Pool } }>(ContainerRegistrationKeys.PG_CONNECTION).client;
	let watch = watches.get(pool);
	if (!watch) {
		watch = new DatabaseWatch(pool);
		watches.set(pool, watch);
	}
	return watch.during(call);
}
