import {
	EmptyStateLayout,
	Field,
	Flex,
	LinkButton,
	NextLink,
	PageLink,
	Pagination,
	PreviousLink,
	SingleSelect,
	SingleSelectOption,
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
				<Permitted needs="knowledge">{write}</Permitted>
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

/** One of several, or all of them. */
function Filter<Value extends string>({
	label,
	options,
	value,
	onChange,
}: {
	label: string;
	options: readonly [value: Value, label: string][];
	value: Value | undefined;
	onChange(value: Value | undefined): void;
}) {
	const { formatMessage } = useIntl();
	return (
		<Field.Root name={label}>
			<Field.Label>{label}</Field.Label>
			<SingleSelect
				size="S"
				value={value ?? ALL}
				onChange={(next) => onChange(options.find(([option]) => option === next)?.[0])}
			>
				<SingleSelectOption value={ALL}>{formatMessage({ id: messageId('sources.filter.all') })}</SingleSelectOption>
				{options.map(([option, text]) => (
					<SingleSelectOption key={option} value={option}>
						{text}
					</SingleSelectOption>
				))}
			</SingleSelect>
		</Field.Root>
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
