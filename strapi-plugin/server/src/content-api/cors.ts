import { PASS_HEADER } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { createPathTest } from './paths';

/** Browsers remember a preflight at most that long. */
const PREFLIGHT_SECONDS = 86_400;
const METHODS = 'GET, POST, DELETE';
const HEADERS = `Content-Type, ${PASS_HEADER}, Last-Event-ID`;
const READABLE_HEADERS = 'Retry-After';

/**
 * Lets pages of every origin read what the visitors' routes answer, whatever `strapi::cors` says of the rest: which of them
 * may use a bot is the bot's own setting ({@link assertOrigin}), and a page must be able to read that it may not. Nothing
 * here trusts a cookie, so there is nothing that a page of another origin could do in a visitor's name.
 */
export function createCors(strapi: Core.Strapi) {
	const isOurs = createPathTest(strapi);
	return async (ctx: Context, next: Next): Promise<void> => {
		if (!isOurs(ctx.path) || !ctx.get('Origin')) return next();
		if (ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method')) {
			ctx.set({
				'Access-Control-Allow-Origin': '*',
				'Access-Control-Allow-Methods': METHODS,
				'Access-Control-Allow-Headers': HEADERS,
				'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
			});
			ctx.status = 204;
			return;
		}
		letRead(ctx); // now, for streams
		await next();
		if (!ctx.headerSent) letRead(ctx); // again, for what `strapi::cors` has put in its place
	};
}

function letRead(ctx: Context): void {
	ctx.set('Access-Control-Allow-Origin', '*');
	ctx.remove('Access-Control-Allow-Credentials'); // browsers refuse it beside the asterisk
	ctx.set('Access-Control-Expose-Headers', READABLE_HEADERS);
}
