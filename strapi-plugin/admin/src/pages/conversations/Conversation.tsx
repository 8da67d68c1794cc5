import { EmptyStateLayout, Flex, Link, Typography } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink, useLocation } from 'react-router-dom';
import { useGetConversationQuery } from '../../api';
import { botPath } from '../../links';
import { messageId } from '../../translations';
import { Answer } from './Answer';

/** One conversation, the oldest question first, with how each answer came about. */
export function Conversation({ botId, answerId }: { botId: string; answerId: string }) {
	const { formatMessage } = useIntl();
	const { search } = useLocation();
	const { data, isError, error } = useGetConversationQuery(
		{ id: botId, answerId },
		{ refetchOnMountOrArgChange: true },
	);
	const back = (
		<Link tag={NavLink} to={{ pathname: botPath(botId, 'conversations'), search }} startIcon={<ArrowLeft />}>
			{formatMessage({ id: messageId('conversations.back') })}
		</Link>
	);
	if (isError && (error as { name?: string }).name === 'NotFoundError') {
		return <EmptyStateLayout content={formatMessage({ id: messageId('conversations.gone') })} action={back} />;
	}
	if (isError) return <Page.Error />;
	if (!data) return <Page.Loading />;
	return (
		<Flex direction="column" alignItems="stretch" gap={6}>
			<Flex justifyContent="space-between" gap={4} wrap="wrap">
				{back}
				<Typography textColor="neutral600">
					{formatMessage({ id: messageId(`conversations.asker.${data.asker}`) })}
				</Typography>
			</Flex>
			{data.answers.map((answer) => (
				<Answer key={answer.id} answer={answer} />
			))}
		</Flex>
	);
}
