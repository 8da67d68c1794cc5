import { readCredits, readWhole } from '../offers/draft';

/** A giveaway to be. */
export interface NewGiveaway {
	bot_id: string;
	code: string;
	name: string;
	credits: number;
	total_credits: number;
	starts_at: string;
	ends_at: string;
	valid_days: number | null;
}

/** A giveaway as it stands in the form. */
export interface GiveawayDraft {
	bot_id: string;
	code: string;
	name: string;
	credits: string;
	total: string;
	ends_at: Date | null;
	/** How long claimed credits last; empty: without end. */
	valid_days: string;
}

export type GiveawayProblems = Partial<Record<keyof GiveawayDraft, string>>;

const TOTAL_MAX = 1_000_000_000;
const VALID_DAYS_MAX = 3650;
/** Letters, digits and dashes, as the contract has it; the case does not matter. */
const CODE = /^[A-Z0-9][A-Z0-9-]{2,63}$/i;

/** What is sent to add a giveaway that begins now, or what is wrong with it. */
export function readGiveaway(
	draft: GiveawayDraft,
	now: Date,
): { problems: GiveawayProblems } | { giveaway: NewGiveaway } {
	const problems: GiveawayProblems = {};
	const code = draft.code.trim().toUpperCase();
	if (!CODE.test(code)) problems.code = 'giveaway.code_wrong';
	const name = draft.name.trim();
	if (!name) problems.name = 'giveaway.name_missing';
	const credits = readCredits(draft.credits);
	if (credits === undefined) problems.credits = 'product.credits_missing';
	const total_credits = readCredits(draft.total, TOTAL_MAX);
	if (total_credits === undefined) problems.total = 'product.credits_missing';
	else if (credits !== undefined && total_credits < credits) problems.total = 'giveaway.total_small';
	if (!draft.ends_at) problems.ends_at = 'giveaway.end_missing';
	else if (draft.ends_at <= now) problems.ends_at = 'giveaway.end_past';
	const valid_days = draft.valid_days.trim() === '' ? null : readWhole(draft.valid_days, VALID_DAYS_MAX);
	if (valid_days === undefined) problems.valid_days = 'form.days_wrong';
	if (Object.keys(problems).length > 0 || !credits || !total_credits || !draft.ends_at || valid_days === undefined) {
		return { problems };
	}
	const when = { starts_at: now.toISOString(), ends_at: draft.ends_at.toISOString() };
	return { giveaway: { bot_id: draft.bot_id, code, name, credits, total_credits, ...when, valid_days } };
}
