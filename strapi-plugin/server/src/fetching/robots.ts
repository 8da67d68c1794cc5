import robotsParser from 'robots-parser';
import { IngestionFailure } from '../ingestion/failure';

/** What sites read of us, and what their robots.txt calls us. */
export const USER_AGENT = 'Answerpack';
/** RFC 9309 asks for at least 500 kB. */
const BYTES_MAX = 512 * 1024;
const KEPT_MS = 3_600_000;
const ORIGINS_MAX = 500;

interface Answer {
	status: number;
	text: string;
}

/**
 * What sites ask robots to leave alone (RFC 9309): without a robots.txt everything is open; while it cannot be reached,
 * nothing is.
 */
export function createRobots(fetchText: (url: string, bytesMax: number, signal: AbortSignal) => Promise<Answer>) {
	const known = new Map<string, { at: number; answer: Answer }>();

	async function answerOf(origin: string, signal: AbortSignal): Promise<Answer> {
		const kept = known.get(origin);
		if (kept && Date.now() - kept.at < KEPT_MS) return kept.answer;
		const answer = await fetchText(`${origin}/robots.txt`, BYTES_MAX, signal);
		if (answer.status >= 500 || answer.status === 429) {
			throw new IngestionFailure('page_unreachable', `robots.txt: ${answer.status}`);
		}
		if (known.size >= ORIGINS_MAX) known.delete(known.keys().next().value as string);
		known.set(origin, { at: Date.now(), answer });
		return answer;
	}

	return {
		/** @throws IngestionFailure `robots_refused`, or what keeps robots.txt from being read */
		async admit(url: URL, signal: AbortSignal): Promise<void> {
			const { status, text } = await answerOf(url.origin, signal);
			if (status !== 200) return;
			const allowed = robotsParser(`${url.origin}/robots.txt`, text).isAllowed(url.href, USER_AGENT);
			if (allowed === false) throw new IngestionFailure('robots_refused', url.pathname);
		},
	};
}
