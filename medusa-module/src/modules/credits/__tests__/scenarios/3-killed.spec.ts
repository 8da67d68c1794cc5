import type CreditsModuleService from '../../service';
import { NOON, openLedger } from '../ledger';
import { type Call, make, type Outcome, outcomeOf } from './calls';
import { startChild } from './child';
import { type KillableOperation, MORE_OPERATIONS, OPERATIONS } from './operations';
import { type Books, closeGate, holdRows, plantSteps, standing, stepsTaken, untilIdle, victimUrl } from './standstill';

const DEEP = process.env.ANSWERPACK_DEEP === '1';
/** Each victim has a connection of its own; Postgres has a hundred. */
const VICTIMS_MAX = 75;
const UNDISTURBED = 'undisturbed';

let books: Books;
/** Ends what a test has opened, also when it failed. */
const leftOver: (() => Promise<void>)[] = [];

beforeAll(async () => {
	books = await openLedger('answerpack_scenario_3');
	await plantSteps(books);
});
afterEach(async () => {
	for (const end of leftOver.splice(0)) await end();
});
afterAll(() => books.close());

/** What can be seen of a bot from outside, without the ids that the ledger makes up. */
async function viewOf(bot: string) {
	const { left, held, lots } = await books.ledger.customerCredits(bot, 'cus_1');
	const { answers } = await books.ledger.customerAnswers('cus_1', { bot_id: bot, limit: 10, offset: 0 });
	return {
		left,
		held,
		lots: lots.map(({ id, bot_id, ...lot }) => lot),
		answers: answers.map(({ bot_id, lots, ...answer }) => ({ ...answer, paid: lots.map(({ amount }) => amount) })),
		usage: await books.ledger.usage(bot, { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', by: 'day' }),
	};
}

/** What each bot's pools hold and spent, and what was told of it: each event once, or not at all. */
async function poolsAndEvents() {
	const bots = await books.ledger.listBots();
	const seen = new Map(bots.map(({ bot_id, pools }) => [bot_id, { pools, events: [] as string[] }]));
	for (const { name, data } of await books.ledger.leaseEvents(10_000)) {
		const { bot_id, lot_id, ...rest } = data;
		seen.get(bot_id)?.events.push(JSON.stringify({ name, ...rest }));
	}
	for (const { events } of seen.values()) events.sort();
	return seen;
}

/** The answer without the ids that the ledger made up, and without whether it was given before. */
function essence(outcome: Outcome): unknown {
	if (!('answer' in outcome) || typeof outcome.answer !== 'object') return outcome;
	const { lot_id, replayed, ...rest } = outcome.answer as Record<string, unknown>;
	return rest;
}

const isSweeper = ([name]: Call) => name === 'expireHolds' || name === 'expireLots';

/** Makes the call again as its caller would: a sweeper, until there is nothing left to do. */
async function retry(ledger: CreditsModuleService, call: Call): Promise<Outcome> {
	let outcome = await outcomeOf(make(ledger, call));
	while (isSweeper(call) && 'answer' in outcome && outcome.answer) outcome = await outcomeOf(make(ledger, call));
	return outcome;
}

/** Calls that stand still in the middle, and what is needed to go on. */
interface Scene {
	/** One for each step of the operation, then one for each table. */
	bots: string[];
	calls: Call[];
	steps: number;
	/** How the call goes when nobody disturbs it, and how it goes when it is made again. */
	right: unknown[];
	/** The backends that stand still. */
	pids: number[];
	letGo(): Promise<void>;
}

/**
 * Prepares a bot for each step that the operation takes, and one for each table; makes the call for all of them at once, and
 * waits until each one stands at its step, or before the rows that it wants to lock in its table.
 * @param ask makes calls as a victim, and notes how they go.
 */
async function standStill(
	operation: KillableOperation,
	ask: (calls: Call[]) => Promise<Map<number, Outcome>>,
): Promise<Scene> {
	const prepare = async (bots: string[]) => {
		books.setNow(NOON);
		const calls = await Promise.all(bots.map((bot) => operation.prepare(books.ledger, bot)));
		books.setNow(operation.at);
		return calls;
	};
	await books.clear();
	const [call] = (await prepare([UNDISTURBED])) as [Call];
	const undisturbed = await outcomeOf(make(books.ledger, call));
	expect(undisturbed).toHaveProperty('answer');
	const steps = await stepsTaken(books);
	expect(steps).toBeGreaterThan(8);
	expect(steps).toBeLessThan(VICTIMS_MAX - (await books.tables()).length);

	const stepBots = Array.from({ length: steps }, (_, n) => `at step ${n + 1}`);
	const calls = await prepare(stepBots);
	const gate = await closeGate(books);
	const atSteps = await ask(calls);
	let pids: number[] = [];
	while (pids.length < steps) {
		pids = await standing(books);
		if (atSteps.size > 0) throw new Error(`it did not stand still: ${JSON.stringify([...atSteps])}`);
	}

	const tableOf = new Map((await books.tables()).map((table) => [`at ${table}`, table]));
	const tableCalls = await prepare([...tableOf.keys()]);
	const rows = await holdRows(books, tableOf);
	const atTables = await ask(tableCalls);
	while (pids.length + atTables.size < steps + tableCalls.length) pids = await standing(books);
	return {
		bots: [...stepBots, ...tableOf.keys()],
		calls: [...calls, ...tableCalls],
		steps,
		right: [undisturbed, operation.again ?? undisturbed].map(essence),
		pids,
		async letGo() {
			await rows.letGo();
			await gate.open();
		},
	};
}

/** What is written about the bots whose calls stopped at a step. */
async function written({ bots, steps }: Scene) {
	const prints = await books.fingerprints();
	return bots.slice(0, steps).map((bot) => ({ bot, ...prints[bot] }));
}

/** Every call that is made again gives the one right answer. */
async function askAgain(ledger: CreditsModuleService, { calls, right }: Scene): Promise<void> {
	expect(await books.ledger.audit()).toEqual([]);
	const again = await Promise.all(calls.map((call) => retry(ledger, call)));
	if (!calls.every(isSweeper)) for (const outcome of again) expect(right).toContainEqual(essence(outcome));
	expect(await books.ledger.audit()).toEqual([]);
}

/** Every bot looks as if nothing had happened to its call. */
async function expectRight({ bots }: Scene): Promise<void> {
	const right = await viewOf(UNDISTURBED);
	await Promise.all(bots.map(async (bot) => expect({ bot, ...(await viewOf(bot)) }).toEqual({ bot, ...right })));
	const seen = await poolsAndEvents();
	for (const bot of bots) expect({ bot, ...seen.get(bot) }).toEqual({ bot, ...seen.get(UNDISTURBED) });
}

describe.each(Object.entries({ ...OPERATIONS, ...(DEEP && MORE_OPERATIONS) }))(
	'scenario 3: %s is killed at every statement',
	(_name, operation) => {
		it('by the end of its Postgres backend: nothing is left of it, and the same process may ask again', async () => {
			const log = jest.spyOn(console, 'log').mockImplementation(); // where knex reports each connection that it loses
			const connection = books.connect(victimUrl(books), VICTIMS_MAX);
			leftOver.push(() => connection.destroy());
			const ledger = books.openProcess({ connection });
			const going: Promise<Outcome>[] = [];
			const scene = await standStill(operation, async (calls) => {
				const outcomes = new Map<number, Outcome>();
				calls.forEach((call, n) => {
					const outcome = outcomeOf(make(ledger, call));
					going.push(outcome);
					void outcome.then((it) => outcomes.set(n, it));
				});
				return outcomes;
			});
			const before = await written(scene);
			await books.rows(`select pg_terminate_backend(pid) from unnest(array[${scene.pids}]) pid`);
			const failed = (await Promise.all(going)).filter((outcome) => 'error' in outcome);
			expect(failed).toHaveLength(scene.pids.length);
			await scene.letGo();
			expect(await written(scene)).toEqual(before);
			await askAgain(ledger, scene);
			await expectRight(scene);
			log.mockRestore();
		});

		it('with its process, and Postgres notices: nothing is left of it, and another process may ask again', async () => {
			await books.rows(`alter database ${books.name} set client_connection_check_interval = '10ms'`);
			const child = startChild(victimUrl(books), VICTIMS_MAX);
			leftOver.push(async () => (await child).kill());
			const scene = await standStill(operation, async (calls) => (await child).make(operation.at, calls));
			await books.rows(`alter database ${books.name} reset client_connection_check_interval`);
			const before = await written(scene);
			await (await child).kill();
			await untilIdle(books, scene.pids);
			await scene.letGo();
			expect(await written(scene)).toEqual(before);
			await askAgain(books.openProcess(), scene);
			await expectRight(scene);
		});

		it('with its process, and Postgres goes on: it has happened, and another process reads what was answered', async () => {
			const child = startChild(victimUrl(books), VICTIMS_MAX);
			leftOver.push(async () => (await child).kill());
			const scene = await standStill(operation, async (calls) => (await child).make(operation.at, calls));
			await (await child).kill();
			await scene.letGo();
			await untilIdle(books, scene.pids);
			const before = await written(scene);
			await askAgain(books.openProcess(), scene);
			expect(await written(scene)).toEqual(before);
			await expectRight(scene);
		});
	},
);
