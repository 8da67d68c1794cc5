// The data folder: what is generated once and kept (secrets, log-ins, the bot's id), and who uses the folder now.
import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { takeLock } from './lock.mjs';

/** Only a folder with this file is ever removed, and it is written before anything else. */
const STATE = 'answerpack.json';
const LOCK = 'starter.json';

/**
 * @typedef {object} State
 * @property {1} version
 * @property {string} created_at
 * @property {{admin_email: string, admin_password: string, bot_id: string}} demo
 * @property {{service: string, postgres: string, medusa_jwt: string, medusa_cookie: string, strapi_app_keys: string, strapi_admin_jwt: string,
 *   strapi_jwt: string, strapi_api_token_salt: string, strapi_transfer_token_salt: string, strapi_encryption: string,
 *   stripe_provider_webhook: string, stripe_plugin_webhook: string}} secrets
 */

/**
 * Makes the folder ours before anything else is in it: generates what it keeps, unless that is there.
 * @param {string} data
 */
export function ensureState(data) {
	// For nobody else; but root's Postgres runs as another user, who must be able to enter.
	chmodSync(data, process.getuid?.() === 0 ? 0o755 : 0o700);
	const file = join(data, STATE);
	if (!existsSync(file)) writeAtomically(file, generate());
}

/**
 * Reads what the folder keeps.
 * @param {string} data
 * @returns {State}
 */
export function readState(data) {
	const file = join(data, STATE);
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch (cause) {
		throw new Failure(`${file} cannot be read: put it back from a copy, or begin anew with "npm start -- --reset".`, {
			cause,
		});
	}
}

/**
 * Empties a data folder that this process has locked, and only a data folder. The state goes last: what is killed in
 * the middle leaves a folder that is still known to be ours.
 * @param {string} data
 */
export function emptyData(data) {
	assertOurs(data);
	const names = readdirSync(data).filter((name) => !name.startsWith(LOCK) && name !== STATE);
	for (const name of [...names, STATE]) rmSync(join(data, name), { recursive: true, force: true, maxRetries: 10 });
}

/** @param {string} data */
function assertOurs(data) {
	if (!existsSync(data)) return;
	const names = readdirSync(data).filter((name) => !name.startsWith(LOCK));
	if (names.length === 0 || names.includes(STATE) || names.every((name) => name.startsWith(STATE))) return;
	throw new Failure(
		`${data} holds other things than Answerpack's data, so it is left alone: set ANSWERPACK_DATA to another folder.`,
	);
}

/**
 * Takes the folder for this process: two starters on one database would stop each other's servers.
 * @param {string} data
 * @returns {() => void} gives it back
 */
export function lockData(data) {
	assertOurs(data);
	const lock = takeLock(join(data, LOCK));
	if (typeof lock === 'function') return lock;
	throw new Failure(
		`Answerpack already runs in ${data} (process ${lock.pid}): stop that first, or set ANSWERPACK_DATA and the PORT_… variables for a second one.`,
	);
}

/**
 * What `writeAtomically` wrote; nothing when it is not there, or was damaged since.
 * @param {string} file
 */
export function readJson(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
}

/**
 * @param {string} file
 * @param {object} content
 */
export function writeAtomically(file, content) {
	const temporary = `${file}.${process.pid}`;
	writeFileSync(temporary, `${JSON.stringify(content, null, '\t')}\n`, { mode: 0o600, flush: true });
	renameSync(temporary, file);
}

/** @returns {State} */
function generate() {
	const secret = () => randomBytes(32).toString('hex');
	return {
		version: 1,
		created_at: new Date().toISOString(),
		demo: {
			admin_email: 'owner@kupferkanne.example',
			// What Strapi asks of a password: a small letter, a capital and a digit.
			admin_password: `Copper-${letters(5)}-${randomInt(2, 10)}${letters(5)}`,
			bot_id: `b${letters(23)}`, // as Strapi's document ids look
		},
		secrets: {
			service: secret(),
			postgres: secret(),
			medusa_jwt: secret(),
			medusa_cookie: secret(),
			strapi_app_keys: [secret(), secret()].join(','),
			strapi_admin_jwt: secret(),
			strapi_jwt: secret(),
			strapi_api_token_salt: secret(),
			strapi_transfer_token_salt: secret(),
			strapi_encryption: secret(),
			stripe_provider_webhook: `whsec_${secret()}`,
			stripe_plugin_webhook: `whsec_${secret()}`,
		},
	};
}

/**
 * Small letters and digits that nobody mistakes for each other.
 * @param {number} length
 */
function letters(length) {
	const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
	return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
