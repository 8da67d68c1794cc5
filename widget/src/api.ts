/** Something that did not work: a code of the contract, or the widget's own `offline`, `unreachable`. */
export interface Failure {
	code: string;
	message: string;
	/** The HTTP status; nothing when there was no answer at all. */
	status?: number;
	details?: Record<string, unknown> | undefined;
	/** True when the server has ended this answer, so that it can only be asked anew. */
	ended: boolean;
}

/** A failure, to be thrown. Plain data: where it comes from does not matter, what it says is shown. */
export const failure = (facts: Partial<Failure> & Pick<Failure, 'code'>): Failure => ({
	message: '',
	ended: false,
	...facts,
});

/** Whatever was thrown, as a {@link Failure}; what is not ours is `fetch` that found no way. */
export function toFailure(error: unknown): Failure {
	const isOurs = 'ended' in (error as object);
	return isOurs ? (error as Failure) : failure({ code: navigator.onLine ? 'unreachable' : 'offline' });
}

/** `fetch`, with every refusal as a {@link Failure}. The pass and the token say who asks; a cookie does only where it is wanted. */
export async function request(url: string, init?: RequestInit): Promise<Response> {
	const response = await fetch(url, { credentials: 'omit', ...init });
	if (response.ok) return response;
	// Our routes say a code; a proxy, or Medusa's own refusal, has a status alone.
	const { status } = response;
	const answer = await response.json().catch(() => {});
	throw failure({ code: codeOf(status), ...answer?.error, status });
}

/** What is sent as JSON. */
export const post = (body: object): RequestInit => ({
	method: 'POST',
	headers: { 'Content-Type': 'application/json' },
	body: JSON.stringify(body),
});

function codeOf(status: number): string {
	if (status === 429) return 'too_many_requests';
	return status > 501 ? 'unreachable' : 'internal';
}
