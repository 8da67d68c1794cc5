import type { AnswerEvent, Usage } from '@answerpack/shared/contract';
import type { Pool } from '@answerpack/shared/pools';
import type { Core } from '@strapi/strapi';
import type { AnswerState, Feedback } from '../answering/answer-store';
import { textOf } from '../answering/conversation';
import type { AnswerTrace } from '../answering/trace';
import { ANSWER_UID } from '../constants';
import { getService } from '../services';

/** The longest conversation that is shown. */
const ANSWERS_MAX = 200;

/** A passage that an answer came from, as it was then. */
export interface PassageShown {
	n: number;
	title: string;
	heading: string | null;
	url: string | null;
	text: string;
	/** `null` for answers of before scores were written down. */
	score: number | null;
	/** The entry to open in the content manager; `null` when it is gone meanwhile. */
	entry: { uid: string; document_id: string; locale: string } | null;
}

/** An answer with everything that is known of how it came about. */
export interface AnswerDetail {
	id: string;
	at: string;
	language: string | null;
	state: 'running' | 'done' | 'failed';
	/** Why it failed, as an error code. */
	failure: string | null;
	question: string;
	text: string;
	answered: boolean | null;
	cached: boolean;
	pool: Pool | null;
	/** In credits. */
	credits: number;
	usage: Usage | null;
	first_word_ms: number | null;
	took_ms: number | null;
	confidence: number | null;
	prompt_version: string | null;
	settings_version: string | null;
	passages: PassageShown[];
	feedback: Feedback | null;
}

export interface ConversationDetail {
	asker: 'customer' | 'visitor';
	answers: AnswerDetail[];
}

interface Row {
	id: number;
	answerId: string;
	botId: string;
	subjectKind: 'customer' | 'visitor' | 'operator';
	subjectKey: string;
	conversationId: string | null;
	question: string | null;
	language: string | null;
	state: AnswerState;
	answered: boolean | null;
	cached: boolean | null;
	pool: Pool | null;
	credits: string;
	events: AnswerEvent[] | null;
	trace: AnswerTrace | null;
	usage: Usage | null;
	firstWordMs: number | null;
	tookMs: number | null;
	feedback: Feedback | null;
	createdAt: string;
}

/** The conversation that an answer belongs to, the oldest answer first; `null` when there is none, or none any more. */
export async function findConversation(
	strapi: Core.Strapi,
	botId: string,
	answerId: string,
): Promise<ConversationDetail | null> {
	const rows = strapi.db.query(ANSWER_UID);
	const kept = { botId, erasedAt: { $null: true }, subjectKind: { $ne: 'operator' } };
	const one: Row | null = await rows.findOne({ where: { ...kept, answerId } });
	if (!one) return null;
	const { conversationId, subjectKind, subjectKey } = one;
	const all: Row[] = conversationId
		? await rows.findMany({
				where: { ...kept, conversationId, subjectKind, subjectKey },
				orderBy: { id: 'asc' },
				limit: ANSWERS_MAX,
			})
		: [one];
	const documents = all.flatMap(({ trace }) => trace?.passages.map(({ id }) => documentOf(id)) ?? []);
	const entries = await getService(strapi, 'ingestion').rows.entriesOf([...new Set(documents)]);
	return {
		asker: subjectKind as ConversationDetail['asker'],
		answers: all.map((row) => toDetail(row, (id) => entries.get(documentOf(id)) ?? null)),
	};
}

/** A passage's id begins with that of its document. */
function documentOf(passageId: string): number {
	return Number(passageId.slice(0, passageId.indexOf(':')));
}

function toDetail(row: Row, entryOf: (passageId: string) => PassageShown['entry']): AnswerDetail {
	const { trace, usage, feedback } = row;
	const events = row.events ?? [];
	const [first] = events;
	const last = events.at(-1);
	const sources = first?.event === 'start' ? first.data.sources : [];
	return {
		id: row.answerId,
		at: new Date(row.createdAt).toISOString(),
		language: row.language,
		state: row.state === 'done' || row.state === 'failed' ? row.state : 'running',
		failure: last?.event === 'error' ? last.data.code : null,
		question: row.question ?? '',
		text: textOf(events),
		answered: row.answered,
		cached: row.cached ?? false,
		pool: row.pool,
		credits: Number(row.credits) / 1000,
		usage,
		first_word_ms: row.firstWordMs,
		took_ms: row.tookMs,
		confidence: trace?.confidence ?? null,
		prompt_version: trace?.prompt_version ?? null,
		settings_version: trace?.settings_version ?? null,
		passages: sources.map(({ n, title, heading, url, text }, position) => {
			const known = trace?.passages[position];
			return { n, title, heading, url, text, score: known?.score ?? null, entry: known ? entryOf(known.id) : null };
		}),
		feedback,
	};
}
