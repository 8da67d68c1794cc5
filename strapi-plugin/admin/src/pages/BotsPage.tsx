import {
	EmptyStateLayout,
	Flex,
	Link,
	LinkButton,
	Table,
	Tbody,
	Td,
	Th,
	Thead,
	Tr,
	Typography,
} from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { type BotState, POLLING, useGetBotStatesQuery } from '../api';
import { BotStateLabel } from '../components/BotStateLabel';
import { Delivery } from '../components/Delivery';
import { Passages } from '../components/Passages';
import { Permitted } from '../components/Permitted';
import { BOTS_PATH, botPath } from '../links';
import { messageId } from '../translations';

/** Every bot with what an editor cannot see in its entry: what Medusa knows, and how much it can answer from. */
export function BotsPage() {
	const { formatMessage } = useIntl();
	return (
		<Page.Main>
			<Page.Title>{formatMessage({ id: messageId('page.title') })}</Page.Title>
			<Layouts.Header
				title={formatMessage({ id: messageId('page.title') })}
				subtitle={formatMessage({ id: messageId('page.subtitle') })}
				primaryAction={
					<Permitted needs="settings">
						<LinkButton tag={NavLink} to={`${BOTS_PATH}/new`} startIcon={<Plus />}>
							{formatMessage({ id: messageId('page.create') })}
						</LinkButton>
					</Permitted>
				}
			/>
			<Layouts.Content>
				<Bots />
			</Layouts.Content>
		</Page.Main>
	);
}

function Bots() {
	const { formatMessage } = useIntl();
	const { data: bots, isError } = useGetBotStatesQuery(undefined, POLLING);
	if (isError) return <Page.Error />;
	if (!bots) return <Page.Loading />;
	if (bots.length === 0) {
		return (
			<EmptyStateLayout
				content={formatMessage({ id: messageId('page.empty') })}
				action={
					<LinkButton tag={NavLink} to={`${BOTS_PATH}/new`} startIcon={<Plus />}>
						{formatMessage({ id: messageId('page.create') })}
					</LinkButton>
				}
			/>
		);
	}
	return (
		<Table colCount={4} rowCount={bots.length + 1}>
			<Thead>
				<Tr>
					{(['column.bot', 'column.state', 'column.medusa', 'column.knowledge'] as const).map((column) => (
						<Th key={column}>
							<Typography variant="sigma" textColor="neutral600">
								{formatMessage({ id: messageId(column) })}
							</Typography>
						</Th>
					))}
				</Tr>
			</Thead>
			<Tbody>
				{bots.map((bot) => (
					<BotRow key={bot.document_id} bot={bot} />
				))}
			</Tbody>
		</Table>
	);
}

function BotRow({ bot }: { bot: BotState }) {
	return (
		<Tr>
			<Td>
				<Flex direction="column" alignItems="flex-start" gap={1}>
					<Link tag={NavLink} to={botPath(bot.document_id)}>
						{bot.name || bot.document_id}
					</Link>
					<Typography variant="pi" textColor="neutral600">
						{bot.slug}
					</Typography>
				</Flex>
			</Td>
			<Td>
				<BotStateLabel bot={bot} />
			</Td>
			<Td>
				<Delivery bot={bot} />
			</Td>
			<Td>
				<Passages counts={bot.passages} />
			</Td>
		</Tr>
	);
}
