import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signal, waitUntilGone } from '../stack/pids.mjs';
import { freePorts } from '../stack/ports.mjs';
import { botOn } from './bot.ts';
import { spentByPool } from './ledger.ts';
import { newCustomer, shopOn } from './shop.ts';
import { eventually, stack, stage, useBrowser } from './stage.ts';
import { endWhen, startAsPerson } from './starter.mjs';

// Whatever ends it, the next `npm start` finds all data as it was, within seconds.

const { person } = useBrowser();
const ada = newCustomer();

const data = stage.env.ANSWERPACK_DATA as string;
const pidOfStarter = (): number => JSON.parse(readFileSync(join(data, 'starter.json'), 'utf8')).pid;
const pidsOfServers = (): number[] =>
	(JSON.parse(readFileSync(join(data, 'children.json'), 'utf8')) as { pid: number }[]).map(({ pid }) => pid);

/** What the starter that runs now has printed so far. */
let lines = stage.lines;

async function startAgain() {
	const began = performance.now();
	const starter = await startAsPerson(stage.env);
	lines = starter.lines;
	return { ready: starter.ready, seconds: (performance.now() - began) / 1000 };
}

let spent: Record<string, number>;

test('before: a customer buys credits and uses one', async () => {
	const page = await person();
	const shop = shopOn(page);
	await shop.register(ada);
	await shop.putPackIntoCart();
	await shop.checkOut();
	const bot = botOn(page);
	await bot.open();
	expect((await bot.ask('How long is the warranty on copper kettles?')).cost).toMatch(/Paid with 1 credit/);
	spent = await spentByPool();
});

async function everythingIsAsItWas(): Promise<void> {
	const page = await person();
	await shopOn(page).signIn(ada);
	const bot = botOn(page);
	await bot.open();
	await bot.meter.getByText('9 credits left').waitFor();
	expect(await spentByPool()).toEqual(spent);
}

test('after kill -9 of the starter in the middle of its work, npm start brings all data back', async () => {
	const [starter, servers] = [pidOfStarter(), pidsOfServers()];
	expect(servers).toHaveLength(3);
	signal(starter, 'SIGKILL');
	expect(await waitUntilGone(starter, 5_000)).toBe(true);

	const { ready, seconds } = await startAgain();
	for (const pid of servers) expect(await waitUntilGone(pid, 0)).toBe(true);
	expect(ready).toEqual(stack);
	process.stderr.write(`start after kill -9: ${seconds.toFixed(1)} s\n`);
	await everythingIsAsItWas();
}, 180_000);

test('Ctrl-C stops every process within seconds, and npm start brings all data back', async () => {
	const processes = [pidOfStarter(), ...pidsOfServers()];
	const began = performance.now();
	signal(pidOfStarter(), 'SIGINT');
	for (const pid of processes) expect(await waitUntilGone(pid, 20_000)).toBe(true);
	process.stderr.write(`stop on Ctrl-C: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
	for (const url of [stack.storefront, stack.medusa, stack.strapi]) await expect(fetch(url)).rejects.toThrow();

	const { ready, seconds } = await startAgain();
	expect(ready).toEqual(stack);
	process.stderr.write(`second start: ${seconds.toFixed(1)} s\n`);
	await everythingIsAsItWas();
}, 180_000);

test('Ctrl-C in the middle of a start leaves nothing running', async () => {
	const starter = pidOfStarter();
	signal(starter, 'SIGINT');
	expect(await waitUntilGone(starter, 30_000)).toBe(true);
	expect(await endWhen(stage.env, 'Strapi: starting', 'SIGINT')).toBe(0);
	expect(pidsOfServers()).toEqual([]);
	expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);
	await startAgain();
}, 180_000);

test('a server that dies takes the others down with it, and npm start says which one it was', async () => {
	const starter = pidOfStarter();
	const servers = JSON.parse(readFileSync(join(data, 'children.json'), 'utf8')) as { name: string; pid: number }[];
	const strapi = servers.find(({ name }) => name === 'strapi')?.pid as number;
	signal(strapi, 'SIGKILL');
	for (const { pid } of servers) expect(await waitUntilGone(pid, 30_000)).toBe(true);
	expect(await waitUntilGone(starter, 30_000)).toBe(true);
	await eventually(
		async () => lines.join('\n'),
		(output) => /^strapi has ended by itself: see above/m.test(output),
	);
	// For the tests that may follow, and for the teardown.
	await startAgain();
}, 180_000);

test('kill -9 in the middle of the very first start leaves nothing half done: the next one seeds the shop, once', async () => {
	const env = { ANSWERPACK_DATA: join(stage.folder, 'second'), ...(await freePorts()) };
	expect(await endWhen(env, 'Medusa: migrating', 'SIGKILL')).toBeNull();
	const { ready, pid } = await startAsPerson(env);
	try {
		const [first, second] = [await shelf(stack), await shelf(ready)];
		expect(second).toEqual(first);
		expect(second.products.length).toBeGreaterThan(3);
		expect(second.offers).toEqual(['10 credits', '20 credits a month', '50 credits', '60 credits a month']);
	} finally {
		signal(pid, 'SIGINT');
		await waitUntilGone(pid, 30_000);
	}
}, 300_000);

/** What can be bought, by name. */
async function shelf({ medusa, publishable_key, bot_id }: typeof stack) {
	const names = async (path: string, list: string, name: string): Promise<string[]> => {
		const response = await fetch(`${medusa}/store/${path}`, { headers: { 'x-publishable-api-key': publishable_key } });
		const body = (await response.json()) as Record<string, Record<string, string>[]>;
		return (body[list] ?? []).map((entry) => entry[name] ?? '').sort();
	};
	return {
		products: await names('products?limit=100', 'products', 'handle'),
		offers: await names(`answerpack/bots/${bot_id}/offers`, 'offers', 'name'),
	};
}
