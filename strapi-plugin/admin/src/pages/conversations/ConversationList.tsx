import { Box, EmptyStateLayout, LinkButton, TextButton, Typography } from '@strapi/design-system';
import { Page, useQueryParams } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { useGetConversationsQuery } from '../../api';
import { Card } from '../../components/Card';
import { Pages } from '../../components/Pages';
import { botPath } from '../../links';
import { messageId } from '../../translations';
import { ConversationTable } from './ConversationTable';
import { Filters } from './Filters';
import { type AddressQuery, toQuery } from './query';

interface Props {
	botId: string;
	search: string;
	onSearch(search: string): void;
}

/** The conversations of a bot, the newest first, with filters that the address keeps. */
export function ConversationList({ botId, search, onSearch }: Props) {
	const { formatMessage } = useIntl();
	const [{ query }, setQuery] = useQueryParams<AddressQuery>();
	const asked = toQuery(query, search);
	const { data, isError, isFetching } = useGetConversationsQuery(
		{ id: botId, ...asked },
		{ refetchOnMountOrArgChange: true },
	);
	if (isError) return <Page.Error />;
	if (!data) return <Page.Loading />;
	const { page: _, pageSize: __, ...filters } = asked;
	const filtered = Object.keys(filters).length > 0;
	const reset = () => {
		onSearch('');
		setQuery({
			show: undefined,
			pool: undefined,
			language: undefined,
			from: undefined,
			to: undefined,
			page: '1',
		} as never);
	};
	return (
		<Card
			title={formatMessage({ id: messageId('conversations.title') })}
			hint={formatMessage({ id: messageId('conversations.kept') }, { days: data.days })}
		>
			<Filters
				botId={botId}
				query={query}
				search={search}
				onChange={(change) => setQuery({ ...query, page: '1', ...change } as AddressQuery)}
				onSearch={(text) => {
					onSearch(text);
					setQuery({ ...query, page: '1' });
				}}
				onReset={filtered ? reset : undefined}
			/>
			{query.show === 'expensive' && (
				<Typography textColor="neutral600">{formatMessage({ id: messageId('conversations.expensive') })}</Typography>
			)}
			<Box aria-live="polite" aria-busy={isFetching}>
				{data.results.length > 0 ? (
					<ConversationTable botId={botId} conversations={data.results} total={data.pagination.total} />
				) : filtered ? (
					<EmptyStateLayout
						shadow=""
						content={formatMessage({ id: messageId('conversations.none') })}
						action={<TextButton onClick={reset}>{formatMessage({ id: messageId('conversations.reset') })}</TextButton>}
					/>
				) : (
					<EmptyStateLayout
						shadow=""
						content={formatMessage({ id: messageId('conversations.empty') })}
						action={
							<LinkButton tag={NavLink} to={botPath(botId, 'playground')} variant="secondary">
								{formatMessage({ id: messageId('gaps.empty.action') })}
							</LinkButton>
						}
					/>
				)}
			</Box>
			<Pages pagination={data.pagination} />
		</Card>
	);
}
