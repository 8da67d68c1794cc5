import { givenBack, standing } from '../given-back';

describe('what was given back of a payment', () => {
	test.each([
		['what Medusa made, when nothing else is known', 5, undefined, 5],
		['once, what Medusa made and Stripe has heard of', 5, { refunded: 5, failed: 0, lost: 0 }, 5],
		['what was made at Stripe', 0, { refunded: 3, failed: 0, lost: 0 }, 3],
		['both, when each made one', 5, { refunded: 8, failed: 0, lost: 0 }, 8],
		['what Medusa made since Stripe was asked', 8, { refunded: 3, failed: 0, lost: 0 }, 8],
		['not what came to nothing, whoever made it', 5, { refunded: 5, failed: 5, lost: 0 }, 0],
		['what was made again after that', 10, { refunded: 5, failed: 5, lost: 0 }, 5],
		['what a lost dispute took, too', 2.5, { refunded: 2.5, failed: 0, lost: 7.5 }, 10],
	])('is %s', (_, recorded, known, expected) => {
		expect(givenBack(recorded, known)).toBe(expected);
	});
});

test('a refund of unused credits that came to nothing names nothing, and others still do', () => {
	const refund = (id: string, money: number) => ({ id, total: money, money, lines: [] });
	const refunds = [refund('first', 5), refund('second', 2.5)];
	expect(standing(refunds, 7.5)).toEqual(refunds);
	expect(standing(refunds, 5)).toEqual([refunds[0]]);
	expect(standing(refunds, 2.5)).toEqual([refunds[1]]);
	expect(standing(refunds, 0)).toEqual([]);
});
