import { hold, openLedger, settings } from './ledger';

describe('the auditor', () => {
	let books: Awaited<ReturnType<typeof openLedger>>;

	beforeAll(async () => {
		books = await openLedger('answerpack_audit_spec');
	});
	beforeEach(async () => {
		await books.clear();
		const owner_cap = { credits_per_month: 9, alert_at_percent: [], open_to_visitors_percent: 0, training_percent: 50 };
		await books.ledger.putBot('bot1', settings({ pools: { owner_cap } }));
		for (const customer_id of ['cus_1', 'cus_2']) {
			const grant = { bot_id: 'bot1', customer_id, source_key: customer_id, category: 'pack', amount: 5000 } as const;
			await books.ledger.grant(grant);
			await books.ledger.reserve('bot1', hold({ subject: { kind: 'customer', key: customer_id } }));
		}
		await books.ledger.reserve('bot1', hold());
		await books.ledger.reserve('bot1', hold({ subject: { kind: 'operator', key: 'editor' }, purpose: 'training' }));
	});
	afterAll(() => books.close());

	it('finds nothing in books that are right', async () => {
		expect(await books.ledger.audit()).toEqual([]);
	});

	it.each([
		['an account is the sum of its lots', "update credits_account set spent = 1 where customer_id = 'cus_1'"],
		[
			'a pool window is the sum of its holds, and so is each of its shares',
			"update credits_pool_window set held = held + 1 where pool = 'free_reserve'",
		],
		[
			'a pool window is the sum of its holds, and so is each of its shares',
			"update credits_pool_window set training = training - 1 where pool = 'owner_cap'",
		],
		['a visitor window is the sum of its holds', 'update credits_visitor_window set held = held - 1'],
		[
			'a lot is held and spent by its legs',
			"update credits_lot set held = held - 1, spent = 1 where customer_id = 'cus_2'",
		],
		[
			'an open hold of a customer holds its amount in lots, an ended one nothing, and it spent what its legs spent',
			"update credits_hold set amount = 999 where subject_key = 'cus_1'",
		],
		[
			'replaying the entries gives the tables',
			"update credits_lot set available = available - 1, revoked = 1 where customer_id = 'cus_1'",
		],
		[
			'a customer’s credits pay for nobody else’s answer',
			"update credits_hold set subject_key = 'cus_2' where subject_key = 'cus_1'",
		],
		[
			'what was taken back of a lot, and is still owed, is what its reversals asked for',
			"update credits_lot set available = available - 1, revoked = 1 where customer_id = 'cus_1'",
		],
		[
			'a lot is disputed as often as disputes over it are open',
			"update credits_lot set disputes = 1 where customer_id = 'cus_1'",
		],
		['a leg has its hold and its lot, and a hold its window', "delete from credits_hold where subject_key = 'cus_1'"],
		[
			'a leg has its hold and its lot, and a hold its window',
			"delete from credits_pool_window where pool = 'owner_cap'",
		],
		[
			'a giveaway gave what its lots were granted',
			`insert into credits_giveaway (bot_id, code, name, amount, total, claimed, starts_at, ends_at)
				values ('bot1', 'CODE', 'Code', 1, 1, 1, now(), now() + interval '1 day')`,
		],
		[
			'what the bot absorbed is what its holds could not pay',
			"update credits_hold set absorbed = 1 where subject_key = 'cus_1'",
		],
		['a visitor window is the sum of its holds', 'delete from credits_visitor_window'],
		[
			'a hold is in a state that there is, and never spent more than it held',
			"update credits_hold set ended_at = now() where subject_key = 'v1'",
		],
		[
			'what a hold holds and spent is what its entries moved',
			"update credits_hold set id = gen_random_uuid() where subject_key = 'v1'",
		],
		[
			'what reports say was used is what settled holds spent',
			"insert into credits_usage values ('bot1', '2026-03-10', 'free_reserve', 'answer', 1, 0)",
		],
	])('names the first row for which it is not true that %s', async (invariant, damage) => {
		await books.rows(damage);
		const found = (await books.ledger.audit()).find((breach) => breach.invariant === invariant);
		expect(found).toMatchObject({ bot_id: 'bot1', row: expect.any(String), figures: expect.any(Object) });
	});

	it.each([
		['that do not add up', 'update credits_lot set available = available + 1'],
		[
			'of which a movement takes nothing',
			"insert into credits_entry (bot_id, at, operation, source, target, amount) values ('bot1', now(), 'grant', 'issued', 'available', 0)",
		],
		['below zero', 'update credits_lot set available = -1, revoked = revoked + available + 1'],
	])('has no need to look for books %s: the database refuses them', async (_, damage) => {
		await expect(books.rows(damage)).rejects.toThrow('check constraint');
	});
});
