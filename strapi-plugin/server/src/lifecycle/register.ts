import type { Core } from '@strapi/strapi';
import { createShapeMapping } from '../content-api/errors';
import { tables } from '../tables';

export function register({ strapi }: { strapi: Core.Strapi }): void {
	for (const table of tables) strapi.get('models').add(table);
	// Here it comes before Strapi's own middlewares, and so sees what they answer.
	strapi.server.use(createShapeMapping(strapi));
}
