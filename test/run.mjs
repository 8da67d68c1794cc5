// `npm test`: every check and every suite, whatever fails on the way, and one line at the end that counts them.
// `npm test -- unit integration` runs only those. `npm run test:deep` looks for hours where `npm test` looks for minutes.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CONCURRENCY, QUIET } from './stack/builds.mjs';
import { createProgress } from './stack/progress.mjs';
import { ROOT } from './stack/root.mjs';

/** Characters of what one file of tests says of its failures. */
const LONGEST_FAILURE = 2000;

/** @typedef {{passed: number, failed: number}} Count */

/** What is said again at the end of a run: a log of thousands of lines is read from there. @type {string[]} */
const failures = [];
const scratch = mkdtempSync(join(tmpdir(), 'answerpack-results-'));
const progress = createProgress((line) => console.log(line), { colours: process.stdout.isTTY });

const binOf = (/** @type {string} */ name, /** @type {string} */ file) =>
	join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
const biome = [binOf('@biomejs/biome', 'bin/biome'), 'ci', '.'];
const jest = binOf('jest', 'bin/jest.js');
const turbo = [
	binOf('turbo', 'bin/turbo'),
	'run',
	'--continue=always',
	`--concurrency=${CONCURRENCY}`,
	'--output-logs=new-only',
	'--no-update-notifier',
];

/** @type {Record<string, () => Promise<Count>>} */
const SUITES = {
	checks: () =>
		inTurn([
			['format and lint', biome],
			['lock file', ['test/checks/lock-file.mjs']],
			['types', [...turbo, 'typecheck']],
			['build', [...turbo, 'build', 'build:admin']],
		]),
	unit: () => suite('unit'),
	// In a process of its own, which is another one when it holds too much: each file leaves a Medusa or a Strapi behind in its
	// memory, and all of them are more than Node's heap takes. Silent: knex says of each database that a test drops how its
	// connections ended.
	integration: () =>
		suite('integration', ['--maxWorkers=1', '--workerIdleMemoryLimit=1500MB', '--forceExit', '--silent']),
	faults: () => suite('faults', ['--runInBand', '--forceExit']),
	browser: () => suite('browser', ['--runInBand']),
	e2e: () => suite('e2e', ['--runInBand']),
};

/** What finds more the longer it looks: it reads ANSWERPACK_DEEP. @type {typeof SUITES} */
const DEEP_SUITES = {
	build: () => inTurn([['build', [...turbo, 'build']]]),
	ledger: () => {
		const folders = ['--testPathPattern', 'modules/credits/__tests__/(model|scenarios)/'];
		return suite('integration', ['--runInBand', '--forceExit', ...folders]);
	},
	faults: () => suite('faults', ['--runInBand', '--forceExit']),
};

await main(process.argv.slice(2));

/** @param {string[]} args */
async function main(args) {
	const deep = args.includes('--deep');
	if (deep) process.env.ANSWERPACK_DEEP = '1';
	const suites = deep ? DEEP_SUITES : SUITES;
	const chosen = args.filter((name) => name !== '--deep');
	const unknown = chosen.filter((name) => !(name in suites));
	if (unknown.length > 0) {
		console.error(`There is no suite ${unknown.join(', ')}: there are ${Object.keys(suites).join(', ')}.`);
		process.exit(1);
	}
	if (deep)
		progress.say(
			'the long versions: the ledger against its model and its scenarios, two processes under fire, 500 answers in flight, a soak',
		);
	/** @type {[string, Count][]} */
	const counts = [];
	for (const [name, run] of Object.entries(suites)) {
		if (chosen.length > 0 && !chosen.includes(name)) continue;
		progress.say(`${name} …`);
		const count = await run();
		progress.say(`${name}: ${count.passed} passed, ${count.failed} failed`);
		counts.push([name, count]);
	}
	rmSync(scratch, { recursive: true, force: true });

	for (const failure of failures) console.log(`\n${failure}`);
	console.log('');
	for (const [name, { passed, failed }] of counts) {
		console.log(`${name.padEnd(12)} ${String(passed).padStart(5)} passed, ${failed} failed`);
	}
	const sum = (/** @type {keyof Count} */ key) => counts.reduce((total, [, count]) => total + count[key], 0);
	console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
	process.exit(sum('failed') > 0 ? 1 : 0);
}

/**
 * Each command is one check.
 * @param {[string, string[]][]} checks
 * @returns {Promise<Count>}
 */
async function inTurn(checks) {
	const count = { passed: 0, failed: 0 };
	for (const [name, command] of checks) {
		// As a shop builds it: Strapi's admin greets its developers with a tour of its pages.
		const ok = (await run(command, { NODE_ENV: 'production' })) === 0;
		progress.say(`${ok ? 'passed' : 'FAILED'}: ${name}`);
		if (!ok) failures.push(`FAILED: ${name}`);
		count[ok ? 'passed' : 'failed']++;
	}
	return count;
}

/**
 * One of jest's projects. A file that does not load, a test that is skipped and a suite without tests count as failures.
 * @param {string} project
 * @param {string[]} [flags]
 * @returns {Promise<Count>}
 */
async function suite(project, flags = []) {
	const results = join(scratch, `${project}.json`);
	const code = await run([jest, '--selectProjects', project, '--json', `--outputFile=${results}`, ...flags], {
		NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
	});
	/** @type {import('@jest/test-result').FormattedTestResults & Pick<import('@jest/test-result').AggregatedResult, 'numTodoTests'>} */
	let result;
	try {
		result = JSON.parse(readFileSync(results, 'utf8'));
	} catch {
		fail(`${project} ended (${code}) before it could count its tests`);
		return { passed: 0, failed: 1 };
	}
	const skipped = result.numPendingTests + result.numTodoTests;
	if (skipped > 0) fail(`${project} skips ${skipped} tests`);
	if (result.numTotalTests === 0) fail(`${project} has no tests`);
	for (const { name, status, message } of result.testResults) {
		if (status === 'failed') failures.push(`FAILED: ${relative(ROOT, name)}\n${message.slice(0, LONGEST_FAILURE)}`);
	}
	const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + skipped;
	const unexplained = code !== 0 || result.numTotalTests === 0 ? 1 : 0;
	return { passed: result.numPassedTests, failed: failed || unexplained };
}

/** @param {string} what */
function fail(what) {
	failures.push(`FAILED: ${what}`);
	progress.say(`FAILED: ${what}`);
}

/**
 * @param {string[]} command a JavaScript file and its arguments
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code
 */
function run(command, env) {
	return new Promise((resolve) => {
		// jest writes its JSON to stdout as well; what people read of it is on stderr.
		const stdout = command.includes('--json') ? 'ignore' : 'inherit';
		const child = spawn(process.execPath, command, {
			cwd: ROOT,
			env: { ...process.env, ...QUIET, ...env },
			stdio: ['ignore', stdout, 'inherit'],
		});
		child.once('exit', (code) => resolve(code ?? 1));
	});
}
