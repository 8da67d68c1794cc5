// Loaded into servers before anything else (`probes.mjs`): says what a process holds after the garbage is gone.
const { writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const server = createServer((_request, response) => {
	collectGarbage();
	const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
	const resources = process.getActiveResourcesInfo();
	const timers = resources.filter((name) => name === 'Timeout').length;
	const sockets = resources.filter((name) => name.startsWith('TCPSocket')).length;
	response.setHeader('Connection', 'close');
	response.end(JSON.stringify({ heap_bytes: heapUsed + arrayBuffers, rss_bytes: rss, timers, sockets }));
});
server.listen(0, '127.0.0.1', () => {
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	writeFileSync(join(String(process.env.ANSWERPACK_PROBES), String(process.pid)), String(port));
});
server.unref();
