import type { BigNumberInput } from '@medusajs/framework/types';
import { MathBN } from '@medusajs/framework/utils';

/** What an order's money is for: lines that sell a bot's credits, and the rest, whose bot is `null`. */
export interface Part {
	line_item_id: string | null;
	bot_id: string | null;
	/** What its pieces cost when they were bought; and those that are left, which were not returned or written off. */
	bought: BigNumberInput;
	left: BigNumberInput;
}

/** Money that came in or went back. */
export interface Movement {
	kind: 'captured' | 'refunded';
	at: Date;
	amount: BigNumberInput;
	/** The lines that a refund of unused credits names; nothing for any other money. */
	line_item_ids?: string[];
}

export interface Apportioned {
	bot_id: string;
	kind: Movement['kind'];
	at: Date;
	amount: number;
}

/**
 * What of an order's money is each bot's. No payment says which line it is for, so:
 * - what is captured is for all parts by what they cost;
 * - a refund of unused credits is for the lines that it names;
 * - any other refund is first for the pieces that went back, and beyond what they cost for all that is left, by what it cost.
 *   So a kettle that is returned does not lower what the credits beside it brought.
 */
export function apportion(parts: Part[], movements: Movement[]): Apportioned[] {
	const gone = parts.map(({ bought, left }) => MathBN.max(0, MathBN.sub(bought, left)));
	const left = parts.map((part) => part.left);
	const goneTotal = MathBN.sum(0, ...gone);
	let refunded: BigNumberInput = 0;
	return [...movements]
		.sort((a, b) => a.at.getTime() - b.at.getTime())
		.flatMap((movement) => {
			const { kind, at, amount, line_item_ids } = movement;
			let shares: BigNumberInput[];
			if (kind === 'captured') {
				shares = split(
					amount,
					parts.map(({ bought }) => bought),
				);
			} else if (line_item_ids) {
				const named = parts.map((part) => (line_item_ids.includes(part.line_item_id ?? '') ? part.bought : 0));
				shares = split(amount, named);
			} else {
				const forGone = MathBN.max(0, MathBN.min(amount, MathBN.sub(goneTotal, refunded)));
				const ofGone = split(forGone, gone);
				const ofLeft = split(MathBN.sub(amount, forGone), left);
				shares = parts.map((_, n) => MathBN.add(ofGone[n] ?? 0, ofLeft[n] ?? 0));
				refunded = MathBN.add(refunded, amount);
			}
			return byBot(parts, shares).map(([bot_id, share]) => ({ bot_id, kind, at, amount: share }));
		});
}

/** An amount in proportion to weights; evenly when none weighs anything. */
function split(amount: BigNumberInput, weights: BigNumberInput[]): BigNumberInput[] {
	const total = MathBN.sum(0, ...weights);
	if (MathBN.eq(total, 0)) return weights.map(() => MathBN.div(amount, weights.length));
	return weights.map((weight) => MathBN.div(MathBN.mult(amount, weight), total));
}

function byBot(parts: Part[], shares: BigNumberInput[]): [bot_id: string, amount: number][] {
	const bots = new Set(parts.flatMap(({ bot_id }) => bot_id ?? []));
	return [...bots].map((bot_id) => [
		bot_id,
		MathBN.sum(0, ...shares.filter((_, n) => parts[n]?.bot_id === bot_id)).toNumber(),
	]);
}
