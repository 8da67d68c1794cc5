import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeLock } from '../lock.mjs';
import { freePorts } from '../ports.mjs';

// What `npm start` says when it cannot start. Each ends before anything is started or changed.

const start = fileURLToPath(new URL('../start.mjs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'answerpack-start-'));
chmodSync(scratch, 0o755);
let ports: Record<string, string>;
let data: string;

beforeEach(async () => {
	data = join(scratch, Math.random().toString(36).slice(2));
	ports = await freePorts();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the starter to its end. */
async function run({ args = [] as string[], node = [] as string[], env = {} as NodeJS.ProcessEnv } = {}) {
	const child: ChildProcess = spawn(process.execPath, [...node, start, ...args], {
		env: { ...process.env, NODE_OPTIONS: '', ANSWERPACK_DATA: data, ...ports, ...env },
	});
	let output = '';
	child.stdout?.on('data', (text) => (output += text));
	child.stderr?.on('data', (text) => (output += text));
	const code = await new Promise((resolve) => child.once('close', resolve));
	return { code, output: output.trim() };
}

test.each(['18.20.8', '20.18.3', '16.0.0', '4.9.1'])(
	'Node %s is too old, and is told so in one sentence',
	async (version) => {
		const pretend = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}})`;
		const { code, output } = await run({ node: ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`] });
		expect(output).toBe(`Answerpack needs Node 20.19 or newer, and this is ${version}: see https://nodejs.org.`);
		expect(code).toBe(1);
	},
);

describe('a taken port', () => {
	let other: Server;
	afterEach(() => new Promise((resolve) => other.close(resolve)));

	test.each([
		['127.0.0.1', 'PORT_MEDUSA', 'medusa'],
		['0.0.0.0', 'PORT_STOREFRONT', 'storefront'],
		['::', 'PORT_STRAPI', 'strapi'],
		['127.0.0.1', 'PORT_POSTGRES', 'postgres'],
		['127.0.0.1', 'PORT_STRIPE', 'stripe'],
	])('on %s: says which variable to change (%s), and starts nothing', async (host, variable, name) => {
		other = createServer();
		await new Promise<void>((resolve) => other.listen(Number(ports[variable]), host, resolve));
		const { code, output } = await run();
		expect(output).toMatch(
			new RegExp(`^Port ${ports[variable]} \\(${name}\\) is taken by another program.*${variable}=\\d+\\.$`),
		);
		expect(code).toBe(1);
		expect(existsSync(join(data, 'postgres'))).toBe(false);
		expect(await run()).toMatchObject({ output: expect.stringMatching(/is taken by another program/) });
	});
});

test.each([
	['not a number', { PORT_STRAPI: 'http' }, /^PORT_STRAPI=http is not a port/],
	['too large', { PORT_STRAPI: '70000' }, /^PORT_STRAPI=70000 is not a port/],
	['used twice', { PORT_STRAPI: '9700', PORT_MEDUSA: '9700' }, /^PORT_MEDUSA and PORT_STRAPI are both 9700/],
])('a port that is %s is named', async (_what, env, sentence) => {
	const { code, output } = await run({ env });
	expect(output).toMatch(sentence);
	expect(code).toBe(1);
});

const KEYS = {
	STRIPE_API_KEY: 'sk_test_1',
	STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
	STRIPE_WEBHOOK_SECRET: 'whsec_1',
};
test.each([
	['that are not complete', { ...KEYS, STRIPE_WEBHOOK_SECRET: '' }, /^Stripe needs STRIPE_API_KEY, .* together/],
	['of real money', { ...KEYS, STRIPE_API_KEY: 'sk_live_1' }, /^The demo shop takes keys of a test mode only/],
])('keys for Stripe %s are refused, before anything is started', async (_what, env, sentence) => {
	const { code, output } = await run({ env });
	expect(output).toMatch(sentence);
	expect(code).toBe(1);
	expect(existsSync(data)).toBe(false);
});

test('with keys for Stripe, nobody needs the port of its stand-in', async () => {
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(Number(ports.PORT_STRIPE), '127.0.0.1', resolve));
	const taken = createServer();
	await new Promise<void>((resolve) => taken.listen(Number(ports.PORT_POSTGRES), '127.0.0.1', resolve));
	const { output } = await run({ env: KEYS });
	for (const server of [other, taken]) server.close();
	expect(output).toMatch(/^Port \d+ \(postgres\) is taken/); // and not the stand-in's
});

test('a second starter for one data folder says so, and does not disturb the first', async () => {
	const unlock = takeLock(join(data, 'starter.json'));
	const { code, output } = await run();
	expect(output).toMatch(new RegExp(`already runs in .* \\(process ${process.pid}\\)`));
	expect(code).toBe(1);
	(unlock as () => void)();
	expect(typeof takeLock(join(data, 'starter.json'))).toBe('function');
});

test.each([
	['on start', []],
	['on --reset', ['--reset']],
])('a folder with other things is left alone %s', async (_when, args) => {
	mkdirSync(data);
	writeFileSync(join(data, 'thesis.txt'), 'years of work');
	const { code, output } = await run({ args });
	expect(output).toMatch(/holds other things than Answerpack's data/);
	expect(code).toBe(1);
	expect(existsSync(join(data, 'thesis.txt'))).toBe(true);
});

test('a damaged data folder is left for a copy to mend, or begun anew by --reset, as the sentence says', async () => {
	mkdirSync(data);
	for (const file of ['answerpack.json', 'children.json']) writeFileSync(join(data, file), '{"version":1,');
	expect(await run()).toMatchObject({ code: 1, output: expect.stringMatching(/cannot be read.*npm start -- --reset/) });
	// With a port taken, it gets as far as that and no further: the folder itself is no obstacle any more.
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(Number(ports.PORT_MEDUSA), '127.0.0.1', resolve));
	const { output } = await run({ args: ['--reset'] });
	other.close();
	expect(output).toMatch(/is taken by another program/);
});

test('an option that does not exist is named', async () => {
	const { code, output } = await run({ args: ['--rest'] });
	expect(output).toBe(`Unknown option '--rest'. See "npm start -- --help".`);
	expect(code).toBe(1);
});
