import { hash } from 'node:crypto';

/** A short name for whatever this is: the same value has the same one, and any other has another. */
export function versionOf(value: unknown): string {
	return hash('sha256', JSON.stringify(value), 'hex').slice(0, 12);
}
