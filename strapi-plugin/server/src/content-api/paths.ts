import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';

/** Tells the visitors' routes from everything else that this Strapi answers. */
export function createPathTest(strapi: Core.Strapi): (path: string) => boolean {
	const prefix = `${strapi.config.get('api.rest.prefix', '/api')}/${PLUGIN_ID}/`;
	return (path) => path.startsWith(prefix);
}
