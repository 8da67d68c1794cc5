import { POOLS, type Pool } from '@answerpack/shared/pools';
import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import { ANSWER_UID } from '../constants';

/** What an editor can look for among answers. */
export const SHOWN = ['unanswered', 'failed', 'disliked', 'liked', 'expensive', 'cached'] as const;
/** The dearest tenth, by what the model cost, or by its tokens where nobody knows what they cost. */
const EXPENSIVE_FROM = 0.9;
const PAGE_SIZE_MAX = 100;

export const listQuerySchema = z.object({
	show: z.enum(SHOWN).optional(),
	pool: z.enum(POOLS).optional(),
	/** A language without its region, such as `de`. */
	language: z
		.string()
		.regex(/^[a-z]{2,3}$/)
		.optional(),
	from: z.iso.datetime().optional(),
	/** The first moment that is not in it any more. */
	to: z.iso.datetime().optional(),
	/** A part of a question, or of what a visitor wrote to its answer. */
	search: z
		.string()
		.trim()
		.max(200)
		.regex(/^[^\0]*$/) // which Postgres takes in no text
		.optional(),
	page: z.number().int().min(1).max(100_000).default(1),
	pageSize: z.number().int().min(1).max(PAGE_SIZE_MAX).default(20),
});
export type ListQuery = z.infer<typeof listQuerySchema>;

/** A conversation in the list: what one visitor asked one after the other. */
export interface ConversationListed {
	/** Of its newest answer; every answer of a conversation leads to it. */
	answer_id: string;
	/** The first. */
	question: string;
	language: string | null;
	asker: 'customer' | 'visitor';
	last_at: string;
	answers: number;
	unanswered: number;
	failed: number;
	liked: number;
	disliked: number;
	cached: number;
	/** In credits. */
	credits: number;
	/** What its models took, in the provider's currency; `null` where nobody knows it of every answer. */
	cost: number | null;
	pools: Pool[];
}

export interface ConversationList {
	results: ConversationListed[];
	pagination: { page: number; pageSize: number; pageCount: number; total: number };
}

type Binding = string | number | Date;
interface Sql {
	text: string;
	bindings: Binding[];
}

type Row = Omit<ConversationListed, 'last_at' | 'credits' | 'pools' | 'question' | 'language'> & {
	first_id: number;
	last_at: Date;
	millicredits: string;
	pools: string;
	total: number;
};

const TOKENS = `(coalesce((usage->>'input_tokens')::float, 0) + coalesce((usage->>'output_tokens')::float, 0))`;
/** Who plays in the playground has no conversations, and what is erased is none. */
const KEPT = `bot_id = ? and erased_at is null and subject_kind <> 'operator'`;
const CONDITIONS: Readonly<Record<Exclude<ListQuery['show'], 'expensive' | undefined>, string>> = {
	unanswered: 'answered is false',
	failed: `state = 'failed'`,
	disliked: `feedback->>'rating' = 'down'`,
	liked: `feedback->>'rating' = 'up'`,
	cached: 'cached',
};

/** Conversations of a bot that hold an answer of the kind that is looked for, the newest first. */
export async function listConversations(
	strapi: Core.Strapi,
	botId: string,
	query: ListQuery,
): Promise<ConversationList> {
	const { tableName } = strapi.db.metadata.get(ANSWER_UID);
	async function select<Result>({ text, bindings }: Sql): Promise<Result[]> {
		const { rows } = await strapi.db.connection.raw<{ rows: Result[] }>(text, bindings);
		return rows;
	}

	const within: Sql = { text: KEPT, bindings: [botId] };
	const add = (to: Sql, text: string, ...bindings: Binding[]) => {
		to.text += ` and ${text}`;
		to.bindings.push(...bindings);
	};
	if (query.from) add(within, 'created_at >= ?', new Date(query.from));
	if (query.to) add(within, 'created_at < ?', new Date(query.to));

	const wanted: Sql = { text: 'true', bindings: [] };
	if (query.pool) add(wanted, 'pool = ?', query.pool);
	if (query.language) add(wanted, `lower(split_part(language, '-', 1)) = ?`, query.language);
	if (query.search) {
		const pattern = `%${query.search.replace(/[\\%_]/g, '\\$&')}%`;
		add(wanted, `(question ilike ? or feedback->>'comment' ilike ?)`, pattern, pattern);
	}
	if (query.show && query.show !== 'expensive') add(wanted, CONDITIONS[query.show]);
	if (query.show === 'expensive') {
		const [{ measure, from, middle } = { measure: 'cost', from: null, middle: null }] = await select<{
			measure: string;
			from: number | null;
			middle: number | null;
		}>({
			text: `with taken as (
					select cost, ${TOKENS} as tokens, count(cost) filter (where cost > 0) over () > 0 as known
						from ?? where ${within.text} and usage is not null
				)
				select case when known then 'cost' else 'tokens' end as measure,
						percentile_cont(${EXPENSIVE_FROM}) within group (order by case when known then cost else tokens end) as from,
						percentile_cont(0.5) within group (order by case when known then cost else tokens end) as middle
					from taken group by known`,
			bindings: [tableName, ...within.bindings],
		});
		const took = measure === 'cost' ? 'cost' : TOKENS;
		// Where all take the same, none is expensive.
		add(wanted, `${took} >= ? and ${took} > ?`, from ?? 0, middle ?? 0);
	}

	const { page, pageSize } = query;
	const rows = await select<Row>({
		text: `select (array_agg(answer_id order by id desc))[1] as answer_id, min(id) as first_id, subject_kind as asker,
				max(created_at) as last_at, count(*)::int as answers,
				count(*) filter (where answered is false)::int as unanswered,
				count(*) filter (where state = 'failed')::int as failed,
				count(*) filter (where feedback->>'rating' = 'up')::int as liked,
				count(*) filter (where feedback->>'rating' = 'down')::int as disliked,
				count(*) filter (where cached)::int as cached,
				sum(credits) as millicredits, case when bool_or(cost is null and ${TOKENS} > 0) then null else coalesce(sum(cost), 0)::float end as cost,
				coalesce(string_agg(distinct pool, ','), '') as pools, (count(*) over ())::int as total
			from ?? where ${within.text}
			group by coalesce(conversation_id, answer_id), subject_kind, subject_key
			having bool_or(${wanted.text}) order by max(created_at) desc, min(id) desc limit ? offset ?`,
		bindings: [tableName, ...within.bindings, ...wanted.bindings, pageSize, (page - 1) * pageSize],
	});
	const firsts: { id: number; question: string | null; language: string | null }[] = await strapi.db
		.query(ANSWER_UID)
		.findMany({ select: ['id', 'question', 'language'], where: { id: { $in: rows.map(({ first_id }) => first_id) } } });
	const byId = new Map(firsts.map((first) => [first.id, first]));
	const total = rows[0]?.total ?? 0;
	return {
		results: rows.map(({ first_id, millicredits, total: _, pools, last_at, ...row }) => ({
			...row,
			question: byId.get(first_id)?.question ?? '',
			language: byId.get(first_id)?.language ?? null,
			last_at: last_at.toISOString(),
			credits: Number(millicredits) / 1000,
			pools: POOLS.filter((pool) => pools.split(',').includes(pool)),
		})),
		pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total },
	};
}
