import { POOLS } from '@answerpack/shared/pools';
import { Books } from './books.ts';
import { createCaller, request, untilKnown } from './callers.ts';
import { asker, claimer, editor, owner, type Street } from './clients.ts';
import { expectTheSame } from './comparison.ts';
import { signUpCustomer } from './people.ts';
import { settings, stage } from './stage.ts';
import { cutConnections, type Harm, killAgainAndAgain } from './trouble.ts';

const TRAFFIC_SECONDS = process.env.ANSWERPACK_DEEP === '1' ? 600 : 60;

export function twoProcesses(): void {
	test(
		'two processes stay exact together while both are killed and their connections are cut',
		async () => {
			const bot_id = 'busy';
			const urls = [stage.one.url, stage.other.url];
			const books = new Books();
			const call = createCaller(urls, stage.shop.state.secrets.service);
			const published = settings();
			await call((ledger) => ledger.putBot(bot_id, published));
			books.budgets.push({ at: performance.now(), amount: published.pools.free_reserve.credits * 1000 });

			const people = [];
			for (let n = 1; n <= 6; n++)
				people.push(await signUpCustomer(stage.one.url, stage.shop.publishable_key, `customer-${n}@faults.example`));
			const asOwner = <T>(method: string, path: string, body?: object) =>
				untilKnown(urls, (url) =>
					request<T>(url + path, { method, body, headers: { authorization: `Bearer ${stage.token}` } }),
				);
			// Four of six can have it.
			const giveaway = { bot_id, code: 'FAULTS', name: 'Faults', credits: 3, total_credits: 12 };
			await asOwner('POST', '/admin/answerpack/giveaways', {
				...giveaway,
				starts_at: new Date(Date.now() - 60_000),
				ends_at: new Date(Date.now() + 3_600_000),
			});

			const ends = performance.now() + TRAFFIC_SECONDS * 1000;
			let done = false;
			const over = () => done || performance.now() > ends;
			const harm: Harm = { processes_killed: [], backends_terminated: 0, postgres_crashed: 0 };
			const street: Street = {
				bot_id,
				call,
				books,
				over,
				shop: (path, { token, body }) => {
					const headers = { authorization: `Bearer ${token}`, 'x-publishable-api-key': stage.shop.publishable_key };
					return untilKnown(urls, (url) => request(url + path, { method: 'POST', body, headers }));
				},
			};
			const work = [
				killAgainAndAgain(stage.running[0], stage.one.start, { over, harm }),
				killAgainAndAgain(stage.running[1], stage.other.start, { over, harm }),
				cutConnections(stage.shop.database_url, { over, harm }),
				editor(street, { ...published, version: 2 }),
				owner(
					street,
					stage.token,
					people.map(({ id }) => id),
				),
				...people.map((person) => claimer(street, person, giveaway.code)),
				...people.map(({ id }) => asker(street, { kind: 'customer', key: id })),
				...Array.from({ length: 12 }, (_, n) => asker(street, { kind: 'visitor', key: `visitor-${n}` })),
				...[1, 2].map((n) => asker(street, { kind: 'operator', key: `operator-${n}` }, 'playground')),
			];
			try {
				await Promise.all(work);
			} finally {
				done = true; // nobody goes on behind a test that is over
				await Promise.allSettled(work);
			}
			console.info('two processes:', {
				holds: books.holds.length,
				refusals: Object.fromEntries(books.refusals),
				...harm,
			});

			// The run was what it should be: everybody was at work, and everything was broken.
			expect(Math.min(...harm.processes_killed, harm.backends_terminated)).toBeGreaterThan(0);
			expect(POOLS.filter((pool) => books.totals(pool).answers === 0)).toEqual([]);

			await expectTheSame(books, { bot_id, people, call, asOwner });
		},
		(TRAFFIC_SECONDS * 2 + 180) * 1000,
	);
}
