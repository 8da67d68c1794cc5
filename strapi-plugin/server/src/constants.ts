export const PLUGIN_ID = 'answerpack';

/** What editors edit. */
export const BOT_UID = 'plugin::answerpack.bot';
export const ARTICLE_UID = 'plugin::answerpack.article';

/** Tables of ours that no editor sees. */
export const OUTBOX_UID = 'plugin::answerpack.outbox';
export const ANSWER_UID = 'plugin::answerpack.answer';

/** Permissions of the admin panel. */
export const READ_ACTION = 'plugin::answerpack.read';
export const DELIVER_ACTION = 'plugin::answerpack.deliver';
