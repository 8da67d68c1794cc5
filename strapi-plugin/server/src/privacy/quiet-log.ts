import { isAnswerpackError } from '@answerpack/shared/contract';

interface Log {
	error(line: string): unknown;
	info(line: string): unknown;
}

/** Postgres says what went wrong by a code of five characters, such as 23505. */
const SQL_STATE = /^[0-9A-Z]{5}$/;
/** What knex writes before the words of an error: the query, with whatever its bindings hold. */
const QUERY = /^\s*(select|insert|update|delete|with|begin|commit|rollback|savepoint|truncate|alter|create|drop)\b/i;

/** The log for whatever handles questions and answers: operators read what went wrong, and where, and nothing of what was said. */
export function createQuietLog(log: Log): { error(thrown: unknown): void; info(line: string): void } {
	return {
		error: (thrown) => {
			log.error(describeQuietly(thrown));
		},
		info: (line) => {
			log.info(line);
		},
	};
}

/**
 * An error as a line for the log. The messages of databases and parsers hold pieces of what they were given (a query with its
 * bindings, a failing row, the place where a text is no JSON), so of them only code and place are told.
 */
export function describeQuietly(thrown: unknown): string {
	if (!(thrown instanceof Error)) return typeof thrown === 'string' ? thrown : 'something was thrown that is no error';
	const cause = thrown.cause === undefined ? '' : `\ncaused by ${describeQuietly(thrown.cause)}`;
	return `${headOf(thrown)}${framesOf(thrown)}${cause}`;
}

function headOf(error: Error): string {
	const { code, table, column, constraint } = error as Error & Partial<Record<string, unknown>>;
	if (isAnswerpackError(error)) return `${error.name}: ${error.code}`;
	if (typeof code === 'string' && SQL_STATE.test(code) && 'severity' in error) {
		const where = [table, column, constraint].filter((part) => typeof part === 'string').join(', ');
		return `the database refused a query with ${code}${where && ` (${where})`}`;
	}
	if (error instanceof SyntaxError || error.name === 'SyntaxError') return `${error.name} while something was parsed`;
	const words = QUERY.test(error.message) ? error.message.slice(error.message.lastIndexOf(' - ') + 3) : error.message;
	return `${error.name}: ${words}`;
}

/** The lines of a stack that say where, without its message. */
function framesOf({ stack = '', message }: Error): string {
	const at = stack.indexOf(message);
	const after = at < 0 ? '' : stack.slice(at + message.length);
	const frames = after.split('\n').filter((line) => /^\s+at /.test(line));
	return frames.map((frame) => `\n${frame}`).join('');
}
