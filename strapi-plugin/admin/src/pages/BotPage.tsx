import { Box, Link, Tabs } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';
import { useIntl } from 'react-intl';
import { Navigate, NavLink, useNavigate, useParams } from 'react-router-dom';
import { type BotState, POLLING, useGetBotStateQuery } from '../api';
import { BotStateLabel } from '../components/BotStateLabel';
import { BOT_TABS, BOTS_PATH, type BotTab, botPath } from '../links';
import { messageId } from '../translations';
import { ConversationsTab } from './conversations/ConversationsTab';
import { GapsTab } from './GapsTab';
import { KnowledgeTab } from './knowledge/KnowledgeTab';
import { PlaygroundTab } from './PlaygroundTab';
import { SettingsTab } from './settings/SettingsTab';

const CONTENT: Record<BotTab, ComponentType<{ bot: BotState }>> = {
	knowledge: KnowledgeTab,
	conversations: ConversationsTab,
	gaps: GapsTab,
	playground: PlaygroundTab,
	settings: SettingsTab,
};

/** Brings the tab that is open into sight, without moving the page. */
function showTab(tab: HTMLButtonElement | null): void {
	tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** One bot, a tab for each thing that is done with it. */
export function BotPage() {
	const { formatMessage } = useIntl();
	const navigate = useNavigate();
	const { id = '', tab } = useParams();
	const { data: bot, isError } = useGetBotStateQuery(id, POLLING);
	const current = BOT_TABS.find((one) => one === tab);
	if (!current) return <Navigate to={botPath(id)} replace />;
	if (isError) return <Page.Error />;
	if (!bot) return <Page.Loading />;
	const Content = CONTENT[current];
	return (
		<Page.Main>
			<Page.Title>{bot.name}</Page.Title>
			<Layouts.Header
				title={bot.name}
				subtitle={bot.slug}
				navigationAction={
					<Link tag={NavLink} to={BOTS_PATH} startIcon={<ArrowLeft />}>
						{formatMessage({ id: messageId('page.all') })}
					</Link>
				}
				primaryAction={<BotStateLabel bot={bot} />}
			/>
			<Layouts.Content>
				<Tabs.Root
					value={current}
					onValueChange={(next: string) => navigate(botPath(id, next as BotTab))}
					variant="simple"
				>
					{/* On a small screen the tabs are pushed aside, and not the whole page. */}
					<Box style={{ overflowX: 'auto' }}>
						<Tabs.List aria-label={formatMessage({ id: messageId('tabs.label') })}>
							{BOT_TABS.map((one) => (
								<Tabs.Trigger key={one} value={one} ref={one === current ? showTab : undefined}>
									{formatMessage({ id: messageId(`tab.${one}`) })}
								</Tabs.Trigger>
							))}
						</Tabs.List>
					</Box>
					<Tabs.Content value={current}>
						<Box paddingTop={6}>
							<Content key={bot.document_id} bot={bot} />
						</Box>
					</Tabs.Content>
				</Tabs.Root>
			</Layouts.Content>
		</Page.Main>
	);
}
