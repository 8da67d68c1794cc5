import { ANSWER_UID, OUTBOX_UID } from '../constants';

/**
 * Rows that come and go by the thousand are no content types: they are tables of their own, with indexes that the
 * database enforces (a content type's `unique` is only checked in the application).
 */
const outboxTable = {
	uid: OUTBOX_UID,
	singularName: 'answerpack_outbox',
	tableName: 'answerpack_outbox',
	attributes: {
		id: { type: 'increments' },
		/** `bot:<id>` or `hold:<id>`: one row for each thing that Medusa must hear about. */
		key: { type: 'string', column: { notNullable: true } },
		kind: { type: 'string', column: { notNullable: true } },
		botId: { type: 'string', column: { notNullable: true } },
		payload: { type: 'json' },
		/** Grows with every change; the row waits while it is ahead of `deliveredVersion`. */
		version: { type: 'integer', column: { notNullable: true } },
		deliveredVersion: { type: 'integer', column: { notNullable: true, defaultTo: 0 } },
		waiting: { type: 'boolean', column: { notNullable: true } },
		attempts: { type: 'integer', column: { notNullable: true, defaultTo: 0 } },
		/** Milliseconds since 1970: when it is tried next. A delivery under way sets it ahead, as a lease. */
		dueAt: { type: 'biginteger', column: { notNullable: true } },
		/** The code of what kept it from being delivered. */
		reason: { type: 'string' },
		deliveredAt: { type: 'datetime' },
	},
	indexes: [
		{ name: 'answerpack_outbox_key', columns: ['key'], type: 'unique' },
		{ name: 'answerpack_outbox_due', columns: ['waiting', 'due_at'] },
	],
};

const answerTable = {
	uid: ANSWER_UID,
	singularName: 'answerpack_answer',
	tableName: 'answerpack_answers',
	attributes: {
		id: { type: 'increments' },
		/** The widget's uuid: idempotency key of everything, and the hold's id. */
		answerId: { type: 'string', column: { notNullable: true } },
		botId: { type: 'string', column: { notNullable: true } },
		subjectKind: { type: 'string', column: { notNullable: true } },
		subjectKey: { type: 'string', column: { notNullable: true } },
		conversationId: { type: 'string' },
		/** SHA-256 over bot, subject and question: what the same id must ask again. */
		requestHash: { type: 'string', column: { notNullable: true } },
		question: { type: 'text' },
		language: { type: 'string' },
		/** holding → streaming → done | failed; see answering/README.md. */
		state: { type: 'string', column: { notNullable: true } },
		/** Whether a hold was asked for at Medusa. */
		held: { type: 'boolean', column: { notNullable: true, defaultTo: false } },
		/** The visitor asked to stop it, perhaps at another instance than the one that runs it. */
		stopRequested: { type: 'boolean', column: { notNullable: true, defaultTo: false } },
		pool: { type: 'string' },
		/** What the hold is for, in millicredits. */
		amount: { type: 'biginteger', column: { notNullable: true, defaultTo: 0 } },
		/** The events as they were sent: enough to send them again. */
		events: { type: 'json' },
		feedback: { type: 'json' },
		/** Milliseconds since 1970: until when its process is taken to be alive. */
		leasedUntil: { type: 'biginteger', column: { notNullable: true } },
		createdAt: { type: 'datetime' },
		updatedAt: { type: 'datetime' },
	},
	indexes: [
		{ name: 'answerpack_answers_answer_id', columns: ['answer_id'], type: 'unique' },
		{ name: 'answerpack_answers_conversation', columns: ['conversation_id'] },
		{ name: 'answerpack_answers_state', columns: ['state', 'leased_until'] },
	],
};

export const tables = [outboxTable, answerTable];
