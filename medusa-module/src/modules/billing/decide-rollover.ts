/** What is left of one lot of the period that has ended. Millicredits. */
export interface Rest {
	lot_id: string;
	/** Can still be used, and must be taken from the old lot when it moves on. */
	left: number;
	/** Has expired unused since the period ended. */
	expired: number;
}

/** How much of a lot moves on: out of what is left, and out of what has expired. */
export interface Rolled {
	lot_id: string;
	take: number;
	expired: number;
}

/** Moves at most `max` of the rests on, in the order in which they are given; of each lot what has expired goes first. */
export function decideRollover(rests: readonly Rest[], max: number): Rolled[] {
	let room = max;
	const rolled: Rolled[] = [];
	for (const { lot_id, left, expired } of rests) {
		const gone = Math.min(room, expired);
		const take = Math.min(room - gone, left);
		room -= gone + take;
		if (gone + take > 0) rolled.push({ lot_id, take, expired: gone });
	}
	return rolled;
}
