import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../stack/pids.mjs';
import { customerWith, stage } from './answer-stage.ts';
import { expectToldIsBooked, spentSoFar } from './told.ts';
import { bookOf, leftInStrapi, query } from './truth.ts';
import { type Asked, ask, askUntilOver, newQuestion } from './visitors.ts';

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
		const reading = [...asked, late].map((one) => ask(url, one));
		await until(() => [...asked, late].every(({ events }) => events.length > 2));

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
		for (const { last } of asked) expect(last).toMatchObject({ event: 'done', data: { answered: true } });
		expect(await leftInStrapi()).toEqual({ settlements: 4, running: 0 });
		await expireHoldOf(late);
		expect(await bookOf(late)).toMatchObject({ state: 'expired', spent: 0 });

		stage.medusa.child = await stage.medusa.start();
		await until(async () => (await leftInStrapi()).settlements === 0);
		expect((await askUntilOver([url], refused)).last).toMatchObject({ event: 'done' });
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
