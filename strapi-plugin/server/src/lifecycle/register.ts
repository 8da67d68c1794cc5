import type { Core } from '@strapi/strapi';
import { createCors } from '../content-api/cors';
import { createShapeMapping } from '../content-api/errors';
import { tables } from '../tables';

export function register({ strapi }: { strapi: Core.Strapi }): void {
	for (const table of tables) strapi.get('models').add(table);
	// Here they come before Strapi's own middlewares, and so see what those answer.
	strapi.server.use(createCors(strapi));
	strapi.server.use(createShapeMapping(strapi));
}
