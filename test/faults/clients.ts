import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { HoldBody, Subject } from '@answerpack/shared/contract';
import type { BotSettings } from '@answerpack/shared/pools';
import type { LedgerClient } from '@answerpack/shared/server';
import { add, amountOf, type Books, type Hold } from './books.ts';
import { type createCaller, outcomeOf } from './callers.ts';

const USAGE = { model: 'faults', input_tokens: 10, output_tokens: 20 };
/** Longer than any run: what clients leave open is open at the end. */
const TTL_SECONDS = 3600;

export interface Street {
	bot_id: string;
	call: ReturnType<typeof createCaller>;
	/** Gives, takes back and claims, at any process, until it is known how that ended. */
	shop<T>(path: string, options: { token: string; body: object }): Promise<T>;
	books: Books;
	/** Whether it is time to go. */
	over(): boolean;
}

const chance = (share: number) => Math.random() < share;
const upTo = (most: number) => Math.floor(Math.random() * (most + 1));
/** Nobody asks without reading. */
const read = () => pause(50 + upTo(200));

/** Visitors, customers and operators: somebody who asks, again and again. */
export async function asker(street: Street, subject: Subject, purpose: HoldBody['purpose'] = 'answer'): Promise<void> {
	while (!street.over()) {
		const hold = await take(street, { subject, purpose, amount: 500 + upTo(1000) });
		if (hold) {
			if (chance(0.2)) await raise(street, hold);
			if (chance(0.9)) await end(street, hold);
		}
		await read();
	}
}

async function take({ bot_id, call, books }: Street, asked: Pick<HoldBody, 'subject' | 'purpose' | 'amount'>) {
	const body: HoldBody = { id: randomUUID(), ttl_seconds: TTL_SECONDS, ...asked };
	const outcome = await outcomeOf(impatiently(() => call((ledger) => ledger.hold(bot_id, body))));
	if ('refused' in outcome) {
		books.refuse(outcome.refused);
		return undefined;
	}
	const hold: Hold = { body, told: outcome.answer, told_at: performance.now(), raises: [] };
	books.holds.push(hold);
	return hold;
}

async function raise({ bot_id, call, books }: Street, hold: Hold): Promise<void> {
	const before = amountOf(hold);
	const body = { ttl_seconds: TTL_SECONDS, amount: before + 1 + upTo(500) };
	const outcome = await outcomeOf(call((ledger) => ledger.extend(bot_id, hold.told.id, body)));
	if ('refused' in outcome) books.refuse(outcome.refused);
	else hold.raises.push({ at: performance.now(), by: outcome.answer.amount - before });
}

/** Settles less than is held, or all of it, or more; or lets go. */
async function end({ bot_id, call }: Street, hold: Hold): Promise<void> {
	hold.ending_at = performance.now();
	if (chance(0.25)) {
		const body = { reason: 'no answer' };
		const answer = await impatiently(() => call((ledger) => ledger.release(bot_id, hold.told.id, body)));
		hold.end = { kind: 'release', body, spent: 0, answer };
		return;
	}
	const body = { amount: upTo(Math.round(amountOf(hold) * 1.2)), usage: USAGE };
	const answer = await impatiently(() => call((ledger) => ledger.settle(bot_id, hold.told.id, body)));
	hold.end = { kind: 'settle', body, spent: answer.spent, answer };
}

/** Now and then asks twice at once, maybe at both processes: both must hear the same. */
async function impatiently<T>(ask: () => Promise<T>): Promise<T> {
	if (!chance(0.1)) return ask();
	const [one, other] = await Promise.all([outcomeOf(ask()), outcomeOf(ask())]);
	// A refusal leaves no row behind: somebody else may let go of something between the two.
	if ('answer' in one && 'answer' in other) expect(other.answer).toEqual(one.answer);
	return 'answer' in one ? one.answer : 'answer' in other ? other.answer : ask();
}

/** Gives a customer credits again and again, and takes some of them back. */
export async function owner(street: Street, token: string, customers: string[]): Promise<void> {
	while (!street.over()) {
		const customer = customers[upTo(customers.length - 1)] as string;
		const path = `/admin/answerpack/customers/${customer}/adjustments`;
		const about = { bot_id: street.bot_id, reason: 'faults' };
		const given = 2 + upTo(3);
		const gift = { kind: 'give', id: randomUUID(), credits: given, ...about };
		const { lot_id } = await street.shop<{ lot_id: string }>(path, { token, body: gift });
		add(street.books.granted, customer, given * 1000);
		if (chance(0.3)) {
			const taking = { kind: 'take_back', id: randomUUID(), lot_id, credits: 1, ...about };
			const { revoked } = await street.shop<{ revoked: number }>(path, { token, body: taking });
			add(street.books.taken_back, customer, revoked);
		}
		await read();
	}
}

/** Claims a giveaway once; "claimed already" is what an answer that was lost looks like afterwards. */
export async function claimer(
	street: Street,
	{ id, token }: { id: string; token: string },
	code: string,
): Promise<void> {
	const path = `/store/answerpack/bots/${street.bot_id}/giveaways`;
	const outcome = await outcomeOf(street.shop(path, { token, body: { code } }), [409, 410]);
	if ('answer' in outcome || outcome.refused === 'giveaway_claimed') street.books.claimed.add(id);
	else street.books.refuse(outcome.refused);
}

/** Publishes the bot again and again, each time with a larger free reserve. */
export async function editor({ bot_id, call, books, over }: Street, settings: BotSettings): Promise<void> {
	const publish = (ledger: LedgerClient, version: number, credits: number) => {
		const free_reserve = { ...settings.pools.free_reserve, credits };
		return ledger.putBot(bot_id, { ...settings, version, pools: { ...settings.pools, free_reserve } });
	};
	for (let version = settings.version, { credits } = settings.pools.free_reserve; !over(); version++, credits += 20) {
		books.budgets.push({ at: performance.now(), amount: credits * 1000 });
		const stored = await call((ledger) => publish(ledger, version, credits));
		expect(stored.version).toBe(version);
		await pause(1000 + upTo(2000));
	}
}
