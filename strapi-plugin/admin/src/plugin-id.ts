export const PLUGIN_ID = 'answerpack';

export const BOT_UID = 'plugin::answerpack.bot';
export const ARTICLE_UID = 'plugin::answerpack.article';

/** Permissions, as the server registers them. */
export const PERMISSIONS = {
	read: [{ action: 'plugin::answerpack.read', subject: null }],
	deliver: [{ action: 'plugin::answerpack.deliver', subject: null }],
};
