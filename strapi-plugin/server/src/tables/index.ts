import { ANSWER_UID, DOCUMENT_UID, OUTBOX_UID, PASSAGE_UID } from '../constants';

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
		/** A keyed hash of who asked; empty once it is erased. See privacy/README.md. */
		subjectKey: { type: 'string', column: { notNullable: true } },
		conversationId: { type: 'string' },
		/** A keyed hash of bot, subject and question: what the same id must ask again; empty once it is erased. */
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
		/** How it came about (`AnswerTrace`). */
		trace: { type: 'json' },
		/** Whether the bot knew; null until it is over, and for one that failed. */
		answered: { type: 'boolean' },
		/** Whether an earlier answer to the same question was given again. */
		cached: { type: 'boolean' },
		/** What it may be given again for: a keyed hash; null for what may not. See answering/README.md. */
		cacheKey: { type: 'string' },
		/** What it cost who asked, in millicredits. */
		credits: { type: 'biginteger', column: { notNullable: true, defaultTo: 0 } },
		/** What the model took, and what its provider takes for that, in the provider's currency; null where nobody knows. */
		usage: { type: 'json' },
		cost: { type: 'float' },
		/** From the question to the first word, and to the end, in milliseconds. */
		firstWordMs: { type: 'integer' },
		tookMs: { type: 'integer' },
		/** An editor does not want to see it among the gaps; see gaps/README.md. */
		gapDismissed: { type: 'boolean' },
		/** The FAQ entry that was begun for it. */
		gapDraft: { type: 'json' },
		/** Milliseconds since 1970: until when its process is taken to be alive. */
		leasedUntil: { type: 'biginteger', column: { notNullable: true } },
		/** When its texts and its asker were taken out; what is left are an id, and figures. */
		erasedAt: { type: 'datetime' },
		createdAt: { type: 'datetime' },
		updatedAt: { type: 'datetime' },
	},
	indexes: [
		{ name: 'answerpack_answers_answer_id', columns: ['answer_id'], type: 'unique' },
		{ name: 'answerpack_answers_conversation', columns: ['conversation_id'] },
		// For everything that looks for what is still there: editors, gaps, and what takes out what is past its days.
		{ name: 'answerpack_answers_kept', columns: ['bot_id', 'erased_at', 'created_at'] },
		{ name: 'answerpack_answers_state', columns: ['state', 'leased_until'] },
		{ name: 'answerpack_answers_subject', columns: ['subject_key', 'bot_id', 'id'] },
		{ name: 'answerpack_answers_cache', columns: ['cache_key'] },
	],
};

/** What bots know, and what is still to be done for it; see ingestion/README.md. */
const documentTable = {
	uid: DOCUMENT_UID,
	singularName: 'answerpack_document',
	tableName: 'answerpack_documents',
	attributes: {
		id: { type: 'increments' },
		/** The editor's entry that it belongs to; the locale is empty where the entry has none. */
		sourceUid: { type: 'string', column: { notNullable: true } },
		sourceId: { type: 'string', column: { notNullable: true } },
		sourceLocale: { type: 'string', column: { notNullable: true } },
		/** What it is made from: that entry, an entry of a mapped content type, or a page of a sitemap. */
		uid: { type: 'string', column: { notNullable: true } },
		entryId: { type: 'string', column: { notNullable: true } },
		locale: { type: 'string', column: { notNullable: true } },
		title: { type: 'text' },
		/** Where visitors can read it. */
		url: { type: 'text' },
		/** By what else it is found, and what nobody is shown: the other ways to ask a question of an FAQ. */
		aliases: { type: 'text' },
		/** waiting → indexed | failed */
		state: { type: 'string', column: { notNullable: true } },
		/** Why it failed: a code of `ingestion/failure.ts`, and what it is about. */
		reason: { type: 'string' },
		detail: { type: 'text' },
		/** Milliseconds since 1970: when it is worked on next; null when there is nothing to do. */
		dueAt: { type: 'biginteger' },
		/** Of whoever works on it; `dueAt` then says until when that one is taken to be alive. */
		lease: { type: 'string' },
		attempts: { type: 'integer', column: { notNullable: true, defaultTo: 0 } },
		/** 0 for what an editor has just published, 1 for the many that follow from it. */
		priority: { type: 'integer', column: { notNullable: true, defaultTo: 0 } },
		/** Grows whenever there is something new to read. */
		version: { type: 'integer', column: { notNullable: true, defaultTo: 1 } },
		/** Grows whenever the passages change. */
		revision: { type: 'integer', column: { notNullable: true, defaultTo: 0 } },
		/** SHA-256 over what the passages were made from. */
		hash: { type: 'string' },
		/** Which vectors its passages have (`Embedder.space`); null without any. */
		vectorSpace: { type: 'string' },
		passages: { type: 'integer', column: { notNullable: true, defaultTo: 0 } },
		characters: { type: 'integer', column: { notNullable: true, defaultTo: 0 } },
		/** What it was read from, to know it again: `media:<id>`. */
		origin: { type: 'string' },
		/** What a web server wants to hear when it is asked whether a page has changed. */
		etag: { type: 'text' },
		lastModified: { type: 'string' },
		indexedAt: { type: 'datetime' },
	},
	indexes: [
		{
			name: 'answerpack_documents_key',
			columns: ['source_uid', 'source_id', 'source_locale', 'uid', 'entry_id', 'locale'],
			type: 'unique',
		},
		{ name: 'answerpack_documents_entry', columns: ['uid', 'entry_id'] },
		{ name: 'answerpack_documents_due', columns: ['due_at'] },
		{ name: 'answerpack_documents_origin', columns: ['origin'] },
	],
};

const passageTable = {
	uid: PASSAGE_UID,
	singularName: 'answerpack_passage',
	tableName: 'answerpack_passages',
	attributes: {
		id: { type: 'increments' },
		documentRowId: { type: 'integer', column: { notNullable: true, unsigned: true } },
		/** From 0, in reading order. */
		position: { type: 'integer', column: { notNullable: true } },
		heading: { type: 'text' },
		text: { type: 'text', column: { notNullable: true } },
		/** Of a PDF, from 1. */
		page: { type: 'integer' },
		/** 32-bit floats in base64, where there is an embedding model. */
		vector: { type: 'text' },
	},
	indexes: [{ name: 'answerpack_passages_position', columns: ['document_row_id', 'position'], type: 'unique' }],
	foreignKeys: [
		{
			name: 'answerpack_passages_document',
			columns: ['document_row_id'],
			referencedTable: 'answerpack_documents',
			referencedColumns: ['id'],
			onDelete: 'CASCADE',
		},
	],
};

export const tables = [outboxTable, answerTable, documentTable, passageTable];
