// The command around the stack: options, signals, the table at the end, exit codes.
import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';
import { createStack } from './stack.mjs';

/**
 * A second signal this soon is the same Ctrl-C: the terminal sends it to every process of `npm start`, and npm passes
 * on what it got itself.
 */
const ECHO_MS = 500;

const HELP = `npm start [-- --reset]

Starts Postgres, Medusa, Strapi and the storefront; Ctrl-C stops them.

  --reset   begin anew: throws all data away first

  ANSWERPACK_DATA     the data folder (.answerpack)
  PORT_STOREFRONT     8000
  PORT_MEDUSA         9000
  PORT_STRAPI         1337
  PORT_POSTGRES       5433
  PORT_STRIPE         12111, of the stand-in for Stripe
  OPENAI_API_KEY      lets a model answer; OPENAI_BASE_URL and OPENAI_MODEL for any compatible server
  STRIPE_API_KEY      with STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET: Stripe's test mode instead of its stand-in`;

/**
 * @param {string[]} args
 * @returns {Promise<never>} ends the process
 */
export async function main(args) {
	/** @type {ReturnType<typeof createStack> | undefined} */
	let stack;
	/** @type {number | undefined} */
	let signalled;
	const interrupted = new Promise((resolve) => {
		for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
			process.on(name, () => {
				if (signalled === undefined) {
					signalled = performance.now();
					resolve(name);
				} else if (performance.now() - signalled > ECHO_MS) {
					console.error('Ending everything at once.');
					stack?.kill();
					process.exit(130);
				}
			});
		}
	});
	// A mistake of ours must not leave servers behind either.
	const broken = /** @type {Promise<never>} */ (
		new Promise((_resolve, reject) => {
			process.on('uncaughtException', reject);
			process.on('unhandledRejection', reject);
		})
	);
	broken.catch(() => {}); // told by whoever waits for it
	// A terminal that has gone away must not keep us from stopping what we started.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

	try {
		const options = readOptions(args);
		if (options.help) {
			console.log(HELP);
			process.exit(0);
		}
		if (process.platform === 'win32') {
			throw new Failure('This runs on Linux and macOS: on Windows, start it inside WSL.');
		}
		stack = createStack({ reset: options.reset, colours: process.stdout.isTTY && !process.env.NO_COLOR });
		const starting = stack.start();
		starting.catch(() => {}); // awaited below, unless a signal comes first
		const ready = await Promise.race([starting, broken, interrupted.then(() => undefined)]);
		if (ready) {
			console.log(table(ready));
			console.log(`READY ${JSON.stringify(ready)}`);
			const failure = await Promise.race([stack.died, broken, interrupted.then(() => undefined)]);
			if (failure) throw failure;
		}
		console.error('Stopping …');
		await stack.stop();
		console.error('Stopped. All data is kept.');
		process.exit(0);
	} catch (error) {
		console.error(`\n${explain(error)}`);
		await stack?.stop().catch((/** @type {unknown} */ failure) => console.error(explain(failure)));
		process.exit(1);
	}
}

/** @param {string[]} args */
function readOptions(args) {
	try {
		return parseArgs({ args, options: { reset: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values;
	} catch (cause) {
		throw new Failure(`${/** @type {Error} */ (cause).message.split('. ')[0]}. See "npm start -- --help".`, { cause });
	}
}

/** @param {unknown} error */
function explain(error) {
	if (!(error instanceof Failure)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
	return error.details ? `${error.details.replace(/^/gm, '  | ')}\n\n${error.message}` : error.message;
}

/** @param {import('./stack.mjs').Ready} ready */
function table(ready) {
	const login = `${ready.admin_email}  ${ready.admin_password}`;
	const rows = [
		['Storefront', ready.storefront, 'create a customer there'],
		['Medusa admin', ready.medusa_admin, login],
		['Strapi admin', ready.strapi_admin, login],
		...(ready.stripe ? [['Stripe', ready.stripe, 'a stand-in: no money moves; let a month pass there']] : []),
	];
	const width = Math.max(...rows.map(([, address]) => /** @type {string} */ (address).length));
	const lines = rows.map(([name, address, who]) => `  ${name?.padEnd(13)} ${address?.padEnd(width)}  ${who}`);
	return `\n${lines.join('\n')}\n\n  Ctrl-C stops everything; the data stays.\n`;
}
