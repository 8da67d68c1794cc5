import { AnswerpackError, type ErrorCode } from '@answerpack/shared/contract';
import type { Binding, Sql } from './queries';

/** An error that an SQL function of the ledger answers instead of its result. */
export interface Outcome {
	error?: ErrorCode;
}

/** What the functions raise when the settings that they were given are out of date. */
export const SETTINGS_CHANGED = 'AP002';
/**
 * Somebody else was faster (also: with a row of the same key), or two transactions waited for each other: nothing was
 * written, and again is right.
 */
const RETRYABLE = new Set(['AP001', '40P01', '40001', '23505']);
/** How often a call is repeated before its error is believed. */
const ATTEMPTS_MAX = 10;

/**
 * Calls one SQL function of the ledger: one round trip, one atomic statement.
 * @param args of each attempt, the first being 1.
 * @throws AnswerpackError with the code that it answered.
 */
export async function callLedger<T extends object | number>(
	sql: Sql,
	name: string,
	args: (attempt: number) => Binding[],
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const bindings = args(attempt);
		try {
			const { rows } = await sql.raw<{ rows: [{ outcome: T & Outcome }] }>(
				`select ${name}(${bindings.map(() => '?').join(', ')}) as outcome`,
				bindings,
			);
			const { outcome } = rows[0];
			if (outcome.error) throw new AnswerpackError(outcome.error);
			return outcome;
		} catch (error) {
			if (attempt === ATTEMPTS_MAX || !RETRYABLE.has(sqlState(error))) throw error;
		}
	}
}

/** Postgres' error code, or an empty string for what is no error of Postgres. */
export function sqlState(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : '';
}

/**
 * An error that one request of a batch may be to blame for: any of Postgres but those of the settings, the connection, the
 * resources and the machine (classes 08, 53, 57, 58, XX), which would hit each request alone as well.
 */
export function isDataError(error: unknown): boolean {
	return /^(?!AP|08|53|57|58|XX)./.test(sqlState(error));
}
