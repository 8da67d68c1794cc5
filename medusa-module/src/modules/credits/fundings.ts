import {
	type BotSettings,
	fundingOrder,
	type Pool,
	PURPOSES,
	type Purpose,
	SUBJECT_KINDS,
	type SubjectKind,
} from '@answerpack/shared/pools';

/** What a hold is for: whose answer, and which purpose. */
export interface Use {
	kind: SubjectKind;
	purpose: Purpose;
}

/** Every use there is. */
export const USES: Use[] = SUBJECT_KINDS.flatMap((kind) => PURPOSES.map((purpose) => ({ kind, purpose })));

/** Who may pay for some uses, in the form in which the ledger's SQL functions take it. */
export interface Fundings {
	/** A literal of `credits_funding[]`: the fundings of all uses, one after the other. */
	all: string;
	/** The pool of each funding. */
	pools: Pool[];
	/** Which use and pool each funding is for: `visitor answer free_reserve`. */
	names: string[];
	/** Where the fundings of each use begin and end, counted from 1; without any, the end is before the beginning. */
	first: number[];
	last: number[];
}

/** Decides who may pay for each use, in order ({@link fundingOrder}). */
export function fundingsOf({ pools: settings }: BotSettings, uses: Use[]): Fundings {
	const rows: string[] = [];
	const fundings: Omit<Fundings, 'all'> = { pools: [], names: [], first: [], last: [] };
	for (const { kind, purpose } of uses) {
		fundings.first.push(rows.length + 1);
		for (const { pool, window, budget, subject_limit, share, share_limit } of fundingOrder(settings, kind, purpose)) {
			rows.push(`"(${[pool, window, budget, subject_limit, share, share_limit].join(',')})"`);
			fundings.pools.push(pool);
			fundings.names.push(`${kind} ${purpose} ${pool}`);
		}
		fundings.last.push(rows.length);
	}
	return { all: `{${rows.join(',')}}`, ...fundings };
}
