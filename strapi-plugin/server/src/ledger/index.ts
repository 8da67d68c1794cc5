import { type AnswerpackError, isAnswerpackError } from '@answerpack/shared/contract';
import { createLedgerClient, type LedgerClient, readSecrets } from '@answerpack/shared/server';

export type { LedgerClient } from '@answerpack/shared/server';

interface Log {
	error(message: string): void;
	info(message: string): void;
}

export interface WatchedLedger {
	ledger: LedgerClient;
	/** Why the last call found no ledger there, as an error code; `undefined` when it did. */
	trouble(): string | undefined;
	/** Calls `listener` when Medusa answers again after it had not. */
	onRecovery(listener: () => void): void;
}

/**
 * The ledger client, with the operator told once when Medusa stops answering and once when it is back. Visitors learn
 * neither the reason nor the address: to them a wrong secret and a dead shop are the same `shop_unreachable`.
 */
export function createWatchedLedger(options: { url: string; serviceSecret: string; log: Log }): WatchedLedger {
	const { url, log } = options;
	const client = createLedgerClient({ url, secret: readSecrets(options.serviceSecret)[0] });
	const shop = new URL(url).origin; // without a user name or password that the address may hold
	const listeners: (() => void)[] = [];
	let trouble: string | undefined;

	function report(code: string | undefined) {
		if (code === trouble) return;
		const recovered = trouble !== undefined && code === undefined;
		trouble = code;
		if (code) log.error(sentence(code, shop));
		if (!recovered) return;
		log.info(`Answerpack: Medusa at ${shop} answers again. What was waiting is being sent.`);
		for (const listener of listeners) listener();
	}

	const watched = Object.fromEntries(
		Object.entries(client).map(([name, call]) => [
			name,
			async (...args: unknown[]) => {
				try {
					const answer = await (call as (...args: unknown[]) => Promise<unknown>)(...args);
					report(undefined);
					return answer;
				} catch (error) {
					report(isAnswerpackError(error) && isTrouble(error) ? error.code : undefined);
					throw error;
				}
			},
		]),
	);
	return {
		ledger: watched as LedgerClient,
		trouble: () => trouble,
		onRecovery: (listener) => listeners.push(listener),
	};
}

/** True when Medusa did not answer as a ledger: the same call may succeed later. Refusals are answers. */
export function isTrouble({ code }: AnswerpackError): boolean {
	return ['shop_unreachable', 'ledger_unreachable', 'service_secret_wrong', 'internal'].includes(code);
}

function sentence(code: string, shop: string): string {
	if (code === 'service_secret_wrong') {
		return `Answerpack: Medusa at ${shop} does not accept the service secret. Give Strapi and Medusa the same one and restart; until then no bot answers, and settings wait.`;
	}
	if (code === 'ledger_unreachable') {
		return `Answerpack: Medusa at ${shop} cannot reach its database; until it can, no bot answers. Settings and settlements wait and are sent then.`;
	}
	return `Answerpack: Medusa at ${shop} cannot be reached as a ledger. Start it, or correct medusaUrl; until then no bot answers. Settings and settlements wait and are sent then.`;
}
