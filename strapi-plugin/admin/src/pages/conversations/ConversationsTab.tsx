import { EmptyStateLayout } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useParams } from 'react-router-dom';
import type { BotState } from '../../api';
import { usePermitted } from '../../hooks/use-permitted';
import { messageId } from '../../translations';
import { Conversation } from './Conversation';
import { ConversationList } from './ConversationList';

/** What visitors asked and how the bot answered: the list, or one of them. */
export function ConversationsTab({ bot }: { bot: BotState }) {
	const { formatMessage } = useIntl();
	const { conversations, isLoading } = usePermitted();
	const { item } = useParams();
	// Not in the address, unlike the filters: it is a piece of what somebody asked, and addresses are logged.
	const [search, setSearch] = useState('');
	if (!conversations && !isLoading) {
		return <EmptyStateLayout content={formatMessage({ id: messageId('permission.conversations') })} />;
	}
	if (item) return <Conversation botId={bot.document_id} answerId={item} />;
	return <ConversationList botId={bot.document_id} search={search} onSearch={setSearch} />;
}
