import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../stack/pids.mjs';
import { customerWith, newCustomer, stage } from './answer-stage.ts';
import { expectToldIsBooked, spentSoFar } from './told.ts';
import { bookOf, leftInStrapi, query } from './truth.ts';
import { type Asked, ask, askUntilOver, newQuestion, shownAgain } from './visitors.ts';

/** Twenty pieces, of five tokens each. */
const TEXT = 'word '.repeat(100);
const PIECE_MS = 200;

export function medusaAway(): void {
	test('while Medusa is away nothing is asked of the model; what was being answered is delivered, and paid when it is back', async () => {
		stage.model.reset();
		stage.model.onMessage(/./, { content: TEXT }, { chunkSize: TEXT.length / 20, latency: PIECE_MS });
		const before = await spentSoFar();
		const url = stage.strapis[0].url;
		const asked = [
			newQuestion(),
			newQuestion({ pass: await customerWith(3, 'shop-help') }),
			newQuestion({ bot: 'metered', pass: await customerWith(20, 'metered') }),
		];
		const late = newQuestion({ pass: await customerWith(3, 'shop-help') });
		const customer = newCustomer('shop-help');
		const { lot_id } = await customer.give(1);
		const poor = newQuestion({ pass: customer.pass });
		const all = [...asked, late, poor];
		const reading = all.map((one) => ask(url, one));
		await until(() => all.every(({ events }) => events.length > 2));
		await customer.takeBack(lot_id, 1); // as soon as the hold lets go of it

		signal(-stage.medusa.child.pid, 'SIGKILL');
		await stage.medusa.child.ended;
		const requests = stage.model.getRequests().length;
		const refused = newQuestion();
		await ask(url, refused);
		expect(refused.refused).toMatchObject({
			status: 503,
			code: 'shop_unreachable',
			retry_after: expect.stringMatching(/^\d+$/),
		});
		expect(refused.events).toEqual([]);
		expect(stage.model.getRequests()).toHaveLength(requests);

		await Promise.all(reading);
		for (const { last } of all) expect(last).toMatchObject({ event: 'done', data: { answered: true } });
		expect(await leftInStrapi()).toEqual({ settlements: 5, running: 0 });
		for (const one of [late, poor]) {
			await expireHoldOf(one);
			expect(await bookOf(one)).toMatchObject({ state: 'expired', spent: 0 });
		}

		stage.medusa.child = await stage.medusa.start();
		await until(async () => (await leftInStrapi()).settlements === 0);
		expect((await askUntilOver([url], refused)).last).toMatchObject({ event: 'done' });
		// The credits that it would have been paid with are gone: the shop bears it, and that is what is shown from now on.
		expect(poor.last).toMatchObject({ data: { credits_used: 1 } });
		expect(await bookOf(poor)).toMatchObject({ state: 'settled', spent: 0, charged: 0, absorbed: 1000 });
		expect((await shownAgain([url], poor)).last).toMatchObject({ event: 'done', data: { credits_used: 0, left: 0 } });
		// Also the one that waited for longer than its hold lasted: its credits were still there.
		const told = await expectToldIsBooked([...asked, late, refused], before);
		expect(told).toEqual({ settled: 5, free: 0, interrupted: 0, refused: 0 });
	}, 120_000);
}

/** Lets the hold's time be over, and Medusa's sweeper come by. */
async function expireHoldOf({ id }: Asked): Promise<void> {
	await query('medusa', `update credits_hold set expires_at = now() - interval '1 second' where id = $1`, [id]);
	await query('medusa', 'select credits_expire_holds(100, null)');
}

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await is())) await pause(50);
}
