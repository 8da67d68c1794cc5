import type { openLedger } from '../ledger';
import {
	asked,
	type Call,
	expected,
	moved,
	type Operation,
	prepare,
	same,
	type Tick,
	takeLeft,
	type World,
} from './operations';
import { seen, shown } from './views';

/**
 * Asks the ledger and the model the same, one operation after the other, and compares after each: the answer, everything
 * that can be seen from outside, and the invariants.
 * @throws Error that names the first step at which they differ.
 */
export async function sameOneAtATime(
	books: Awaited<ReturnType<typeof openLedger>>,
	begins: string,
	steps: (Operation | Tick)[],
): Promise<void> {
	await books.clear();
	const ledger = books.openProcess();
	const world: World = { now: Date.parse(begins), books: {} };
	books.setNow(begins);
	const calls: Call[] = [];
	for (const [n, step] of steps.entries()) {
		if (step.do === 'wait' || step.do === 'wait for') {
			world.now = moved(world, step);
			books.setNow(new Date(world.now).toISOString());
		} else {
			const call = step.do === 'again' ? calls[calls.length - 1 - step.back] : prepare(step, world, n);
			if (!call) continue;
			calls.push(call);
			const answer = await asked(call, ledger);
			const isRepeated = call.isRepeated?.(world) ?? false;
			const model = expected((given) => call.expect(world, given), answer);
			const left = isRepeated ? undefined : takeLeft(call, answer, model);
			differ(n, step, answer, model);
			if (left !== undefined) differ(n, step, { left }, { left: call.left?.(world) ?? left });
		}
		const [view, breaches] = await Promise.all([seen(ledger), ledger.audit()]);
		differ(n, step, breaches, []);
		differ(n, step, view, shown(world));
	}
}

function differ(n: number, step: object, ledger: unknown, model: unknown): void {
	if (same(ledger, model)) return;
	throw new Error(
		`step ${n}, ${JSON.stringify(step)}:\nledger ${JSON.stringify(ledger)}\nmodel  ${JSON.stringify(model)}`,
	);
}
