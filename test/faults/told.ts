import { createLedgerClient } from '@answerpack/shared/server';
import { stage } from './answer-stage.ts';
import { booksOf, expectRightBooks } from './truth.ts';
import { type Asked, shownAgain } from './visitors.ts';

const DAY_MS = 24 * 3600 * 1000;
/** How many are asked at once what they are shown. */
const READERS = 16;

/** What both bots have spent, in millicredits. */
export async function spentSoFar(): Promise<number> {
	const { url } = stage.medusa;
	const ledger = createLedgerClient({ url, secret: stage.shop.state.secrets.service });
	const [from, to] = [-2, 2].map((days) => new Date(Date.now() + days * DAY_MS).toISOString()) as [string, string];
	let spent = 0;
	for (const bot_id of Object.values(stage.bots)) {
		const { usage } = await ledger.usage(bot_id, { from, to, by: 'month' });
		for (const row of usage) spent += row.spent;
	}
	return spent;
}

/** What an answer has cost, as somebody was told: how it ended, which pool paid, and how much, in millicredits. */
function toldOf({ last, refused }: Asked) {
	if (last?.event === 'done') {
		const { credits_used, pool, answered } = last.data;
		return { end: answered ? 'settled' : 'free', spent: Math.round(credits_used * 1000), pool };
	}
	if (last) return { end: 'interrupted', spent: 0 };
	return { end: refused?.status === 402 ? 'refused' : `lost (${refused?.status} ${refused?.code})`, spent: 0 };
}

/**
 * Expects that every answer has ended, in one way only: what its asker was told, what whoever comes back is shown, and what
 * the ledger says are the same, and so are the sums.
 * @param before what had been spent before the first of them
 * @returns how many ended how
 */
export async function expectToldIsBooked(asked: Asked[], before: number) {
	const books = await booksOf(asked);
	const urls = stage.strapis.map(({ url }) => url);
	const ends = { settled: 0, free: 0, interrupted: 0, refused: 0 };
	const wrong: object[] = [];
	const left = asked.values();
	await Promise.all(
		Array.from({ length: READERS }, async () => {
			for (const one of left) {
				const told = toldOf(one);
				const shown = told.end === 'refused' ? told : toldOf(await shownAgain(urls, one));
				const book = books.get(one.id);
				const booked = book
					? { end: ENDS[book.state], spent: book.spent, charged: book.charged, absorbed: book.absorbed }
					: { end: 'nothing', spent: 0, charged: 0, absorbed: 0 };
				const isRight =
					JSON.stringify(shown) === JSON.stringify(told) &&
					booked.spent === told.spent &&
					booked.charged === told.spent &&
					// The last piece may be worth more than was left.
					(booked.absorbed === 0 || booked.spent === book?.amount) &&
					(told.end === 'settled' ? booked.end === 'settled' && book?.pool === told.pool : booked.end !== 'settled') &&
					booked.end !== 'open' &&
					told.end in ends;
				if (isRight) ends[told.end as keyof typeof ends] += 1;
				else wrong.push({ id: one.id, told, shown, booked, last: one.last });
			}
		}),
	);
	expect(wrong).toEqual([]);
	const spent = [...books.values()].reduce((sum, book) => sum + book.spent, 0);
	expect((await spentSoFar()) - before).toBe(spent);
	await expectRightBooks();
	return ends;
}

const ENDS = { open: 'open', settled: 'settled', released: 'free', expired: 'free' } as const;
