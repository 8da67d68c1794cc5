import type { HoldBody } from '@answerpack/shared/contract';
import type { Grant } from '../../types';
import { openLedger, settings } from '../ledger';

export const BOT = 'bot1';
export const USAGE = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
export const customer = (key: string) => ({ kind: 'customer', key }) as const;
export const visitor = (key: string) => ({ kind: 'visitor', key }) as const;

/**
 * A ledger for the scenarios of one file, on a database of its own: each begins with one bot and nothing else, in a process
 * that has just started, and after each the books are audited.
 */
export function setStage(name: string, published = () => settings()) {
	let books: Awaited<ReturnType<typeof openLedger>>;
	let ledger: typeof books.ledger;

	beforeAll(async () => {
		books = await openLedger(`answerpack_scenario_${name}`);
	});
	beforeEach(async () => {
		await books.clear();
		ledger = books.openProcess();
		await ledger.putBot(BOT, published());
	});
	afterEach(async () => {
		expect(await ledger.audit()).toEqual([]);
	});
	afterAll(() => books.close());

	return {
		get books() {
			return books;
		},
		get ledger() {
			return ledger;
		},
		reserve: (body: HoldBody, process = ledger) => process.reserve(BOT, body),
		settle: (id: string, amount = 1000, process = ledger) => process.settle(BOT, id, { amount, usage: USAGE }),
		release: (id: string, process = ledger) => process.release(BOT, id, { reason: 'failed' }),
		/** Ten credits, unless it says otherwise. */
		grant: (customer_id: string, source_key: string, grant: Partial<Grant> = {}) =>
			ledger.grant({ bot_id: BOT, customer_id, source_key, category: 'pack', amount: 10_000, ...grant }),
		credits: (customer_id: string) => ledger.customerCredits(BOT, customer_id),
		/** What the limited pools of the bot hold and have spent in the windows that are open now. */
		pools: async () => {
			const [bot] = await ledger.listBots();
			return Object.fromEntries(bot?.pools.map(({ pool, held, spent }) => [pool, { held, spent }]) ?? []);
		},
	};
}

/** Runs all of it at once. @returns what was answered, and how often each code was refused with. */
export async function allAtOnce<T>(asks: Promise<T>[]): Promise<{ answers: T[]; refused: Record<string, number> }> {
	const answers: T[] = [];
	const refused: Record<string, number> = {};
	for (const outcome of await Promise.allSettled(asks)) {
		if (outcome.status === 'fulfilled') answers.push(outcome.value);
		else refused[outcome.reason.code] = (refused[outcome.reason.code] ?? 0) + 1;
	}
	return { answers, refused };
}
