import { Flex, Typography } from '@strapi/design-system';
import { useQueryParams } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { POLLING, useGetArticleStateQuery, useGetBotStateQuery } from '../api';
import { Delivery } from '../components/Delivery';
import { Passages } from '../components/Passages';
import { usePermitted } from '../hooks/use-permitted';
import { ARTICLE_UID, BOT_UID } from '../plugin-id';
import { messageId } from '../translations';

/** What the content manager tells a panel beside an entry. */
interface PanelProps {
	model: string;
	documentId?: string;
}

/** Beside a bot: whether Medusa has its settings. */
export function DeliveryPanel({ model, documentId }: PanelProps) {
	const { formatMessage } = useIntl();
	const visible = useVisible(model === BOT_UID, documentId);
	if (!visible) return null;
	return { title: formatMessage({ id: messageId('delivery.title') }), content: <BotDelivery id={visible} /> };
}

/** Beside a bot and beside an article: what of it bots can answer from. */
export function KnowledgePanel({ model, documentId }: PanelProps) {
	const { formatMessage } = useIntl();
	const visible = useVisible(model === BOT_UID || model === ARTICLE_UID, documentId);
	if (!visible) return null;
	return {
		title: formatMessage({ id: messageId('knowledge.title') }),
		content: model === BOT_UID ? <BotKnowledge id={visible} /> : <ArticleKnowledge id={visible} />,
	};
}

/** Beside an entry that this person cannot change: the server refuses, and here is why. */
export function LockedPanel({ model }: PanelProps) {
	const { formatMessage } = useIntl();
	const { settings, knowledge, isLoading } = usePermitted();
	const locked = (model === BOT_UID && !settings) || (model === ARTICLE_UID && !knowledge);
	if (!locked || isLoading) return null;
	const reason = messageId(model === BOT_UID ? 'locked.settings' : 'locked.knowledge');
	return {
		title: formatMessage({ id: messageId('locked.title') }),
		content: <Typography textColor="neutral600">{formatMessage({ id: reason })}</Typography>,
	};
}

/** The document's id, when it has one and this person may see its state. */
function useVisible(isOurs: boolean, documentId: string | undefined): string | undefined {
	const { read } = usePermitted();
	return isOurs && read && documentId && documentId !== 'create' ? documentId : undefined;
}

function BotDelivery({ id }: { id: string }) {
	const { data, isError } = useGetBotStateQuery(id, POLLING);
	if (isError) return <LoadError />;
	return data ? <Delivery bot={data} /> : null;
}

function BotKnowledge({ id }: { id: string }) {
	const { data, isError } = useGetBotStateQuery(id, POLLING);
	if (isError) return <LoadError />;
	return data ? (
		<Lines>
			<Passages counts={data.passages} />
		</Lines>
	) : null;
}

function ArticleKnowledge({ id }: { id: string }) {
	const { formatMessage } = useIntl();
	const [{ query }] = useQueryParams<{ plugins?: { i18n?: { locale?: string } } }>();
	const { data, isError } = useGetArticleStateQuery({ id, locale: query.plugins?.i18n?.locale }, POLLING);
	if (isError) return <LoadError />;
	if (!data) return null;
	if (data.bots.length === 0) {
		return <Typography textColor="neutral600">{formatMessage({ id: messageId('knowledge.article.none') })}</Typography>;
	}
	return (
		<Lines>
			{data.bots.map(({ document_id, name, passages }) => (
				<Typography key={document_id} tag="p" textColor="neutral800">
					{formatMessage(
						{ id: messageId('knowledge.article.bot') },
						{ bot: name, passages: formatMessage({ id: messageId('knowledge.passages') }, { count: passages }) },
					)}
				</Typography>
			))}
		</Lines>
	);
}

function Lines({ children }: { children: ReactNode }) {
	return (
		<Flex direction="column" alignItems="flex-start" gap={1}>
			{children}
		</Flex>
	);
}

function LoadError() {
	const { formatMessage } = useIntl();
	return <Typography textColor="danger600">{formatMessage({ id: messageId('error.load') })}</Typography>;
}
