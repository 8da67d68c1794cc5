import { Badge, Flex, Link, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { NavLink, useLocation } from 'react-router-dom';
import type { ConversationListed } from '../../api';
import { botPath } from '../../links';
import { messageId } from '../../translations';
import { useCost } from './use-cost';

const COLUMNS = ['question', 'answers', 'pool', 'credits', 'cost', 'last'] as const;
/** A question may have 2,000 characters; the whole of it is one click away. */
const QUESTION_LENGTH_MAX = 120;

interface Props {
	botId: string;
	conversations: readonly ConversationListed[];
	/** On all pages. */
	total: number;
}

/** Conversations, one row for each. */
export function ConversationTable({ botId, conversations, total }: Props) {
	const { formatMessage } = useIntl();
	return (
		<Flex direction="column" alignItems="stretch" gap={2}>
			<Typography variant="pi" textColor="neutral600">
				{formatMessage({ id: messageId('conversations.count') }, { count: total })}
			</Typography>
			<Table colCount={COLUMNS.length} rowCount={conversations.length + 1}>
				<Thead>
					<Tr>
						{COLUMNS.map((column) => (
							<Th key={column}>
								<Typography variant="sigma" textColor="neutral600">
									{formatMessage({ id: messageId(`conversations.column.${column}`) })}
								</Typography>
							</Th>
						))}
					</Tr>
				</Thead>
				<Tbody>
					{conversations.map((conversation) => (
						<ConversationRow key={conversation.answer_id} botId={botId} conversation={conversation} />
					))}
				</Tbody>
			</Table>
		</Flex>
	);
}

function ConversationRow({ botId, conversation }: { botId: string; conversation: ConversationListed }) {
	const { formatMessage, formatNumber, formatDate } = useIntl();
	const { search } = useLocation();
	const cost = useCost();
	const { answer_id, question, language, answers, pools, credits, last_at } = conversation;
	const short = question.length > QUESTION_LENGTH_MAX ? `${question.slice(0, QUESTION_LENGTH_MAX)} …` : question;
	return (
		<Tr>
			<Td style={QUESTION}>
				<Flex direction="column" alignItems="flex-start" gap={2} paddingTop={3} paddingBottom={3}>
					{/* The filters stay in the address, for the way back. */}
					<Link tag={NavLink} to={{ pathname: `${botPath(botId, 'conversations')}/${answer_id}`, search }}>
						<span lang={language ?? undefined} dir="auto" style={WRAPPED}>
							{short}
						</span>
					</Link>
					<Marks conversation={conversation} />
				</Flex>
			</Td>
			<Td>
				<Typography textColor="neutral800">{formatNumber(answers)}</Typography>
			</Td>
			<Td>
				<Typography textColor="neutral800">
					{pools.map((pool) => formatMessage({ id: messageId(`pools.${pool}`) })).join(', ') || '–'}
				</Typography>
			</Td>
			<Td>
				<Typography textColor="neutral800">{formatNumber(credits, { maximumFractionDigits: 3 })}</Typography>
			</Td>
			<Td>
				<Typography textColor="neutral800">{cost(conversation.cost)}</Typography>
			</Td>
			<Td>
				<Typography textColor="neutral800">
					{formatDate(last_at, { dateStyle: 'medium', timeStyle: 'short' })}
				</Typography>
			</Td>
		</Tr>
	);
}

const QUESTION = { whiteSpace: 'normal', minWidth: '22rem', maxWidth: '36rem' } as const;
const WRAPPED = { overflowWrap: 'anywhere', whiteSpace: 'normal' } as const;

const MARKS = [
	['unanswered', 'warning'],
	['failed', 'danger'],
	['disliked', 'danger'],
	['liked', 'success'],
	['cached', 'neutral'],
] as const;

/** What of its answers somebody may want to look at. */
function Marks({ conversation }: { conversation: ConversationListed }) {
	const { formatMessage } = useIntl();
	const there = MARKS.filter(([mark]) => conversation[mark] > 0);
	if (there.length === 0) return null;
	return (
		<Flex gap={2} wrap="wrap">
			{there.map(([mark, colour]) => (
				<Badge key={mark} backgroundColor={`${colour}100`} textColor={`${colour}700`}>
					{formatMessage({ id: messageId(`conversations.mark.${mark}`) }, { count: conversation[mark] })}
				</Badge>
			))}
		</Flex>
	);
}
