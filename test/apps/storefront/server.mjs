// The storefront's server: pages, assets, the widget's file and the runtime configuration. Plain node:http.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('dist', import.meta.url));
const TYPES = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** Ends with one clear sentence and no stack: whoever starts this is told what to do. */
function refuse(sentence) {
	console.error(`storefront: ${sentence}`);
	process.exit(1);
}

/** An http address without its trailing slash. */
function address(name) {
	try {
		const url = new URL(process.env[name]);
		if (url.protocol === 'http:' || url.protocol === 'https:') return url.href.replace(/\/$/, '');
	} catch {}
	return refuse(`${name} must be an address such as http://localhost:9000, not "${process.env[name]}".`);
}

const missing = ['MEDUSA_URL', 'STRAPI_URL', 'PUBLISHABLE_KEY', 'BOT_SLUG'].filter((name) => !process.env[name]);
if (missing.length) refuse(`set ${missing.join(', ')} in the environment and start again.`);
const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 8000);
if (!Number.isInteger(port) || port < 1 || port > 65535) refuse(`PORT must be a port, not "${process.env.PORT}".`);
const config = {
	medusaUrl: address('MEDUSA_URL'),
	strapiUrl: address('STRAPI_URL'),
	publishableKey: process.env.PUBLISHABLE_KEY,
	botSlug: process.env.BOT_SLUG,
	/** Who takes cards: Stripe, or its stand-in, or (null) nobody. */
	stripe: process.env.STRIPE_PUBLISHABLE_KEY
		? {
				publishableKey: process.env.STRIPE_PUBLISHABLE_KEY,
				standIn: process.env.STRIPE_API_BASE ? address('STRIPE_API_BASE') : null,
			}
		: null,
};
await stat(join(DIST, 'index.html')).catch(() =>
	refuse('it is not built yet; run "npm run build -w answerpack-demo-storefront" and start again.'),
);

const origins = [config.medusaUrl, config.strapiUrl, config.stripe?.standIn]
	.flatMap((url) => (url ? [new URL(url).origin] : []))
	.join(' ');
const isStripe = config.stripe && !config.stripe.standIn;
// As strict as it gets, on purpose: the demo proves that the widget needs no exception from it. Only Stripe's own script and
// frames do (https://docs.stripe.com/security/guide#content-security-policy).
const POLICY = [
	"default-src 'none'",
	isStripe ? "script-src 'self' https://js.stripe.com https://*.js.stripe.com" : "script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	isStripe ? `connect-src 'self' ${origins} https://api.stripe.com` : `connect-src 'self' ${origins}`,
	...(isStripe ? ['frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com'] : []),
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'",
	...(isStripe ? [] : ["require-trusted-types-for 'script'"]),
].join('; ');
const SAFE_HEADERS = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin' };

/** The widget's built file; undefined while that package is not built. */
function widgetFile() {
	try {
		return fileURLToPath(import.meta.resolve('@answerpack/widget'));
	} catch {
		return undefined;
	}
}

/** Which file answers a path: an asset, the widget, or, for every page of the shop, the one page there is. */
function fileFor(path) {
	if (path === '/answerpack.js') return widgetFile();
	if (extname(path) === '' || path === '/index.html') return join(DIST, 'index.html');
	const file = join(DIST, path);
	return file.startsWith(DIST + sep) ? file : undefined;
}

function plain(response, status, text, headers = {}) {
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...SAFE_HEADERS, ...headers });
	response.end(text);
}

async function answer(request, response) {
	if (request.method !== 'GET' && request.method !== 'HEAD')
		return plain(response, 405, 'Only GET and HEAD are answered here.\n', { Allow: 'GET, HEAD' });
	let path;
	try {
		path = decodeURIComponent(new URL(request.url, 'http://storefront').pathname);
	} catch {
		return plain(response, 400, 'This address cannot be read.\n');
	}
	if (path === '/health') return plain(response, 200, 'OK', { 'Cache-Control': 'no-store' });
	if (path === '/config.json') {
		response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...SAFE_HEADERS });
		return response.end(JSON.stringify(config));
	}

	const file = path.includes('\0') ? undefined : fileFor(path);
	const found = file && (await stat(file).catch(() => undefined));
	if (!found?.isFile()) {
		const why =
			path === '/answerpack.js' ? 'The widget is not built yet: npm run build -w @answerpack/widget.' : 'Not found.';
		return plain(response, 404, `${why}\n`, { 'Cache-Control': 'no-store' });
	}
	// The names of the assets carry a hash of their content, so they never change; all else is asked for again.
	const etag = `"${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}"`;
	const headers = {
		'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
		ETag: etag,
		...SAFE_HEADERS,
	};
	if (extname(file) === '.html') headers['Content-Security-Policy'] = POLICY;
	if (request.headers['if-none-match'] === etag) return response.writeHead(304, headers).end();
	response.writeHead(200, {
		...headers,
		'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
		'Content-Length': found.size,
	});
	if (request.method === 'HEAD') return response.end();
	createReadStream(file)
		.on('error', () => response.destroy())
		.pipe(response);
}

const server = createServer((request, response) => {
	answer(request, response).catch((error) => {
		console.error('storefront:', error);
		if (!response.headersSent) plain(response, 500, 'Something went wrong here.\n');
		else response.destroy();
	});
});

server.on('error', (error) => {
	if (error.code === 'EADDRINUSE') refuse(`port ${port} is taken; stop what uses it, or set PORT to another one.`);
	refuse(error.message);
});
server.listen(port, host, () => console.log(`storefront: http://localhost:${port}`));

for (const signal of ['SIGTERM', 'SIGINT']) {
	process.once(signal, () => {
		server.close(() => process.exit(0));
		server.closeAllConnections();
	});
}
