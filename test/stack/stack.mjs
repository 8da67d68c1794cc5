// The order in which everything comes up, and goes down again. Each step has a room of its own beside this file.
import { join, resolve } from 'node:path';
import { build, isBuilt, layOutPlaceholder } from './builds.mjs';
import { createChildren } from './children.mjs';
import { Failure } from './failure.mjs';
import { signal } from './pids.mjs';
import { assertPortsFree, readPorts } from './ports.mjs';
import { runningIn, startPostgres, stopLeftover } from './postgres.mjs';
import { createProgress } from './progress.mjs';
import { inRoot } from './root.mjs';
import * as servers from './servers.mjs';
import { emptyData, ensureState, lockData, readState } from './state.mjs';
import { readStripeKeys, startStandIn } from './stripe.mjs';

/**
 * Everything that a visitor, an editor, an owner or a test needs to know of a running stack: what `READY` prints.
 * @typedef {object} Ready
 * @property {string} storefront
 * @property {string} medusa
 * @property {string} medusa_admin
 * @property {string} strapi
 * @property {string} strapi_admin
 * @property {string} admin_email
 * @property {string} admin_password
 * @property {string} publishable_key
 * @property {string} bot_slug
 * @property {string} bot_id
 * @property {string} service_secret
 * @property {string | null} stripe the stand-in's page; `null` with keys of Stripe's test mode
 */

/**
 * @typedef {object} Options
 * @property {import('./ports.mjs').Ports} [ports]
 * @property {string} [data] the data folder
 * @property {boolean} [reset] begin anew: empties the data folder first
 * @property {(line: string) => void} [log]
 * @property {boolean} [colours]
 */

/** @param {Options} [options] */
export function createStack({
	ports = readPorts(process.env),
	data = resolve(process.env.ANSWERPACK_DATA || inRoot('.answerpack')),
	reset = false,
	log = console.log,
	colours = false,
} = {}) {
	const progress = createProgress(log, { colours });
	/** On its way, or there. @type {Promise<import('./postgres.mjs').Postgres> | undefined} */
	let postgres;
	/** @type {import('./children.mjs').Children | undefined} */
	let children;
	/** @type {Awaited<ReturnType<typeof startStandIn>> | undefined} */
	let standIn;
	/** @type {(() => void) | undefined} */
	let unlock;
	/** @type {Promise<void> | undefined} */
	let stopping;
	/** @type {(failure: Failure) => void} */
	let reportDeath;
	/** Fulfilled when a server ends that should not. */
	const died = new Promise((/** @type {(failure: Failure) => void} */ resolve) => {
		reportDeath = resolve;
	});

	/**
	 * @param {'storefront' | 'strapi' | 'medusa'} name
	 * @param {Promise<import('./children.mjs').Child>} starting
	 */
	async function keep(name, starting) {
		const child = await starting;
		child.ended.then(() => stopping ?? reportDeath(child.failure(`${name} has ended by itself`)));
		return child;
	}

	/** @returns {Promise<Ready>} */
	async function bringUp() {
		const keys = readStripeKeys(process.env);
		unlock = lockData(data);
		ensureState(data);
		children = createChildren(data);
		await children.stopLeftovers();
		await stopLeftover(join(data, 'postgres'));
		await assertPortsFree(ports, keys ? ['stripe'] : []);
		if (reset) {
			emptyData(data);
			ensureState(data);
			children = createChildren(data);
		}
		const state = readState(data);
		if (stopping) throw new Failure('Stopping.');
		progress.say(`data folder: ${data}`);

		if (!keys) standIn = await startStandIn({ ports, data, state });
		const [database] = await Promise.all([bringUpPostgres(state), build('packages', children, progress)]);
		/** @type {servers.Context} */
		const context = { ports, data, state, children, progress, postgres: database, stripe: keys ?? standIn?.stripe };
		const [medusa, strapi] = await Promise.all([bringUpMedusa(context), bringUpStrapi(context)]);
		await Promise.all([servers.untilBotAnswers(context, medusa, strapi), standIn?.sendWaiting()]);
		progress.say(`a visitor can ask now: ${servers.addresses(ports).storefront}`);
		if (!isBuilt('admins')) {
			progress.say('the admin panels are still being built; their pages say so until they are there');
			await build('admins', children, progress);
		}
		return {
			...servers.addresses(ports),
			admin_email: state.demo.admin_email,
			admin_password: state.demo.admin_password,
			publishable_key: await servers.readPublishableKey(context),
			bot_slug: servers.BOT_SLUG,
			bot_id: state.demo.bot_id,
			service_secret: state.secrets.service,
			stripe: standIn ? servers.addresses(ports).stripe : null,
		};
	}

	/** @param {import('./state.mjs').State} state */
	async function bringUpPostgres(state) {
		const log_file = join(data, 'logs', 'postgres.log');
		postgres = startPostgres({
			folder: join(data, 'postgres'),
			port: ports.postgres,
			password: state.secrets.postgres,
			log_file,
		});
		const starting = postgres;
		const started = await progress.step('Postgres: starting', 'Postgres: up', () => starting);
		started.process.once('exit', () => {
			if (!stopping) reportDeath(new Failure(`Postgres has ended by itself: see ${log_file}.`));
		});
		await Promise.all([started.ensureDatabase('medusa'), started.ensureDatabase('strapi')]);
		return started;
	}

	/** Medusa, and the storefront, which needs the key that Medusa's seed has made. @param {servers.Context} context */
	async function bringUpMedusa(context) {
		await servers.migrateMedusa(context);
		const key = await servers.readPublishableKey(context);
		const [medusa] = await Promise.all([
			keep('medusa', servers.startMedusa(context)),
			keep('storefront', servers.startStorefront(context, key)),
		]);
		return medusa;
	}

	/** @param {servers.Context} context */
	async function bringUpStrapi(context) {
		layOutPlaceholder();
		return keep('strapi', servers.startStrapi(context));
	}

	/** Stops storefront, Strapi and Medusa, then what they stand on: nobody loses the database under a running answer. */
	async function takeDown() {
		await children?.close(['storefront', 'strapi', 'medusa']);
		await standIn?.stop();
		const started = await postgres?.catch(() => undefined); // it may be on its way still
		await started?.stop();
		unlock?.();
	}

	const stack = {
		died,
		progress,
		/** @returns {Promise<Ready>} */
		async start() {
			try {
				const death = died.then((failure) => Promise.reject(failure));
				death.catch(() => {}); // told by `died` when the race is over
				return await Promise.race([bringUp(), death]);
			} catch (error) {
				await stack.stop();
				throw error;
			}
		},
		/** Stops everything, cleanly. */
		stop() {
			stopping ??= takeDown();
			return stopping;
		},
		/** Ends everything at once; the next start recovers. */
		kill() {
			children?.kill();
			const pid = runningIn(join(data, 'postgres'));
			if (pid) signal(pid, 'SIGQUIT');
			unlock?.();
		},
	};
	return stack;
}

/**
 * Starts everything, for tests: what READY prints, and `stop`.
 * @param {Options} [options]
 */
export async function startStack(options) {
	const stack = createStack(options);
	return { ...(await stack.start()), stop: stack.stop, died: stack.died };
}
