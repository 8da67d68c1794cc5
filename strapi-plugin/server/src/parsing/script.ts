import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Core } from '@strapi/strapi';

/** Where the host has the built `worker.ts`. */
export function parserScript(strapi: Core.Strapi): string {
	const host = createRequire(join(strapi.dirs.app.root, 'package.json'));
	return join(dirname(host.resolve('@answerpack/strapi/package.json')), 'dist/parser/worker.mjs');
}
