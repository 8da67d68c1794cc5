/** What a failure says besides its code. */
interface FailureFacts {
	message: string;
	/** The HTTP status; 0 when there was no answer at all. */
	status: number;
	details: Record<string, unknown>;
	/** True when the server has ended this answer, so that it can only be asked anew. */
	ended: boolean;
}

/** Something that did not work: a code of the contract, or the widget's own `offline`, `unreachable`, `dropped`. */
export interface Failure extends FailureFacts {
	code: string;
}

/** A failure, to be thrown. */
export function failure(code: string, facts: Partial<FailureFacts> = {}): Failure {
	return Object.assign(new Error(), { code, message: '', status: 0, details: {}, ended: false, ...facts });
}

/** Whatever was thrown, as a {@link Failure}; what is not ours is `fetch` that found no way. */
export function toFailure(error: unknown): Failure {
	const { code } = error as Partial<Failure>;
	if (typeof code === 'string') return error as Failure;
	return failure(navigator.onLine === false ? 'offline' : 'unreachable');
}

/** `fetch`, with every refusal as a {@link Failure}. The pass and the token say who asks; a cookie of the same host must not. */
export async function request(url: string, init?: RequestInit): Promise<Response> {
	const response = await fetch(url, { ...init, credentials: 'omit' });
	if (response.ok) return response;
	// Our routes say a code; a proxy, or Medusa's own refusal, has a status alone.
	const { status } = response;
	const { code = codeOf(status), message = '', details = {} } = (await response.json().catch(() => 0))?.error ?? {};
	throw failure(code, { message, details, status });
}

function codeOf(status: number): string {
	if (status === 429) return 'too_many_requests';
	return status > 501 ? 'unreachable' : 'internal';
}
