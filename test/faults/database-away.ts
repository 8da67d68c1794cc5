import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { HoldBody } from '@answerpack/shared/contract';
import pg from 'pg';
import { createCaller, request, untilKnown } from './callers.ts';
import { settings, stage } from './stage.ts';

export function databaseAway(): void {
	describe('while the database cannot be reached', () => {
		const bot_id = 'away';
		const visitor = { kind: 'visitor' as const, key: 'somebody' };
		const newHold = (): HoldBody => ({
			id: randomUUID(),
			subject: visitor,
			purpose: 'answer',
			amount: 1000,
			ttl_seconds: 600,
		});
		const service = () => ({ authorization: `Bearer ${stage.shop.state.secrets.service}` });

		async function ask(
			method: string,
			path: string,
			{ body, headers = service() as object }: { body?: object; headers?: object } = {},
		) {
			const response = await fetch(stage.one.url + path, {
				method,
				headers: { 'Content-Type': 'application/json', ...headers },
				body: body && JSON.stringify(body),
			});
			return { status: response.status, retry: response.headers.get('Retry-After'), body: await response.json() };
		}
		/** As Strapi does it: until it is known how that ended. */
		const again: ReturnType<typeof createCaller> = (call) =>
			createCaller([stage.one.url], stage.shop.state.secrets.service)(call);
		const hold = (body: HoldBody) => ask('POST', `/answerpack/bots/${bot_id}/holds`, { body });
		const unreachable = {
			status: 503,
			retry: expect.stringMatching(/^[1-9]\d*$/),
			body: { error: { code: 'ledger_unreachable', message: expect.any(String), details: expect.any(Object) } },
		};

		/** What is on the database while `work` is done. */
		async function meanwhile<T>(begin: string, end: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
			const client = new pg.Client({ connectionString: stage.shop.database_url });
			await client.connect();
			await client.query(begin);
			try {
				return await work(client);
			} finally {
				await client.query(end);
				await client.end();
			}
		}

		/** Ends the session that waits for a lock, as soon as there is one. */
		async function cutWhoWaits(client: pg.Client): Promise<void> {
			for (;;) {
				await client.query('select pg_stat_clear_snapshot()'); // within a transaction activity is only looked up once
				const { rowCount } = await client.query(
					`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
				);
				if (rowCount) return;
				await pause(20);
			}
		}

		/** Ends all other sessions: the next ones begin with the settings of now. */
		const CUT_ALL =
			'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

		beforeAll(async () => {
			expect(await ask('PUT', `/answerpack/bots/${bot_id}`, { body: settings() })).toMatchObject({ status: 200 });
		});

		test('every call is answered 503 and when to try again; afterwards the same calls do their work once', async () => {
			const kept = newHold();
			const taken = await hold(kept);
			expect(taken.status).toBe(201);
			const settle = () =>
				ask('POST', `/answerpack/bots/${bot_id}/holds/${kept.id}/settle`, {
					body: { amount: 700, usage: { model: 'faults', input_tokens: 1, output_tokens: 1 } },
				});
			const crowd = Array.from({ length: 20 }, newHold);

			await stage.shop.stopPostgres();
			try {
				expect(await settle()).toMatchObject(unreachable);
				for (const answer of await Promise.all(crowd.map(hold))) expect(answer).toMatchObject(unreachable);
				expect(await ask('PUT', `/answerpack/bots/${bot_id}`, { body: settings(2) })).toMatchObject(unreachable);
				for (const path of ['ledger', 'bots', 'customers/cus_1/credits', 'offers', 'orders/order_1/credits']) {
					const headers = { authorization: `Bearer ${stage.token}` };
					expect([path, await ask('GET', `/admin/answerpack/${path}`, { headers })]).toMatchObject([path, unreachable]);
				}
				expect(await ask('POST', `/answerpack/bots/${bot_id}/holds`, { headers: {} })).toMatchObject({ status: 401 });
			} finally {
				await stage.shop.startPostgres();
			}

			const settled = await again((ledger) =>
				ledger.settle(bot_id, kept.id, { amount: 700, usage: { model: 'faults', input_tokens: 1, output_tokens: 1 } }),
			);
			expect(settled).toMatchObject({ spent: 700, absorbed: 0 });
			expect(await settle()).toMatchObject({ status: 200, body: settled });
			expect(await hold(kept)).toMatchObject({ status: 200, body: taken.body });
			const first = crowd[0] as HoldBody;
			const answer = await again((ledger) => ledger.hold(bot_id, first));
			expect(await hold(first)).toMatchObject({ status: 200, body: answer });
		});

		test('a connection that is lost in mid-call is a 503, and the same call again does its work once', async () => {
			const body = newHold();
			const lost = await meanwhile('begin; lock credits_pool_window', 'rollback', async (client) => {
				const [answer] = await Promise.all([hold(body), cutWhoWaits(client)]);
				return answer;
			});
			expect(lost).toMatchObject(unreachable);
			const answer = await again((ledger) => ledger.hold(bot_id, body));
			expect(await hold(body)).toMatchObject({ status: 200, body: answer });
		});

		test('so is one that is lost in what Medusa itself looks up before our route', async () => {
			const headers = { 'x-publishable-api-key': stage.shop.publishable_key };
			const path = `/store/answerpack/bots/${bot_id}/offers`;
			const lost = await meanwhile('begin; lock api_key', 'rollback', async (client) => {
				const [answer] = await Promise.all([ask('GET', path, { headers }), cutWhoWaits(client)]);
				return answer;
			});
			expect(lost).toMatchObject(unreachable);
			await untilKnown([stage.one.url], (url) => request(url + path, { headers }));
			// What is not ours keeps Medusa's own shape.
			expect(await ask('GET', '/store/products')).toMatchObject({ status: 400, body: { type: 'not_allowed' } });
		});

		test('so is a database that only reads, as a standby does until it takes over', async () => {
			const only = (state: string) => `alter database medusa set default_transaction_read_only = ${state}`;
			const body = newHold();
			const refused = await meanwhile(
				only('on'),
				`set default_transaction_read_only = off; ${only('off')}`,
				async (client) => {
					await client.query(CUT_ALL);
					return hold(body);
				},
			);
			expect(refused).toMatchObject(unreachable);
			await meanwhile(CUT_ALL, 'select', () => Promise.resolve());
			expect(await again((ledger) => ledger.hold(bot_id, body))).toMatchObject({ id: body.id });
		});
	});
}
