import { setImmediate } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { isDeclined } from '../answering/answering';
import type { BotIndexes } from '../bot-index/bot-index';
import { localesFor } from '../bot-index/locales';
import { ANSWER_UID, BOT_UID, FAQ_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import { DEFAULT_LOCALE } from '../ingestion/sources';
import { toAskedBot } from '../settings/bot-settings';
import { commonestWording, groupQuestions, wordings } from './group-questions';
import { weighBy } from './weigh';

/** How far back questions are read, and how many at most. */
const DAYS_MAX = 90;
const QUESTIONS_MAX = 1000;
/** Each group is looked up anew; so many are shown. */
const GROUPS_MAX = 100;
const WORDINGS_MAX = 10;
const DAY_MS = 86_400_000;

/** What visitors asked and got no good answer to. */
export interface Gap {
	/** Of the answers, the newest first: they name the gap when something is done with it. */
	answer_ids: string[];
	/** Its commonest wording. */
	question: string;
	/** Other wordings, at most nine. */
	variants: string[];
	language: string | null;
	count: number;
	/** How many of them had no answer, and how many had one that was rated down. */
	unanswered: number;
	disliked: number;
	last_asked_at: string;
	/** What visitors wrote to it. */
	comments: string[];
	/** The FAQ entry that was begun for it. */
	draft: EntryRef | null;
}

export interface EntryRef {
	uid: string;
	document_id: string;
	locale: string;
}

export interface GapList {
	gaps: Gap[];
	/** How many groups were dismissed. */
	dismissed: number;
}

interface Row {
	answer_id: string;
	question: string;
	language: string | null;
	created_at: Date;
	answered: boolean;
	disliked: boolean;
	comment: string | null;
	/** The text of the best passage that was found then. */
	best_text: string | null;
	dismissed: boolean;
	draft: EntryRef | null;
}

type Transaction = Parameters<ReturnType<Core.Strapi['db']['connection']['raw']>['transacting']>[0];

export type Gaps = ReturnType<typeof createGaps>;

/** See README.md. */
export function createGaps({ strapi, indexes }: { strapi: Core.Strapi; indexes: BotIndexes }) {
	async function readRows(botId: string, trx?: Transaction): Promise<Row[]> {
		const { tableName } = strapi.db.metadata.get(ANSWER_UID);
		const select = `select answer_id, question, language, created_at, coalesce(gap_dismissed, false) as dismissed,
				gap_draft as draft, feedback->>'comment' as comment,
				events->0->'data'->'sources'->0->>'text' as best_text,
				coalesce((events->-1->'data'->>'answered')::boolean, false) as answered,
				coalesce(feedback->>'rating', '') = 'down' as disliked
			from ?? where bot_id = ? and subject_kind <> 'operator' and state = 'done' and erased_at is null
				and created_at > ? and jsonb_array_length(events) > 2`; // with a text: one that was stopped before has none
		const query = strapi.db.connection.raw<{ rows: (Omit<Row, 'draft'> & { draft: string | null })[] }>(
			`select * from (${select}) answers where not answered or disliked order by created_at desc limit ?`,
			[tableName, botId, new Date(Date.now() - DAYS_MAX * DAY_MS), QUESTIONS_MAX],
		);
		const { rows } = await (trx ? query.transacting(trx) : query);
		// Strapi's connection gives JSON as it is stored, as text.
		return rows.map((row) => ({ ...row, draft: row.draft === null ? null : (JSON.parse(row.draft) as EntryRef) }));
	}

	/** Groups of rows that ask the same. */
	async function readGroups(botId: string): Promise<Row[][]> {
		const rows = await readRows(botId);
		const byId = new Map(rows.map((row) => [row.answer_id, row]));
		const byLanguage = new Map<string, Row[]>();
		for (const row of rows) {
			const language = row.language?.split('-')[0]?.toLowerCase() ?? '';
			byLanguage.set(language, [...(byLanguage.get(language) ?? []), row]);
		}
		const groups: Row[][] = [];
		for (const [language, own] of byLanguage) {
			const weigh = weighBy(await indexes.indexFor(botId, language || undefined));
			const asked = own.map(({ answer_id, question, created_at }) => ({
				id: answer_id,
				question,
				at: new Date(created_at).getTime(),
			}));
			groups.push(...groupQuestions(asked, weigh).map((group) => group.flatMap(({ id }) => byId.get(id) ?? [])));
		}
		return groups.sort((a, b) => b.length - a.length || timeOf(b[0]) - timeOf(a[0]));
	}

	/** Whether the bot answers it now: it finds something, and not what it had when its answer was no good. */
	async function isClosed(botId: string, group: readonly Row[]): Promise<boolean> {
		const [newest] = group;
		if (!newest) return true;
		const found = await indexes.find(botId, commonestWording(asQuestions(group)), newest.language ?? undefined);
		return found !== undefined && found.retrieval.passages[0]?.passage.text !== newest.best_text;
	}

	async function rowsOf(botId: string, answerIds: readonly string[], trx: Transaction): Promise<Row[]> {
		const wanted = new Set(answerIds);
		return (await readRows(botId, trx)).filter(({ answer_id }) => wanted.has(answer_id));
	}

	async function mark(botId: string, answerIds: readonly string[], data: object): Promise<number> {
		const { count } = await strapi.db
			.query(ANSWER_UID)
			.updateMany({ where: { botId, answerId: { $in: [...answerIds] } }, data });
		return count;
	}

	async function existing(draft: EntryRef | null | undefined): Promise<EntryRef | null> {
		if (!draft) return null;
		const { document_id: documentId, locale } = draft;
		return (await strapi.db.query(FAQ_UID).findOne({ where: { documentId, locale } })) ? draft : null;
	}

	return {
		/**
		 * What the bot does not answer, the commonest first. A question that it can answer now is not among them, nor one
		 * about a topic that it is to decline.
		 */
		async list(bot: BotEntry, { dismissed = false } = {}): Promise<GapList> {
			const botId = bot.documentId;
			const asked = toAskedBot(bot);
			const open: Gap[] = [];
			let dismissedCount = 0;
			for (const group of await readGroups(botId)) {
				await setImmediate(); // each is looked up in the index; visitors do not wait for all of them
				const [newest] = group;
				if (!newest || isDeclined(asked, newest.question)) continue;
				const isDismissed = group.some((row) => row.dismissed);
				if (isDismissed) dismissedCount += 1;
				if (isDismissed !== dismissed || open.length >= GROUPS_MAX || (await isClosed(botId, group))) continue;
				open.push(toGap(group, await existing(group.find(({ draft }) => draft)?.draft)));
			}
			return { gaps: open, dismissed: dismissedCount };
		},

		/** Takes it out of the list for good, with all questions like it that are still to come; or puts it back. */
		dismiss: (botId: string, answerIds: readonly string[], dismissed: boolean): Promise<number> =>
			mark(botId, answerIds, { gapDismissed: dismissed }),

		/**
		 * A draft of an FAQ entry with the question in its wordings; the answer is for the editor to write. The same gap
		 * has one draft, however often it is asked for.
		 * @returns `null` when there are no such questions
		 */
		async draft(botId: string, answerIds: readonly string[]): Promise<EntryRef | null> {
			return strapi.db.transaction(async ({ trx }) => {
				// Of two editors who begin at once, the second finds what the first has begun.
				await strapi.db.connection.raw('select pg_advisory_xact_lock(hashtext(?))', [`gaps:${botId}`]).transacting(trx);
				const rows = await rowsOf(botId, answerIds, trx);
				const [newest] = rows;
				if (!newest) return null;
				const known = await existing(rows.find(({ draft }) => draft)?.draft);
				if (known) return known;
				const locale = await localeFor(strapi, newest.language);
				const [question = '', ...variants] = wordings(asQuestions(rows)).slice(0, WORDINGS_MAX);
				const { documentId } = await strapi.documents(FAQ_UID).create({
					locale,
					// Strapi knows the fields of a plugin's types only where its own types were generated.
					data: { question: question.slice(0, 255), variants: variants.join('\n'), bots: [botId] } as never,
				});
				const draft = { uid: FAQ_UID, document_id: documentId, locale };
				await mark(botId, answerIds, { gapDraft: draft });
				return draft;
			});
		},

		/** How many there are, for those who only want to know whether to look. */
		async count(botId: string): Promise<number> {
			const bot: BotEntry | null = await strapi.db
				.query(BOT_UID)
				.findOne({ where: { documentId: botId, publishedAt: { $notNull: true } } });
			return bot ? (await this.list(bot)).gaps.length : 0;
		},
	};
}

function toGap(group: readonly Row[], draft: EntryRef | null): Gap {
	const [question = '', ...variants] = wordings(asQuestions(group)).slice(0, WORDINGS_MAX);
	return {
		answer_ids: group.map(({ answer_id }) => answer_id),
		question,
		variants,
		language: group[0]?.language ?? null,
		count: group.length,
		unanswered: group.filter(({ answered }) => !answered).length,
		disliked: group.filter(({ disliked }) => disliked).length,
		last_asked_at: new Date(timeOf(group[0])).toISOString(),
		comments: group.flatMap(({ comment }) => comment?.trim() || []),
		draft,
	};
}

function asQuestions(group: readonly Row[]) {
	return group.map((row) => ({ id: row.answer_id, question: row.question, at: timeOf(row) }));
}

function timeOf(row: Row | undefined): number {
	return row ? new Date(row.created_at).getTime() : 0;
}

/** The project's locale that is nearest to the visitor's language. */
async function localeFor(strapi: Core.Strapi, language: string | null): Promise<string> {
	const locales: { code: string; isDefault?: boolean }[] =
		(await strapi.plugin('i18n')?.service('locales').find()) ?? [];
	const fallback = (await strapi.plugin('i18n')?.service('locales').getDefaultLocale()) ?? DEFAULT_LOCALE;
	const codes = [fallback, ...locales.map(({ code }) => code).filter((code) => code !== fallback)];
	return localesFor(language ?? undefined, codes)[0] ?? fallback;
}
