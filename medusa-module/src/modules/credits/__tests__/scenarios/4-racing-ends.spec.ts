import { hold, NOON } from '../ledger';
import { BOT, customer, setStage, visitor } from './stage';

describe('scenario 4: settle, release, expire and revoke of one hold at once', () => {
	const stage = setStage('4');
	const { reserve, settle, release, grant, credits } = stage;

	it('end it in exactly one way, and the lot adds up, in whatever order they come', async () => {
		const processes = [stage.ledger, stage.books.openProcess(), stage.books.openProcess()];
		const ways = new Set<string>();
		for (let round = 0; round < 24; round++) {
			stage.books.setNow(NOON);
			const key = `cus_${round}`;
			const { lot_id } = await grant(key, `grant:${key}`);
			const { id } = await reserve(hold({ subject: customer(key), amount: 4000 }));
			stage.books.setNow('2026-03-10T12:01:00Z'); // it may be expired from now on
			const enders = [
				() => settle(id, 3000, processes[0]),
				() => release(id, processes[1]),
				() => processes[2]?.expireHolds(10),
				() => stage.ledger.revoke(BOT, { key: `reversal:${key}`, lot_id, amount: 10_000, reason: 'refund' }),
			];
			// Another one begins in each round.
			const turned = [...enders.slice(round % 4), ...enders.slice(0, round % 4)];
			const outcomes = await Promise.allSettled(turned.map((end) => end()));
			const [settled, released, , revoked] = enders.map((end) => outcomes[turned.indexOf(end)]?.status);

			const [answer] = (await stage.ledger.customerAnswers(key, { limit: 1, offset: 0 })).answers;
			ways.add(`${answer?.state}`);
			expect(revoked).toBe('fulfilled');
			expect([settled, released].filter((status) => status === 'fulfilled')).toHaveLength(1);
			expect(settled === 'fulfilled' ? ['settled'] : ['released', 'expired']).toContain(answer?.state);
			const { left, held, lots } = await credits(key);
			const spent = answer?.state === 'settled' ? answer.spent : 0;
			// All was asked back: what was not spent is gone, whoever was first.
			expect({ left, held, lots }).toMatchObject({ left: 0, held: 0, lots: [{ spent, revoked: 10_000 - spent }] });
			expect(await stage.ledger.audit()).toEqual([]);
		}
		expect(ways.size).toBeGreaterThan(1);
	});

	it('end a visitor’s hold once, and the reserve has back what was not spent', async () => {
		for (let round = 0; round < 10; round++) {
			stage.books.setNow(NOON);
			const { id } = await reserve(hold({ subject: visitor(`racer-${round}`) }));
			stage.books.setNow('2026-03-10T12:01:00Z');
			const [settled, released] = await Promise.allSettled([
				settle(id),
				release(id),
				stage.books.openProcess().expireHolds(10),
			]);
			expect([settled.status, released.status].filter((status) => status === 'fulfilled')).toHaveLength(1);
			expect(await stage.ledger.audit()).toEqual([]);
		}
	});

	it('end it once, however its id is spelt', async () => {
		const subject = customer('cus_1');
		await grant('cus_1', 'grant:li_1');
		const { id } = await reserve(hold({ id: 'aaaaaaaa-0000-4000-8000-00000000000b', subject }));
		await reserve(hold({ subject }));
		const answers = await Promise.all([settle(id), settle(id.toUpperCase())]);
		expect(answers[1]).toEqual(answers[0]);
		expect(await credits('cus_1')).toMatchObject({ held: 1000, lots: [{ spent: 1000 }] });
	});
});
