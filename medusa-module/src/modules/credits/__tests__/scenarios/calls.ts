import type CreditsModuleService from '../../service';

type Ledger = CreditsModuleService;
type Operation =
	| 'grant'
	| 'claimGiveaway'
	| 'reserve'
	| 'extend'
	| 'settle'
	| 'release'
	| 'revoke'
	| 'freeze'
	| 'thaw'
	| 'expireHolds'
	| 'expireLots';

/** A call of the ledger as data, which can be sent to another process, and made again. */
export type Call = { [Name in Operation]: [Name, ...Parameters<Ledger[Name]>] }[Operation];

/** Calls for another process, to be made at this time of the ledger's clock. */
export interface Job {
	at: string;
	calls: Call[];
}

/** How a call went. */
export type Outcome = { answer: unknown } | { error: string };

export function make(ledger: Ledger, [name, ...args]: Call): Promise<unknown> {
	return (ledger[name] as (...args: unknown[]) => Promise<unknown>).call(ledger, ...args);
}

export function outcomeOf(promise: Promise<unknown>): Promise<Outcome> {
	return promise.then(
		(answer) => ({ answer }),
		(error: { code?: string; message: string }) => ({ error: error.code ?? error.message }),
	);
}
