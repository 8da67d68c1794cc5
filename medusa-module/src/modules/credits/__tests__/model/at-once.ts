import { isDeepStrictEqual as same } from 'node:util';
import type { openLedger } from '../ledger';
import {
	asked,
	type Call,
	expected,
	moved,
	type Operation,
	type Outcome,
	prepare,
	type Tick,
	takeLeft,
	type World,
} from './operations';
import { seen, shown } from './views';

/** What is asked at once, each of one of several processes. */
export type Round = Tick | { process: number; operation: Operation }[];

interface Answered {
	call: Call;
	answer: Outcome;
}
/** What an answer said was left, which nothing explains yet. */
interface Unexplained {
	call: Call;
	left: number;
}

/**
 * Asks several things at once, and looks for an order in which the model says the same, one at a time, and ends where the
 * ledger ended. When there are several, all worlds they lead to are possible from then on.
 * @throws Error that names the first round that no order explains.
 */
export async function sameInSomeOrder(
	books: Awaited<ReturnType<typeof openLedger>>,
	begins: string,
	rounds: Round[],
): Promise<void> {
	await books.clear();
	books.setNow(begins);
	const processes = [books.openProcess(), books.openProcess(), books.openProcess()];
	let possible: World[] = [{ now: Date.parse(begins), books: {} }];
	const calls: Call[] = [];
	for (const [n, round] of rounds.entries()) {
		const [world] = possible as [World, ...World[]];
		if (!Array.isArray(round)) {
			const now = moved(world, round);
			for (const each of possible) each.now = now;
			books.setNow(new Date(now).toISOString());
			continue;
		}
		const asks = round.flatMap(({ process, operation }, i) => {
			const call =
				operation.do === 'again' ? calls[calls.length - 1 - operation.back] : prepare(operation, world, 10 * n + i);
			if (call) calls.push(call);
			const ledger = processes[process];
			return call && ledger ? { call, answer: asked(call, ledger) } : [];
		});
		// All of them have to be over before anything else is asked, whatever becomes of one.
		await Promise.allSettled(asks.map(({ answer }) => answer));
		const answered = await Promise.all(asks.map(async ({ call, answer }) => ({ call, answer: await answer })));
		const [view, breaches] = await Promise.all([seen(processes[0] ?? books.ledger), books.ledger.audit()]);
		const ends = possible.flatMap((from) => orders(from, answered));
		possible = ends.filter((end) => same(shown(end), view));
		if (possible.length > 0 && breaches.length === 0) continue;
		const said = answered.map(({ call, answer }) => `${call.says} → ${JSON.stringify(answer)}`);
		const reason =
			breaches.length > 0 ? JSON.stringify(breaches) : `${ends.length} orders explain the answers, none what is seen`;
		const views = [`seen  ${JSON.stringify(view)}`, ...ends.map((end) => `model ${JSON.stringify(shown(end))}`)];
		throw new Error([`round ${n}: ${reason}`, ...said, ...views].join('\n'));
	}
}

/** The worlds that orders of these calls lead to in which the model says what was answered. */
function orders(from: World, calls: Answered[]): World[] {
	const ends: World[] = [];
	// Different orders of what does not touch each other lead to the same place; it is left once.
	const known = new Set<string>();
	const go = (world: World, rest: Answered[], unexplained: Unexplained[]) => {
		const place = JSON.stringify([
			world.books,
			rest.map((it) => calls.indexOf(it)),
			unexplained.map(({ call, left }) => [calls.findIndex((it) => it.call === call), left]),
		]);
		if (known.has(place)) return;
		known.add(place);
		if (rest.length === 0 && unexplained.length === 0) ends.push(world);
		for (const next of rest) {
			const others = rest.filter((it) => it !== next);
			for (const after of steps(world, next)) {
				const open = [...unexplained, ...after.unexplained];
				go(
					after.world,
					others,
					open.filter(({ call, left }) => (call.left?.(after.world) ?? left) !== left),
				);
			}
		}
	};
	go(from, calls, []);
	return ends;
}

/** Books are plain data; `structuredClone` would make them strangers to jest, whose objects have classes of their own. */
const copy = (world: World) => JSON.parse(JSON.stringify(world)) as World;

/** Where a call leads that was answered so; nowhere, when the model says otherwise. */
function steps(from: World, { call, answer }: Answered): { world: World; unexplained: Unexplained[] }[] {
	if (call.due) return sweeps(from, call.due, 'answer' in answer ? Number(answer.answer) : 0);
	const world = copy(from);
	const isRepeated = call.isRepeated?.(world) ?? false;
	const model = expected((given) => call.expect(world, given), answer);
	const left = isRepeated ? undefined : takeLeft(call, answer, model);
	return same(answer, model) ? [{ world, unexplained: left === undefined ? [] : [{ call, left }] }] : [];
}

/** A sweeper leaves to others what they work on: it may have taken any so many of what was due. */
function sweeps(from: World, due: NonNullable<Call['due']>, count: number) {
	const length = due(from).length;
	const choices = Array.from({ length: 2 ** length }, (_, bits) =>
		[...Array(length).keys()].filter((n) => bits & (1 << n)),
	);
	return choices
		.filter((choice) => choice.length === count)
		.map((choice) => {
			const world = copy(from);
			const all = due(world);
			for (const n of choice) all[n]?.();
			return { world, unexplained: [] };
		});
}
