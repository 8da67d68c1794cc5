import type { openLedger } from '../ledger';

export type Books = Awaited<ReturnType<typeof openLedger>>;

/** The lock before which transactions stand still. */
const GATE = 4711;
/** Only connections of this name stand still. */
const VICTIM = 'victim';

/** Where connections come from that can be made to stand still. */
export const victimUrl = (books: Books) => `${books.url}?application_name=${VICTIM}`;

/**
 * Lets transactions of the ledger stand still wherever they write, so that they can be killed there. Every table of the
 * ledger, found from the catalog, gets triggers before and after each row and each statement. They count a transaction's
 * steps; the first victim since {@link closeGate} stops at its first step, the second one at its second, and so on.
 */
export async function plantSteps(books: Books): Promise<void> {
	await books.rows(`
		create schema standstill;
		create sequence standstill.turn;
		create sequence standstill.steps;
		create function standstill.step() returns trigger language plpgsql as $$
		declare
			v_step integer := coalesce(nullif(current_setting('standstill.step', true), '')::integer, 0) + 1;
		begin
			perform set_config('standstill.step', v_step::text, true);
			perform setval('standstill.steps', v_step);
			if current_setting('application_name') = '${VICTIM}' then
				if coalesce(current_setting('standstill.stop', true), '') = '' then
					perform set_config('standstill.stop', nextval('standstill.turn')::text, false);
				end if;
				if v_step = current_setting('standstill.stop')::integer then
					perform pg_advisory_xact_lock_shared(${GATE});
				end if;
			end if;
			return case tg_op when 'DELETE' then old else new end;
		end $$`);
	for (const table of await books.tables()) {
		for (const moment of ['before', 'after']) {
			for (const level of ['row', 'statement']) {
				await books.rows(`create trigger standstill_${moment}_${level} ${moment} insert or update or delete on ${table}
					for each ${level} execute function standstill.step()`);
			}
		}
	}
}

/** How many steps the last transaction took. */
export async function stepsTaken(books: Books): Promise<number> {
	const [steps] = await books.rows<{ count: number }>('select last_value::int as count from standstill.steps');
	return steps?.count ?? 0;
}

/** From now on new victims stand still, each of them one step later than the one before. */
export async function closeGate(books: Books) {
	const gate = await books.begin();
	await gate.raw(`select pg_advisory_xact_lock(${GATE})`);
	await books.rows('alter sequence standstill.turn restart');
	return { open: () => gate.rollback() };
}

/** Holds the rows that each bot has in the table named for it, so that whoever wants to lock them stands still. */
export async function holdRows(books: Books, tableOf: Map<string, string>) {
	const holder = await books.begin();
	for (const [bot, table] of tableOf) await holder.raw(`select from ${table} where bot_id = ? for update`, [bot]);
	return { letGo: () => holder.rollback() };
}

/** The backends that stand still. */
export async function standing(books: Books): Promise<number[]> {
	const backends = await books.rows<{ pid: number }>(
		`select pid from pg_stat_activity where datname = current_database() and application_name = '${VICTIM}'
			and wait_event_type = 'Lock'`,
	);
	return backends.map(({ pid }) => pid);
}

/** Waits until none of these backends is at work any more: it has finished its statement, or is gone. */
export async function untilIdle(books: Books, pids: number[]): Promise<void> {
	const busy = () => books.rows(`select from pg_stat_activity where pid in (${pids}) and state = 'active'`);
	while ((await busy()).length > 0);
}
