import { hold, refusal, settings } from '../ledger';
import { BOT, setStage, USAGE, visitor } from './stage';

describe('scenario 7: windows', () => {
	const stage = setStage('7');
	const { reserve, settle, release, pools } = stage;
	const operator = { kind: 'operator', key: 'editor' } as const;
	const play = () => reserve(hold({ subject: operator, purpose: 'playground', ttl_seconds: 3600 }));
	const publish = (version: number, overrides: Parameters<typeof settings>[0]) =>
		stage.ledger.putBot(BOT, settings({ version, ...overrides }));
	/** The bot's pool as it is now. */
	const pool = async (name: string) =>
		(await stage.ledger.listBots())[0]?.pools.find((candidate) => candidate.pool === name);

	it.each([
		['23 hours, when clocks go forward', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
		['25 hours, when they go back', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
		['24 hours on any other day', '2026-06-14T22:00:00.000Z', '2026-06-15T22:00:00.000Z'],
	])('of a day have %s', async (_what, starts_at, ends_at) => {
		const justBefore = (iso: string) => new Date(Date.parse(iso) - 1).toISOString();
		stage.books.setNow(justBefore(starts_at));
		for (let n = 0; n < 3; n++) await reserve(hold());
		expect(await refusal(reserve(hold()))).toMatchObject({ details: { resets_at: starts_at } });
		for (const now of [starts_at, justBefore(ends_at)]) {
			stage.books.setNow(now);
			expect(await pool('free_reserve')).toMatchObject({ starts_at, resets_at: ends_at });
			await reserve(hold());
		}
		await reserve(hold());
		expect(await refusal(reserve(hold()))).toEqual({
			code: 'visitor_limit_reached',
			details: { resets_at: ends_at },
		});
		stage.books.setNow(ends_at);
		expect(await reserve(hold())).toMatchObject({ left: 2000 });
	});

	it.each([
		['2026-01-31T12:00:00Z', '2025-12-31T23:00:00.000Z', '2026-01-31T23:00:00.000Z'],
		['2026-02-28T12:00:00Z', '2026-01-31T23:00:00.000Z', '2026-02-28T23:00:00.000Z'],
		['2028-02-29T22:59:59.999Z', '2028-01-31T23:00:00.000Z', '2028-02-29T23:00:00.000Z'],
		['2026-03-31T12:00:00Z', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
		['2026-10-31T22:59:59.999Z', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
	])(
		'of a month begin and end at local midnight of a first day, also as seen on %s',
		async (now, starts_at, resets_at) => {
			stage.books.setNow(now);
			await play();
			expect(await pool('owner_cap')).toMatchObject({ starts_at, resets_at, held: 1000 });
		},
	);

	it('of a day whose midnight does not exist begin when the day does', async () => {
		// In Santiago clocks go from 24:00 of 5 September 2026 to 01:00 of the 6th.
		await publish(2, { time_zone: 'America/Santiago' });
		stage.books.setNow('2026-09-06T03:59:59.999Z');
		await reserve(hold());
		expect(await pool('free_reserve')).toMatchObject({ resets_at: '2026-09-06T04:00:00.000Z' });
		stage.books.setNow('2026-09-06T04:00:00.000Z');
		expect(await reserve(hold())).toMatchObject({ left: 2000 });
		expect(await pool('free_reserve')).toMatchObject({
			starts_at: '2026-09-06T04:00:00.000Z',
			resets_at: '2026-09-07T03:00:00.000Z',
		});
	});

	it('that end leave open holds where they are: what they spend and give back is of the old month', async () => {
		stage.books.setNow('2026-03-31T21:59:59.999Z');
		const [settled, released, expired] = [await play(), await play(), await play()];
		await publish(2, { pools: { owner_cap: { ...settings().pools.owner_cap, credits_per_month: 4 } } });
		stage.books.setNow('2026-03-31T22:00:00.000Z');
		for (let n = 0; n < 4; n++) await play(); // all of the new month, though the old one holds three
		await settle(settled.id);
		await release(released.id);
		expect(await refusal(play())).toMatchObject({ code: 'owner_cap_reached' });
		expect((await pools()).owner_cap).toEqual({ held: 4000, spent: 0 });
		stage.books.setNow('2026-03-31T22:59:59.999Z');
		expect(await stage.ledger.expireHolds(10)).toBe(1);
		expect((await pools()).owner_cap).toEqual({ held: 4000, spent: 0 });
		stage.books.setNow('2026-03-31T21:59:59.999Z'); // a look back at March
		expect((await pools()).owner_cap).toEqual({ held: 0, spent: 1000 });
		expect(expired.expires_at).toBe('2026-03-31T22:59:59.999Z');
	});

	it('that end leave a visitor’s open hold where it is: the new day’s limit is whole', async () => {
		stage.books.setNow('2026-03-28T22:59:59.999Z');
		const yesterdays = await reserve(hold({ ttl_seconds: 3600 }));
		stage.books.setNow('2026-03-28T23:00:00.000Z');
		expect((await reserve(hold())).left).toBe(2000);
		await settle(yesterdays.id);
		expect((await reserve(hold())).left).toBe(1000);
		expect((await pools()).free_reserve).toEqual({ held: 2000, spent: 0 });
	});

	it('whose budget is lowered below what is spent give nothing more, and neither do open holds that ask for more', async () => {
		for (const key of ['a', 'b']) await settle((await reserve(hold({ subject: visitor(key) }))).id);
		const open = await reserve(hold({ subject: visitor('c') }));
		await publish(2, { pools: { free_reserve: { credits: 1, window: 'day', per_visitor: 3 } } });
		expect(await refusal(reserve(hold({ subject: visitor('d') })))).toMatchObject({ code: 'free_reserve_used_up' });
		const more = stage.ledger.extend(BOT, open.id, { ttl_seconds: 60, amount: 1001 });
		expect(await refusal(more)).toMatchObject({ code: 'free_reserve_used_up' });
		expect(await settle(open.id)).toEqual({ spent: 1000, absorbed: 0, left: 0 });
		expect((await pools()).free_reserve).toEqual({ held: 0, spent: 3000 });
		await publish(3, { pools: { free_reserve: { credits: 4, window: 'day' } } });
		expect(await reserve(hold({ subject: visitor('d') }))).toMatchObject({ left: 0 });
	});

	it('are the local day of what was spent in a report, on both sides of midnight', async () => {
		for (const now of ['2026-10-24T21:59:59.999Z', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z']) {
			stage.books.setNow(now);
			const { id } = await reserve(hold());
			await stage.ledger.settle(BOT, id, { amount: 1000, usage: USAGE });
		}
		const report = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z', by: 'day' } as const;
		expect((await stage.ledger.usage(BOT, report)).usage).toMatchObject([
			{ from: '2026-10-24', spent: 1000 },
			{ from: '2026-10-25', spent: 2000 },
		]);
	});

	it('that end while somebody waits for them take nobody else’s with them', async () => {
		await publish(2, { time_zone: 'UTC', pools: { free_reserve: { credits: 1, window: 'day' } } });
		stage.books.setNow('2026-03-11T00:00:00.500Z');
		await reserve(hold());
		// Another process, in whose eyes midnight comes between opening the old window and locking it.
		await stage.books.rows('create sequence ticks');
		await stage.books.rows(`create function public.clock_timestamp() returns timestamptz language sql volatile as $$
			select case when nextval('ticks') <= 2 then timestamptz '2026-03-10 23:59:59.999Z'
				else timestamptz '2026-03-11 00:00:01Z' end $$`);
		const connection = stage.books.connect(undefined, 1);
		await connection.raw('set search_path = public, pg_catalog');
		const other = stage.books.openProcess({ clock: 'database', connection });
		const asks = () => refusal(reserve(hold({ subject: visitor('v2') }), other));
		expect(await asks()).toMatchObject({ code: 'free_reserve_used_up' });
		expect(await asks()).toMatchObject({ code: 'free_reserve_used_up' });
		await connection.destroy();
		await stage.books.rows('drop function public.clock_timestamp(); drop sequence ticks');
	});
});
