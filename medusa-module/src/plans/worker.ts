/** Does a work whenever it is woken, one run at a time: whoever wakes it during a run gets another run after that one. */
export class Worker {
	private running = false;
	private woken = false;

	/** @param report hears of a run that failed; it is not repeated before somebody wakes the worker again. */
	constructor(
		private readonly work: () => Promise<unknown>,
		private readonly report: (error: Error) => void,
	) {}

	wake(): void {
		this.woken = true;
		if (!this.running) void this.run();
	}

	private async run(): Promise<void> {
		this.running = true;
		try {
			while (this.woken) {
				this.woken = false;
				await this.work();
			}
		} catch (error) {
			this.report(error as Error);
		} finally {
			this.running = false;
		}
	}
}
