import {
	EmptyStateLayout,
	Flex,
	LinkButton,
	NextLink,
	PageLink,
	Pagination,
	PreviousLink,
	SingleSelect,
	SingleSelectOption,
	Tabs,
} from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Page, useQueryParams } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import {
	type BotState,
	POLLING,
	type SourceFilter,
	type SourceList,
	type SourceStateName,
	type SourceType,
	useGetSourcesQuery,
} from '../../api';
import { Card } from '../../components/Card';
import { Permitted } from '../../components/Permitted';
import { entryPath } from '../../links';
import { FAQ_UID } from '../../plugin-id';
import { messageId } from '../../translations';
import { SourceTable } from './SourceTable';

const PAGE_SIZE = 20;
const STATES: readonly SourceStateName[] = ['indexed', 'waiting', 'failed', 'not_published'];
const TYPES: readonly SourceType[] = ['faq', 'article', 'file', 'page', 'mapping'];
/** The value of "all" in a choice. */
const ALL = 'all';

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
	const write = (
		<LinkButton tag={NavLink} to={entryPath(FAQ_UID, 'create')} startIcon={<Plus />} variant="secondary">
			{formatMessage({ id: messageId('sources.empty.action') })}
		</LinkButton>
	);
	if (total === 0)
		return <EmptyStateLayout content={formatMessage({ id: messageId('sources.empty') })} action={write} />;

	const choose = (change: Query) => setQuery({ ...query, page: '1', ...change } as Query);
	return (
		<Card title={formatMessage({ id: messageId('sources.title') })}>
			<Flex justifyContent="space-between" alignItems="flex-end" gap={4} wrap="wrap">
				<StateTabs
					counts={data.counts}
					total={total}
					value={query.state}
					onChange={(state) => choose({ state } as Query)}
				/>
				<Flex gap={2} alignItems="flex-end" wrap="wrap">
					<SingleSelect
						size="S"
						aria-label={formatMessage({ id: messageId('sources.filter.type') })}
						value={query.type ?? ALL}
						onChange={(value) => choose({ type: value === ALL ? undefined : value } as Query)}
					>
						<SingleSelectOption value={ALL}>
							{formatMessage({ id: messageId('sources.filter.all') })}
						</SingleSelectOption>
						{TYPES.map((type) => (
							<SingleSelectOption key={type} value={type}>
								{formatMessage({ id: messageId(`type.${type}`) })}
							</SingleSelectOption>
						))}
					</SingleSelect>
					<Permitted needs="knowledge">{write}</Permitted>
				</Flex>
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

function StateTabs({
	counts,
	total,
	value,
	onChange,
}: {
	counts: SourceList['counts'];
	total: number;
	value: SourceStateName | undefined;
	onChange(state: SourceStateName | undefined): void;
}) {
	const { formatMessage } = useIntl();
	return (
		<Tabs.Root
			variant="simple"
			value={value ?? ALL}
			onValueChange={(next: string) => onChange(STATES.find((state) => state === next))}
		>
			<Tabs.List aria-label={formatMessage({ id: messageId('sources.column.state') })}>
				<Tabs.Trigger value={ALL}>
					{formatMessage({ id: messageId('sources.filter.all') })} ({total})
				</Tabs.Trigger>
				{STATES.map((state) => (
					<Tabs.Trigger key={state} value={state} disabled={counts[state] === 0}>
						{formatMessage({ id: messageId(`source.${state}`) })} ({counts[state]})
					</Tabs.Trigger>
				))}
			</Tabs.List>
		</Tabs.Root>
	);
}

function Pages({ pagination: { page, pageCount } }: Pick<SourceList, 'pagination'>) {
	const [{ query }] = useQueryParams<Query>();
	if (pageCount <= 1) return null;
	const to = (n: number) => ({ search: new URLSearchParams({ ...query, page: String(n) }).toString() });
	return (
		<Pagination activePage={page} pageCount={pageCount}>
			<PreviousLink tag={NavLink} to={to(Math.max(1, page - 1))}>
				‹
			</PreviousLink>
			{Array.from({ length: pageCount }, (_, at) => at + 1)
				.filter((n) => n === 1 || n === pageCount || Math.abs(n - page) <= 2)
				.map((n) => (
					<PageLink key={n} tag={NavLink} to={to(n)} number={n}>
						{n}
					</PageLink>
				))}
			<NextLink tag={NavLink} to={to(Math.min(pageCount, page + 1))}>
				›
			</NextLink>
		</Pagination>
	);
}
