import fc from 'fast-check';

const { ANSWERPACK_DEEP, ANSWERPACK_SEED, ANSWERPACK_PATH } = process.env;
/** `npm run test:deep` looks for what nobody has seen yet; a test of every day has to mean the same on every day. */
const SEED_OF_EVERY_DAY = 20_260_310;
const TIMES_IN_DEPTH = 100;

/** How long a proof may take, also while it makes a counterexample smaller. */
export const PROOF_TIMEOUT_MS = ANSWERPACK_DEEP ? 3 * 3_600_000 : 900_000;

/**
 * Looks for a counterexample in so many runs, many more with ANSWERPACK_DEEP=1.
 * @throws Error with one line that finds it again, and the smallest sequence that shows it.
 */
export async function prove<T extends [unknown, ...unknown[]]>(
	property: fc.IAsyncPropertyWithHooks<T>,
	{ runs }: { runs: number },
): Promise<void> {
	const seed = ANSWERPACK_SEED ? Number(ANSWERPACK_SEED) : ANSWERPACK_DEEP ? undefined : SEED_OF_EVERY_DAY;
	const found = await fc.check(property, {
		numRuns: ANSWERPACK_DEEP ? runs * TIMES_IN_DEPTH : runs,
		...(seed !== undefined && { seed }),
		...(ANSWERPACK_PATH && { path: ANSWERPACK_PATH }),
	});
	if (!found.failed) return;
	const { seed: foundSeed, counterexamplePath, counterexample, numRuns, numShrinks, errorInstance } = found;
	const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
	throw new Error(
		`found in run ${numRuns}, made smaller ${numShrinks} times. Again: ANSWERPACK_SEED=${foundSeed} ANSWERPACK_PATH=${counterexamplePath}\n${JSON.stringify(counterexample)}\n${reason}`,
	);
}
