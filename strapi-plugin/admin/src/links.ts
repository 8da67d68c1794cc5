import { PLUGIN_ID } from './plugin-id';

/** The pages of a bot. */
export const BOT_TABS = ['knowledge', 'conversations', 'gaps', 'playground', 'settings'] as const;
export type BotTab = (typeof BOT_TABS)[number];

export const BOTS_PATH = `/plugins/${PLUGIN_ID}`;

export function botPath(id: string, tab: BotTab = 'knowledge'): string {
	return `${BOTS_PATH}/${id}/${tab}`;
}

/** An entry in the content manager. */
export function entryPath(uid: string, documentId: string, locale?: string): string {
	const query = locale ? `?plugins[i18n][locale]=${locale}` : '';
	return `/content-manager/collection-types/${uid}/${documentId}${query}`;
}
