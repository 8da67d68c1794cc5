import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import { PUBLIC_HANDLERS } from '../routes';

const ROLE_UID = 'plugin::users-permissions.role';
const PERMISSION_UID = 'plugin::users-permissions.permission';
const STORE_KEY = 'granted-to-public';

/**
 * Lets the public role use the visitors' routes. Each is granted once, when it is first seen: what an operator takes
 * away afterwards stays away.
 */
export async function grantPublicPermissions(strapi: Core.Strapi): Promise<void> {
	const usersPermissions = strapi.plugin('users-permissions');
	if (!usersPermissions) {
		strapi.log.warn('Answerpack: without the plugin users-permissions no visitor can reach a bot. Install it.');
		return;
	}
	// Ours may be started first, on an empty database. Roles must be there, and its own defaults are only made while
	// there are no permissions at all.
	await usersPermissions.service('users-permissions').initialize();

	const store = strapi.store({ type: 'plugin', name: PLUGIN_ID });
	const before = ((await store.get({ key: STORE_KEY })) ?? []) as string[];
	const actions = PUBLIC_HANDLERS.map((handler) => `plugin::${PLUGIN_ID}.${handler}`);
	const fresh = actions.filter((action) => !before.includes(action));
	if (fresh.length === 0) return;

	const role = await strapi.db.query(ROLE_UID).findOne({ where: { type: 'public' } });
	if (!role) return;
	for (const action of fresh) {
		const where = { action, role: role.id };
		const granted = await strapi.db.query(PERMISSION_UID).findOne({ where });
		if (!granted) await strapi.db.query(PERMISSION_UID).create({ data: where });
	}
	await store.set({ key: STORE_KEY, value: [...before, ...fresh] });
}
