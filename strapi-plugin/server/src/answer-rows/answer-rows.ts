import type { AnswerEvent, Subject } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import type { Core } from '@strapi/strapi';
import type { AnswerFigures, AnswerState, AnswerStore, Feedback, StoredAnswer } from '../answering/answer-store';
import { textOf } from '../answering/conversation';
import type { AnswerTrace } from '../answering/trace';
import { ANSWER_UID } from '../constants';
import type { Outbox } from '../outbox/outbox';
import type { KeyedHash } from '../privacy/keyed-hash';

/** A running answer says this often enough that it is alive (see SAVE_MS of the pump); then it is taken for dead. */
const LEASE_MS = 20_000;
/** How long somebody may come back to a hold that was perhaps taken; it is released then. Longer than any call to Medusa takes. */
const FORSAKEN_MS = 60_000;
/** What no process is at, though its lease lasts. */
const FORSAKEN = "state = 'holding' and held";
const RUNNING: AnswerState[] = ['holding', 'streaming'];
const OVER: AnswerState[] = ['done', 'failed'];
/** Of so many that are asked at once, each is told which goes on; of more, some are told of one that does not either. */
const AT_ONCE_MAX = 20;
const NOT_ERASED = { erasedAt: { $null: true } };
const CONVERSATION_ANSWERS_MAX = 200;
const PAGE = 200;

export interface AnswerRows extends AnswerStore {
	/** The subject's latest answers of one conversation, oldest first. */
	findConversation(conversationId: string, subject: Subject): Promise<StoredAnswer[]>;
	/** Takes question and answer out of the rows; what stays only keeps an id from being asked twice. */
	eraseConversation(conversationId: string, subject: Subject): Promise<void>;
	/** A page of everything that is kept of a subject, at every bot, the oldest first; `next` is `null` on the last. */
	listOf(subject: Subject, after: number): Promise<{ answers: StoredAnswer[]; next: number | null }>;
	/** Ids of the subject's answers that still run, on whatever instance. */
	findRunning(subject: Subject): Promise<string[]>;
	/** Erases everything of a subject, at every bot. @returns how many answers */
	eraseOf(subject: Subject): Promise<number>;
	saveFeedback(answerId: string, feedback: Feedback): Promise<void>;
	/**
	 * Erases answers of a bot that are over and were asked before that time, at most so many, the oldest first. Those that
	 * somebody else erases at the same moment are left to them.
	 * @returns how many
	 */
	eraseBefore(botId: string, before: Date, limit: number): Promise<number>;
}

interface Row {
	answerId: string;
	botId: string;
	subjectKind: Subject['kind'];
	subjectKey: string;
	conversationId: string | null;
	requestHash: string;
	question: string | null;
	language: string | null;
	state: AnswerState;
	held: boolean;
	stopRequested: boolean;
	pool: StoredAnswer['pool'];
	events: AnswerEvent[] | null;
	feedback: Feedback | null;
	createdAt: string;
}

