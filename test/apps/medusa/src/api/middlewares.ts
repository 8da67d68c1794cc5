import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
	defineMiddlewares,
	type MedusaNextFunction,
	type MedusaRequest,
	type MedusaResponse,
} from '@medusajs/framework/http';

const folder = resolve('.medusa/admin');

const BEING_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<title>Medusa</title><body style="font:16px/1.5 system-ui;display:grid;place-items:center;min-height:90vh">
<p>The admin is still being built. This page opens it as soon as it is there.</p>`;

/** Serves the admin from the folder it is built into, looking at each request: it may be built after the start. */
function serveAdmin(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
	if (req.method !== 'GET' && req.method !== 'HEAD') {
		next();
		return;
	}
	if (req.path.startsWith('/assets/')) {
		res.sendFile(req.path, { root: folder, immutable: true, maxAge: '1y' }, (error) => error && next(error));
		return;
	}
	if (!existsSync(resolve(folder, 'index.html'))) {
		res.status(503).set('Retry-After', '5').type('html').send(BEING_BUILT);
		return;
	}
	res.set('Cache-Control', 'no-cache').sendFile('index.html', { root: folder });
}

export default defineMiddlewares({ routes: [{ matcher: '/app', middlewares: [serveAdmin] }] });
