export const PLUGIN_ID = 'answerpack';

/** What editors edit. */
export const BOT_UID = 'plugin::answerpack.bot' as const;
export const ARTICLE_UID = 'plugin::answerpack.article' as const;
export const FAQ_UID = 'plugin::answerpack.faq' as const;
export const FILE_UID = 'plugin::answerpack.file' as const;
export const PAGE_UID = 'plugin::answerpack.page' as const;
export const MAPPING_UID = 'plugin::answerpack.mapping' as const;

/** Tables of ours that no editor sees. */
export const OUTBOX_UID = 'plugin::answerpack.outbox';
export const ANSWER_UID = 'plugin::answerpack.answer';
export const DOCUMENT_UID = 'plugin::answerpack.document';
export const PASSAGE_UID = 'plugin::answerpack.passage';

/**
 * Permissions of the admin panel. Those to edit come on top of the content manager's own: a role that may edit articles
 * in general does not thereby speak for a bot.
 */
export const READ_ACTION = 'plugin::answerpack.read';
export const KNOWLEDGE_EDIT_ACTION = 'plugin::answerpack.knowledge.edit';
export const SETTINGS_EDIT_ACTION = 'plugin::answerpack.settings.edit';
export const CONVERSATIONS_READ_ACTION = 'plugin::answerpack.conversations.read';
export const OWNER_CAP_SPEND_ACTION = 'plugin::answerpack.owner-cap.spend';
