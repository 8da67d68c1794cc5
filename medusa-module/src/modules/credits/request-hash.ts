import { createHash } from 'node:crypto';

/**
 * Stands for a request's content, whatever the order of its keys: half a SHA-256 in the form of a UUID, which Postgres
 * keeps in 16 bytes.
 */
export function requestHash(request: object): string {
	const sorted = JSON.stringify(request, (_, value) =>
		value && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);
	return createHash('sha256').update(sorted).digest('hex').slice(0, 32);
}