/** The answers' table. */
export function createAnswerRows({
	strapi,
	outbox,
	hash,
}: {
	strapi: Core.Strapi;
	outbox: Outbox;
	hash: KeyedHash;
}): AnswerRows {
	const rows = () => strapi.db.query(ANSWER_UID);
	const { tableName, attributes } = strapi.db.metadata.get(ANSWER_UID);
	/** Past Strapi's query engine, which takes two to six statements where one will do: these are on the way of every answer. */
	const table = () => strapi.db.getConnection(tableName);
	const toColumns = (data: Record<string, unknown>) =>
		Object.fromEntries(
			Object.entries(data).map(([name, value]) => {
				const { type, columnName } = attributes[name] as { type: string; columnName: string };
				return [columnName, type === 'json' && value != null ? JSON.stringify(value) : value];
			}),
		);
	/** What the visitor had erased stays empty. */
	const unlessErased = (events: AnswerEvent[]) =>
		strapi.db.connection.raw("case when question is null then '[]' else ?::jsonb end", [JSON.stringify(events)]);
	/** Milliseconds since 1970 by the database's clock, the one that all instances have in common. */
	const now = (later_ms = 0) =>
		strapi.db.connection.raw('((extract(epoch from now()) * 1000)::bigint + ?::bigint)', [later_ms]);
	const lease = () => now(LEASE_MS);
	const ofSubject = (subject: Subject) => {
		const { kind, hash: subjectKey } = hash.subject(subject);
		return { subjectKind: kind, subjectKey };
	};
	const ofConversation = (conversationId: string, subject: Subject) => ({ conversationId, ...ofSubject(subject) });

	async function find(answerId: string): Promise<StoredAnswer | null> {
		const row: Row | null = await rows().findOne({ where: { answerId } });
		return row && toStored(row);
	}

	async function findLatest(conversationId: string, subject: Subject, limit: number): Promise<StoredAnswer[]> {
		const where = ofConversation(conversationId, subject);
		const found: Row[] = await rows().findMany({ where, orderBy: { id: 'desc' }, limit });
		return found.reverse().map(toStored);
	}

	return {
		find,

		async claim(answer) {
			const { kind: subject_kind, hash: subject_key } = hash.subject(answer.subject);
			const asker = { subject_kind, subject_key };
			const { rows: claimed } = await strapi.db.connection.raw<{ rows: { id: number }[] }>(
				// One after the other, and the id is drawn when it is one's turn: so whoever has a higher one sees the lower ones.
				// One that was forsaken goes on, as if it were asked for now.
				`insert into ?? as known (answer_id, bot_id, subject_kind, subject_key, conversation_id, request_hash, question, language,
						state, events, leased_until, created_at, updated_at)
					select ?, ?, ?, ?, ?, ?, ?, ?, 'holding', '[]'::jsonb, ?, asked.at, asked.at
					from (select ?::timestamp as at, pg_advisory_xact_lock(hashtextextended(?, 0)) as turn) as asked
					on conflict (answer_id) do update
						set id = excluded.id, held = false, stop_requested = false, leased_until = excluded.leased_until
						where known.state = 'holding' and known.held and known.request_hash = excluded.request_hash
					returning id`,
				[
					tableName,
					answer.answer_id,
					answer.bot_id,
					subject_kind,
					subject_key,
					answer.conversation_id,
					answer.request_hash,
					answer.question,
					answer.language,
					lease(),
					new Date(),
					`answerpack-asked:${answer.bot_id}:${subject_key}`,
				],
			);
			const [own] = claimed;
			if (!own) return undefined;
			return {
				// A statement of its own, after the row is there: what it sees is what was there before. Not among all that run: an index
				// whose rows change their state several times a second is slow to read.
				async findEarlier() {
					const latest = table()
						.select('id', 'answer_id', 'state', 'held', 'leased_until')
						.where({ ...asker, bot_id: answer.bot_id })
						.where('id', '<', own.id)
						.orderBy('id', 'desc')
						.limit(AT_ONCE_MAX);
					const [earlier]: { answer_id: string }[] = await strapi.db
						.connection(latest.as('latest'))
						.select('answer_id')
						.whereIn('state', RUNNING)
						.where('leased_until', '>', now())
						.whereRaw(`not (${FORSAKEN})`)
						.orderBy('id')
						.limit(1);
					return earlier?.answer_id;
				},
			};
		},

		async discard(answerId) {
			await rows().deleteMany({ where: { answerId, state: 'holding' } });
		},

		async forsake(answerId) {
			await table()
				.where({ answer_id: answerId, state: 'holding' })
				.update({ held: true, leased_until: now(FORSAKEN_MS) });
		},

		async begin(answerId, { pool, amount }, trace) {
			const begun = { state: 'streaming', held: pool !== null, pool, amount, trace, leasedUntil: lease() };
			const count = await table().where({ answer_id: answerId, state: 'holding' }).update(toColumns(begun));
			return count === 1;
		},

		async save(answerId, events) {
			const [row]: { stop_requested: boolean }[] = await table()
				.where({ answer_id: answerId, state: 'streaming' })
				.update({ events: unlessErased(events), leased_until: lease() })
				.returning('stop_requested');
			return row?.stop_requested ?? false;
		},

		async requestStop(answerId) {
			await rows().updateMany({ where: { answerId, state: { $in: RUNNING } }, data: { stopRequested: true } });
		},

		async end({ answer_id, bot_id, state, events, figures, hold_end, cache_key, cached }) {
			const ended = {
				state,
				...outcomeOf(events),
				...(figures && columnsOf(figures)),
				...(cache_key && { cacheKey: cache_key }),
				...(cached && { cached }),
			};
			const end = table()
				.where({ answer_id })
				.whereIn('state', RUNNING)
				.update({ ...toColumns(ended), events: unlessErased(events) })
				.returning('answer_id');
			if (hold_end) return outbox.recordHoldEndWith(end, bot_id, answer_id, hold_end);
			return (await end).length === 1 ? async () => undefined : undefined;
		},

		async replaceEvents(answerId, events) {
			await rows().updateMany({ where: { answerId, ...NOT_ERASED }, data: { events, ...outcomeOf(events) } });
		},

		async findAbandoned(limit) {
			const gone: { answer_id: string }[] = await table()
				.select('answer_id')
				.whereIn('state', RUNNING)
				.where('leased_until', '<', now())
				.limit(limit);
			if (gone.length === 0) return [];
			const abandoned: Row[] = await rows().findMany({
				where: { answerId: { $in: gone.map(({ answer_id }) => answer_id) }, state: { $in: RUNNING } },
			});
			// In state `holding` nobody knows whether Medusa got the request.
			return abandoned.map((row) => ({ ...toStored(row), held: row.held || row.state === 'holding' }));
		},

		findLatest,

		findConversation: (conversationId, subject) => findLatest(conversationId, subject, CONVERSATION_ANSWERS_MAX),

		async eraseConversation(conversationId, subject) {
			await rows().updateMany({ where: ofConversation(conversationId, subject), data: erased() });
		},

		async listOf(subject, after) {
			const found: (Row & { id: number })[] = await rows().findMany({
				where: { ...ofSubject(subject), id: { $gt: after } },
				orderBy: { id: 'asc' },
				limit: PAGE,
			});
			return { answers: found.map(toStored), next: found.length < PAGE ? null : (found.at(-1)?.id ?? null) };
		},

		async findRunning(subject) {
			const found: Pick<Row, 'answerId'>[] = await rows().findMany({
				select: ['answerId'],
				where: { ...ofSubject(subject), state: { $in: RUNNING } },
			});
			return found.map(({ answerId }) => answerId);
		},

		async eraseOf(subject) {
			return (await rows().updateMany({ where: ofSubject(subject), data: erased() })).count;
		},

		async findCached(cacheKey) {
			const row: (Row & { trace: AnswerTrace }) | null = await rows().findOne({
				where: { cacheKey, state: 'done', ...NOT_ERASED },
				orderBy: { id: 'desc' },
			});
			if (!row) return null;
			const events = row.events ?? [];
			const [start] = events;
			const sources = start?.event === 'start' ? start.data.sources : [];
			return { answer_id: row.answerId, text: textOf(events), sources, trace: row.trace };
		},

		async saveFeedback(answerId, feedback) {
			await rows().updateMany({ where: { answerId, ...NOT_ERASED }, data: { feedback } });
			if (feedback.rating !== 'down') return;
			// Nor is anybody else given it again, whether it was written for this visitor or for one before.
			const row: { trace: AnswerTrace | null } | null = await rows().findOne({
				select: ['trace'],
				where: { answerId },
			});
			const same = [answerId, row?.trace?.cached_from ?? answerId];
			await rows().updateMany({ where: { answerId: { $in: same } }, data: { cacheKey: null } });
		},

		async eraseBefore(botId, before, limit) {
			return strapi.db.transaction(async ({ trx }) => {
				const due: { id: number }[] = await trx(tableName)
					.select('id')
					.where({ bot_id: botId })
					.whereNull('erased_at')
					.where('created_at', '<', before)
					.whereIn('state', OVER)
					.orderBy('created_at')
					.limit(limit)
					.forUpdate()
					.skipLocked();
				const ids = due.map(({ id }) => id);
				if (ids.length > 0) await rows().updateMany({ where: { id: { $in: ids } }, data: erased() });
				return ids.length;
			});
		},
	};
}

