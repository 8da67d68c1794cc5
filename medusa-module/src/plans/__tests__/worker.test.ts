import { Worker } from '../worker';

/** A work whose runs end when they are told to. */
function stage() {
	const runs: { end(): void; fail(): void }[] = [];
	const failures: Error[] = [];
	const work = () =>
		new Promise<void>((resolve, reject) => {
			runs.push({ end: resolve, fail: () => reject(new Error('no database')) });
		});
	return { runs, failures, worker: new Worker(work, (error) => failures.push(error)) };
}
const settled = () => new Promise(setImmediate);

describe('a worker', () => {
	it('that is woken many times at once runs once, and once more for those who came during that', async () => {
		const { runs, worker } = stage();
		for (let n = 0; n < 10; n++) worker.wake();
		expect(runs).toHaveLength(1);
		worker.wake();
		runs[0]?.end();
		await settled();
		expect(runs).toHaveLength(2);
		runs[1]?.end();
		await settled();
		expect(runs).toHaveLength(2);
		worker.wake();
		expect(runs).toHaveLength(3);
	});

	it('whose run fails says so, and runs when it is woken again', async () => {
		const { runs, failures, worker } = stage();
		worker.wake();
		runs[0]?.fail();
		await settled();
		expect(failures).toMatchObject([{ message: 'no database' }]);
		worker.wake();
		expect(runs).toHaveLength(2);
	});
});
