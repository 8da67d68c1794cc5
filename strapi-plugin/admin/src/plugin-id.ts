export const PLUGIN_ID = 'answerpack';

export const BOT_UID = 'plugin::answerpack.bot';

/** The content types that editors feed bots with (server: ingestion/sources). */
export const SOURCE_UIDS: readonly string[] = ['faq', 'article', 'file', 'page', 'mapping'].map(
	(type) => `plugin::${PLUGIN_ID}.${type}`,
);

/** Permissions, as the server registers them. */
export const PERMISSIONS = {
	read: [{ action: 'plugin::answerpack.read', subject: null }],
	settings: [{ action: 'plugin::answerpack.settings.edit', subject: null }],
	knowledge: [{ action: 'plugin::answerpack.knowledge.edit', subject: null }],
	conversations: [{ action: 'plugin::answerpack.conversations.read', subject: null }],
	spend: [{ action: 'plugin::answerpack.owner-cap.spend', subject: null }],
};