/** What the last event says, where it can be looked for. */
function outcomeOf(events: readonly AnswerEvent[]) {
	const last = events.at(-1);
	if (last?.event !== 'done') return {};
	return { answered: last.data.answered, credits: toMillicredits(last.data.credits_used) };
}

function columnsOf({ usage, first_word_ms, took_ms }: AnswerFigures) {
	return { usage: usage ?? null, cost: usage?.cost ?? null, firstWordMs: first_word_ms, tookMs: took_ms };
}

/** What becomes of an answer's row when it is erased: nothing is left of what was said, nor of who said it. */
function erased() {
	return {
		question: null,
		events: [],
		feedback: null,
		trace: null,
		cacheKey: null,
		conversationId: null,
		subjectKey: '',
		requestHash: '',
		gapDismissed: null,
		gapDraft: null,
		erasedAt: new Date(),
	};
}

function toStored(row: Row): StoredAnswer {
	return {
		answer_id: row.answerId,
		bot_id: row.botId,
		asker: { kind: row.subjectKind, hash: row.subjectKey },
		conversation_id: row.conversationId,
		question: row.question,
		language: row.language,
		request_hash: row.requestHash,
		state: row.state,
		pool: row.pool,
		events: row.events ?? [],
		feedback: row.feedback,
		created_at: new Date(row.createdAt),
	};
}
