import fc from 'fast-check';
import { decideRollover, type Rest } from '../decide-rollover';

const rest = (lot_id: string, left: number, expired: number): Rest => ({ lot_id, left, expired });

describe('what moves on into the next period', () => {
	it.each<[string, Rest[], number, object[]]>([
		['is nothing without a rest', [], 5, []],
		['is all that is left, up to the most', [rest('a', 3, 0)], 5, [{ lot_id: 'a', take: 3, expired: 0 }]],
		['is no more than the most', [rest('a', 9, 0)], 5, [{ lot_id: 'a', take: 5, expired: 0 }]],
		['is what has expired first', [rest('a', 4, 3)], 5, [{ lot_id: 'a', take: 2, expired: 3 }]],
		[
			'comes from one lot after the other',
			[rest('a', 2, 0), rest('b', 0, 0), rest('c', 9, 0)],
			5,
			[
				{ lot_id: 'a', take: 2, expired: 0 },
				{ lot_id: 'c', take: 3, expired: 0 },
			],
		],
		['is nothing where nothing may', [rest('a', 2, 2)], 0, []],
	])('%s', (_what, rests, max, expected) => {
		expect(decideRollover(rests, max)).toEqual(expected);
	});

	it('is the smaller of the rest and the most, whatever the lots', () => {
		const amounts = fc.nat(1_000_000);
		const rests = fc.array(fc.tuple(amounts, amounts).map(([left, expired]) => rest('lot', left, expired)));
		fc.assert(
			fc.property(rests, amounts, (all, max) => {
				const total = all.reduce((sum, { left, expired }) => sum + left + expired, 0);
				const moved = decideRollover(all, max).reduce((sum, { take, expired }) => sum + take + expired, 0);
				expect(moved).toBe(Math.min(total, max));
			}),
		);
	});
});
