import { EmptyStateLayout, Flex } from '@strapi/design-system';
import { Page, useQueryParams } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import {
	type BotState,
	POLLING,
	type SourceFilter,
	type SourceStateName,
	type SourceType,
	useGetSourcesQuery,
} from '../../api';
import { Card } from '../../components/Card';
import { Filter } from '../../components/Filter';
import { Pages } from '../../components/Pages';
import { Permitted } from '../../components/Permitted';
import { messageId } from '../../translations';
import { AddKnowledge } from './AddKnowledge';
import { SourceTable } from './SourceTable';

const PAGE_SIZE = 20;
const STATES: readonly SourceStateName[] = ['indexed', 'waiting', 'failed', 'not_published'];
const TYPES: readonly SourceType[] = ['faq', 'article', 'file', 'page', 'mapping'];

interface Query {
	state?: SourceStateName;
	type?: SourceType;
	page?: string;
}

/** All sources of a bot, with filters that the address keeps. */
export function Sources({ bot }: { bot: BotState }) {
	const { formatMessage } = useIntl();
	const [{ query }, setQuery] = useQueryParams<Query>();
	const filter: SourceFilter = {
		...(query.state && { state: query.state }),
		...(query.type && { type: query.type }),
		page: Math.max(1, Number(query.page) || 1),
		pageSize: PAGE_SIZE,
	};
	const { data, isError } = useGetSourcesQuery({ id: bot.document_id, ...filter }, POLLING);
	if (isError) return <Page.Error />;
	if (!data) return <Page.Loading />;
	const total = STATES.reduce((sum, state) => sum + data.counts[state], 0);
	const add = (
		<Permitted needs="knowledge">
			<AddKnowledge types={TYPES} />
		</Permitted>
	);
	if (total === 0) return <EmptyStateLayout content={formatMessage({ id: messageId('sources.empty') })} action={add} />;

	const choose = (change: { [Name in keyof Query]?: Query[Name] | undefined }) =>
		setQuery({ ...query, page: '1', ...change } as Query);
	return (
		<Card title={formatMessage({ id: messageId('sources.title') })}>
			<Flex justifyContent="space-between" alignItems="flex-end" gap={4} wrap="wrap">
				<Flex gap={4} wrap="wrap">
					<Filter
						label={formatMessage({ id: messageId('sources.column.state') })}
						value={query.state}
						onChange={(state) => choose({ state })}
						options={STATES.map((state) => [
							state,
							`${formatMessage({ id: messageId(`source.${state}`) })} (${data.counts[state]})`,
						])}
					/>
					<Filter
						label={formatMessage({ id: messageId('sources.filter.type') })}
						value={query.type}
						onChange={(type) => choose({ type })}
						options={TYPES.map((type) => [type, formatMessage({ id: messageId(`type.${type}`) })])}
					/>
				</Flex>
				{add}
			</Flex>
			{data.results.length === 0 ? (
				<EmptyStateLayout shadow="" content={formatMessage({ id: messageId('sources.none') })} />
			) : (
				<SourceTable sources={data.results} />
			)}
			<Pages pagination={data.pagination} />
		</Card>
	);
}
