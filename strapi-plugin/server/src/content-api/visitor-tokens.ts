import { randomUUID } from 'node:crypto';
import { AnswerpackError, type Subject, type VisitorAnswer } from '@answerpack/shared/contract';
import { readSecrets, signToken, type TokenClaims, VISITOR_TTL_SECONDS, verifyToken } from '@answerpack/shared/server';
import type { HashedSubject } from '../answering/answer-store';
import type { KeyedHash } from '../privacy/keyed-hash';

/** Who asks, as a pass or visitor token says. */
export class Asker {
	constructor(
		private readonly claims: TokenClaims,
		private readonly hash: KeyedHash,
	) {}

	get subject(): Subject {
		return { kind: this.claims.kind, key: this.claims.key };
	}

	/** What the limits count by. */
	get visitor(): string {
		return `${this.claims.kind}:${this.claims.key}`;
	}

	/** @throws AnswerpackError `not_allowed`: this pass is for another bot. */
	assertMayAsk(botId: string): void {
		if (!this.mayAsk(botId)) throw new AnswerpackError('not_allowed');
	}

	/** Whether something of this bot and asker is their own. */
	owns({ bot_id, asker }: { bot_id: string; asker: HashedSubject }): boolean {
		const own = this.hash.subject(this.subject);
		return this.mayAsk(bot_id) && asker.kind === own.kind && asker.hash === own.hash;
	}

	private mayAsk(botId: string): boolean {
		return this.claims.kind === 'visitor' || this.claims.bot_id === botId;
	}
}

export interface VisitorTokens {
	/** A token for a browser that nobody has signed in from. */
	mint(): VisitorAnswer;
	/** @throws AnswerpackError `pass_missing`, `pass_invalid`, `pass_expired`. */
	read(token: string | undefined): Asker;
}

export function createVisitorTokens(serviceSecret: string, hash: KeyedHash): VisitorTokens {
	const secrets = readSecrets(serviceSecret);
	return {
		mint() {
			const expires_at = Date.now() + VISITOR_TTL_SECONDS * 1000;
			const token = signToken({ kind: 'visitor', key: randomUUID(), expires_at }, secrets[0]);
			return { token, expires_at: new Date(expires_at).toISOString() };
		},
		read: (token) => new Asker(verifyToken(token, secrets), hash),
	};
}
