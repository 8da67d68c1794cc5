import type { Core } from '@strapi/strapi';
import {
	BOT_UID,
	CONVERSATIONS_READ_ACTION,
	KNOWLEDGE_EDIT_ACTION,
	OWNER_CAP_SPEND_ACTION,
	PLUGIN_ID,
	READ_ACTION,
	SETTINGS_EDIT_ACTION,
} from '../constants';
import { SOURCE_UIDS } from '../ingestion/sources';

/** What a role can be given, as the page of the role shows it. */
const ACTIONS: [action: string, subCategory: string, displayName: string][] = [
	[READ_ACTION, 'bots', 'See bots and their state'],
	[SETTINGS_EDIT_ACTION, 'bots', 'Edit settings'],
	[KNOWLEDGE_EDIT_ACTION, 'knowledge', 'Edit knowledge'],
	[CONVERSATIONS_READ_ACTION, 'conversations', 'See conversations'],
	[OWNER_CAP_SPEND_ACTION, 'credits', 'Spend from the owner cap'],
];

export async function registerAdminPermissions(strapi: Core.Strapi): Promise<void> {
	const prefix = `plugin::${PLUGIN_ID}.`;
	await strapi.service('admin::permission').actionProvider.registerMany(
		ACTIONS.map(([action, subCategory, displayName]) => ({
			section: 'plugins',
			subCategory,
			displayName,
			uid: action.slice(prefix.length),
			pluginName: PLUGIN_ID,
		})),
	);
}

/** What a change of a content type of ours needs. */
export const CHANGE_ACTIONS: Readonly<Record<string, string>> = {
	[BOT_UID]: SETTINGS_EDIT_ACTION,
	...Object.fromEntries(SOURCE_UIDS.map((uid) => [uid, KNOWLEDGE_EDIT_ACTION])),
};

/**
 * Whether the change that is under way may be made, by whoever is logged in to the admin panel. What comes from elsewhere
 * (an API token, a script, the seed of a project) has its own guards.
 */
export function mayChange(strapi: Core.Strapi, uid: string): boolean {
	const ability: { can(action: string): boolean } | undefined = strapi.requestContext.get()?.state.userAbility;
	const action = CHANGE_ACTIONS[uid];
	return !ability || !action || ability.can(action);
}
