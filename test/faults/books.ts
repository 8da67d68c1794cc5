import type {
	ErrorCode,
	HoldAnswer,
	HoldBody,
	ReleaseBody,
	SettleAnswer,
	SettleBody,
} from '@answerpack/shared/contract';
import type { Pool } from '@answerpack/shared/pools';

/** How a hold ended, as the client was told. */
export type End =
	| { kind: 'settle'; body: SettleBody; spent: number; answer: SettleAnswer }
	| { kind: 'release'; body: ReleaseBody; spent: 0; answer: { released: number; left: number } };

/** A hold as a client knows it. Times are of this process, in milliseconds. */
export interface Hold {
	body: HoldBody;
	told: HoldAnswer;
	told_at: number;
	/** The amount that is held: more than was told first when it was extended. */
	raises: { at: number; by: number }[];
	/** When the end was first asked for: from then on nobody knows whether it is still held. */
	ending_at?: number;
	end?: End;
}

/** What all clients were told. */
export class Books {
	readonly holds: Hold[] = [];
	readonly refusals = new Map<ErrorCode, number>();
	/** By customer, in millicredits. */
	readonly granted = new Map<string, number>();
	readonly taken_back = new Map<string, number>();
	readonly claimed = new Set<string>();
	/** What the free reserve was raised to, and when that was first asked for. */
	readonly budgets: { at: number; amount: number }[] = [];

	refuse(code: ErrorCode): void {
		this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
	}

	/** What was spent of a pool, and what open holds hold of it, by whoever passes. */
	totals(pool: Pool, of: (hold: Hold) => boolean = () => true): { answers: number; spent: number; held: number } {
		const total = { answers: 0, spent: 0, held: 0 };
		for (const hold of this.holds.filter((hold) => hold.told.pool === pool && of(hold))) {
			if (hold.end?.kind === 'settle') total.answers += 1;
			if (hold.end) total.spent += hold.end.spent;
			else total.held += amountOf(hold);
		}
		return total;
	}

	/**
	 * Every moment at which clients together certainly had more of the free reserve than there was: what they had been told
	 * they hold and had not begun to end, and what they spent.
	 */
	overdrafts(): { at: number; out: number; budget: number }[] {
		const changes = this.holds
			.filter(({ told }) => told.pool === 'free_reserve')
			.flatMap((hold) => [
				{ at: hold.told_at, by: hold.told.amount },
				...hold.raises,
				...(hold.ending_at === undefined ? [] : [{ at: hold.ending_at, by: (hold.end?.spent ?? 0) - amountOf(hold) }]),
			])
			.sort((a, b) => a.at - b.at || a.by - b.by);
		let out = 0;
		return changes.flatMap(({ at, by }) => {
			out += by;
			const budget = Math.max(0, ...this.budgets.filter((raised) => raised.at <= at).map(({ amount }) => amount));
			return out > budget ? [{ at, out, budget }] : [];
		});
	}
}

/** What a hold holds until it ends. */
export function amountOf({ told, raises }: Hold): number {
	return raises.reduce((amount, { by }) => amount + by, told.amount);
}

/** Adds to a customer's sum. */
export function add(sums: Map<string, number>, key: string, amount: number): void {
	sums.set(key, (sums.get(key) ?? 0) + amount);
}
