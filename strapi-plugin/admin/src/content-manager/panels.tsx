import { Flex, LinkButton, Typography } from '@strapi/design-system';
import { Cog } from '@strapi/icons';
import { useQueryParams } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { POLLING, useGetBotStateQuery, useGetEntryStateQuery } from '../api';
import { Delivery } from '../components/Delivery';
import { Passages } from '../components/Passages';
import { SourceState } from '../components/SourceState';
import { usePermitted } from '../hooks/use-permitted';
import { botPath } from '../links';
import { BOT_UID, SOURCE_UIDS } from '../plugin-id';
import { messageId } from '../translations';

/** What the content manager tells a panel beside an entry. */
interface PanelProps {
	model: string;
	documentId?: string;
}

/** Beside a bot: whether Medusa has its settings, and where they are edited. */
export function DeliveryPanel({ model, documentId }: PanelProps) {
	const { formatMessage } = useIntl();
	const visible = useVisible(model === BOT_UID, documentId);
	if (!visible) return null;
	return { title: formatMessage({ id: messageId('delivery.title') }), content: <BotDelivery id={visible} /> };
}

/** Beside a bot and beside a source: what of it bots can answer from. */
export function KnowledgePanel({ model, documentId }: PanelProps) {
	const { formatMessage } = useIntl();
	const visible = useVisible(model === BOT_UID || SOURCE_UIDS.includes(model), documentId);
	if (!visible) return null;
	return {
		title: formatMessage({ id: messageId('knowledge.title') }),
		content: model === BOT_UID ? <BotKnowledge id={visible} /> : <EntryKnowledge uid={model} documentId={visible} />,
	};
}

/** Beside an entry that this person cannot change: the server refuses, and here is why. */
export function LockedPanel({ model }: PanelProps) {
	const { formatMessage } = useIntl();
	const { settings, knowledge, isLoading } = usePermitted();
	const locked = (model === BOT_UID && !settings) || (SOURCE_UIDS.includes(model) && !knowledge);
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
	const { formatMessage } = useIntl();
	const { data, isError } = useGetBotStateQuery(id, POLLING);
	if (isError) return <LoadError />;
	if (!data) return null;
	return (
		<Flex direction="column" alignItems="stretch" gap={4} width="100%">
			<Delivery bot={data} />
			<LinkButton tag={NavLink} to={botPath(id, 'settings')} variant="secondary" startIcon={<Cog />} fullWidth>
				{formatMessage({ id: messageId('tab.settings') })}
			</LinkButton>
		</Flex>
	);
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

/** How an entry fares in the language that is open; looked up again while it is on the screen. */
function EntryKnowledge({ uid, documentId }: { uid: string; documentId: string }) {
	const { formatMessage } = useIntl();
	const [{ query }] = useQueryParams<{ plugins?: { i18n?: { locale?: string } } }>();
	const locale = query.plugins?.i18n?.locale;
	const { data, isError } = useGetEntryStateQuery({ uid, documentId, locale }, POLLING);
	if (isError) return <LoadError />;
	if (!data) return null;
	const state = Object.values(data.locales)[0];
	const bots = data.bots.map(({ name }) => name).join(', ');
	return (
		<Lines>
			{state && <SourceState uid={uid} documentId={documentId} state={state} />}
			<Typography variant="pi" textColor="neutral600">
				{formatMessage({ id: messageId(bots ? 'source.bots' : 'source.bots.none') }, { bots })}
			</Typography>
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
