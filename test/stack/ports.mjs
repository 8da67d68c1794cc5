// The ports: where they come from, and whether they are free.
import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

/** Which variable sets which port, and the port without it. */
const PORTS = {
	storefront: ['PORT_STOREFRONT', 8000],
	medusa: ['PORT_MEDUSA', 9000],
	strapi: ['PORT_STRAPI', 1337],
	stripe: ['PORT_STRIPE', 12111],
	postgres: ['PORT_POSTGRES', 5433],
};

/** @typedef {Record<keyof typeof PORTS, number>} Ports */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Ports}
 */
export function readPorts(env) {
	const ports = /** @type {Ports} */ ({});
	for (const [name, [variable, standard]] of entries()) {
		const text = env[variable] || String(standard);
		const port = Number(text);
		if (!Number.isInteger(port) || port < 1 || port > 65535) {
			throw new Failure(`${variable}=${text} is not a port: set it to a number from 1 to 65535.`);
		}
		const other = entries().find(([seen]) => ports[seen] === port);
		if (other) throw new Failure(`${other[1][0]} and ${variable} are both ${port}: set one of them to another port.`);
		ports[name] = port;
	}
	return ports;
}

/**
 * @param {Ports} ports
 * @param {(keyof Ports)[]} [unused] nobody will listen on these
 * @throws Failure that names the variable to change
 */
export async function assertPortsFree(ports, unused = []) {
	for (const [name, [variable]] of entries()) {
		if (unused.includes(name) || (await isFree(ports[name]))) continue;
		throw new Failure(
			`Port ${ports[name]} (${name}) is taken by another program: stop that, or choose another port, ` +
				`such as ${variable}=${await freePort()}.`,
		);
	}
}

/**
 * A port that nobody uses right now.
 * @returns {Promise<number>}
 */
export function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}

/**
 * Free ports for a whole stack, as its environment names them.
 * @returns {Promise<Record<string, string>>}
 */
export async function freePorts() {
	/** @type {Record<string, string>} */
	const env = {};
	for (const [, [variable]] of entries()) env[variable] = String(await freePort());
	return env;
}

/** @param {number} port */
async function isFree(port) {
	// What listens on every address would take our visitors too, so both are tried; a machine may have no IPv6.
	return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0')) && (await canListen(port, '::'));
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function canListen(port, host) {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
			resolve(error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL'),
		);
		server.listen({ port, host, exclusive: true, ipv6Only: true }, () => server.close(() => resolve(true)));
	});
}

function entries() {
	return /** @type {[keyof typeof PORTS, [string, number]][]} */ (Object.entries(PORTS));
}
