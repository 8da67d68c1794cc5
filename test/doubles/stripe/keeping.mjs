// An account in a file, so that a demo's customers and plans outlive a restart. Tests keep nothing.
/** @import { Account } from './account.mjs' */
/** @import { World } from './world/world.mjs' */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { officeOf } from './webhooks/deliveries.mjs';
import { Table } from './world/tables.mjs';

/** Bumped when what is kept changes its shape: an older file is refused, not misread. */
const FORMAT = 1;
const WRITE_AFTER_MS = 50;

/** What belongs to the running process, not to the account. */
const PASSING = new Set(['apiVersion', 'keys', 'later', 'origin', 'request']);

/**
 * @param {string} file
 * @param {() => Account} current
 */
export function createKeeper(file, current) {
	/** @type {NodeJS.Timeout | undefined} */
	let timer;
	let closed = false;
	function write() {
		clearTimeout(timer);
		timer = undefined;
		mkdirSync(dirname(file), { recursive: true });
		// Beside its place and renamed: a kill leaves the old one or the new one.
		writeFileSync(`${file}.new`, JSON.stringify(saved(current())), { mode: 0o600 });
		renameSync(`${file}.new`, file);
	}
	return {
		/** Something may have changed: it is in the file soon. */
		changed() {
			if (!closed) timer ??= setTimeout(write, WRITE_AFTER_MS);
		},
		close() {
			closed = true;
			write();
		},
	};
}

/** @param {Account} account */
function saved({ world, idempotency }) {
	const kept = Object.entries(world).filter(([name]) => !PASSING.has(name));
	const { log, secrets, switches } = officeOf(world);
	return {
		format: FORMAT,
		world: Object.fromEntries(kept.map(([name, value]) => [name, plain(value)])),
		idempotency: idempotency.all,
		secrets: [...secrets],
		switches,
		deliveries: log.map(({ event, endpoint, ...row }) => ({ ...row, event: event.id, endpoint: endpoint.id })),
	};
}

/** @param {unknown} value */
function plain(value) {
	if (value instanceof Table) return value.all();
	return value instanceof Map || value instanceof Set ? [...value] : value;
}

/**
 * Fills a new account with what the file holds, if there is one.
 * @param {string} file
 * @param {Account} account
 */
export function restore(file, { world, idempotency }) {
	if (!existsSync(file)) return;
	const kept = JSON.parse(readFileSync(file, 'utf8'));
	if (kept.format !== FORMAT) throw new Error(`${file} was written by another version of the stand-in: remove it.`);
	for (const [name, value] of Object.entries(world)) {
		if (!PASSING.has(name)) fill(world, name, value, kept.world[name]);
	}
	for (const subscription of world.subscriptions.all()) {
		// An item shows its price as it is, not as it was.
		for (const item of subscription.items.data) item.price = world.prices.get(item.price.id);
	}
	idempotency.restore(kept.idempotency);
	const office = officeOf(world);
	office.secrets = new Map(kept.secrets);
	Object.assign(office.switches, kept.switches);
	for (const { event, endpoint, ...row } of kept.deliveries) {
		const [of, to] = [world.events.find(event), world.webhookEndpoints.find(endpoint)];
		if (of && to) office.log.push({ ...row, event: of, endpoint: to });
	}
}

/**
 * @param {World} world
 * @param {string} name
 * @param {unknown} value
 * @param {unknown} kept what JSON.parse gave for it
 */
function fill(world, name, value, kept) {
	const rows = /** @type {never[]} */ (kept);
	const pairs = /** @type {[never, never][]} */ (kept);
	if (value instanceof Table) for (const row of rows) value.add(row);
	else if (value instanceof Map) for (const [key, member] of pairs) value.set(key, member);
	else if (value instanceof Set) for (const member of rows) value.add(member);
	else Object.assign(world, { [name]: kept });
}
