import { Badge, Box, Button, EmptyStateLayout, Flex, LinkButton, TextButton, Typography } from '@strapi/design-system';
import { Cross, Pencil } from '@strapi/icons';
import { Page, useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { NavLink, useNavigate } from 'react-router-dom';
import { type BotState, type Gap, useDismissGapMutation, useDraftGapMutation, useGetGapsQuery } from '../api';
import { Card } from '../components/Card';
import { usePermitted } from '../hooks/use-permitted';
import { botPath, entryPath } from '../links';
import { messageId } from '../translations';

/** What visitors asked and got no good answer to; each can become an FAQ entry. */
export function GapsTab({ bot }: { bot: BotState }) {
	const { formatMessage } = useIntl();
	const { knowledge, isLoading } = usePermitted();
	const [dismissed, showDismissed] = useState(false);
	const id = bot.document_id;
	const { data, isError } = useGetGapsQuery({ id, dismissed }, { skip: !knowledge, refetchOnMountOrArgChange: true });
	if (!knowledge && !isLoading) {
		return <EmptyStateLayout content={formatMessage({ id: messageId('permission.knowledge') })} />;
	}
	if (isError) return <Page.Error />;
	if (!data) return <Page.Loading />;
	return (
		<Card title={formatMessage({ id: messageId('gaps.title') })} hint={formatMessage({ id: messageId('gaps.hint') })}>
			{(data.dismissed > 0 || dismissed) && (
				<Box>
					<TextButton onClick={() => showDismissed(!dismissed)}>
						{dismissed
							? formatMessage({ id: messageId('gaps.show') })
							: formatMessage({ id: messageId('gaps.dismissed') }, { count: data.dismissed })}
					</TextButton>
				</Box>
			)}
			{data.gaps.length === 0 ? (
				<EmptyStateLayout
					shadow=""
					content={formatMessage({ id: messageId(dismissed ? 'gaps.empty.dismissed' : 'gaps.empty') })}
					{...(!dismissed && {
						action: (
							<LinkButton tag={NavLink} to={botPath(id, 'playground')} variant="secondary">
								{formatMessage({ id: messageId('gaps.empty.action') })}
							</LinkButton>
						),
					})}
				/>
			) : (
				<Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
					{data.gaps.map((gap) => (
						<GapItem key={gap.answer_ids[0]} botId={id} gap={gap} dismissed={dismissed} />
					))}
				</Flex>
			)}
		</Card>
	);
}

function GapItem({ botId, gap, dismissed }: { botId: string; gap: Gap; dismissed: boolean }) {
	const { formatMessage, formatDate } = useIntl();
	const { toggleNotification } = useNotification();
	const navigate = useNavigate();
	const [dismiss, { isLoading: isDismissing }] = useDismissGapMutation();
	const [draft, { isLoading: isDrafting }] = useDraftGapMutation();
	const { answer_ids } = gap;
	const when = formatDate(gap.last_asked_at, { dateStyle: 'medium', timeStyle: 'short' });
	const failed = () => toggleNotification({ type: 'danger', message: formatMessage({ id: messageId('gaps.failed') }) });

	async function write() {
		const result = gap.draft ? { data: gap.draft } : await draft({ id: botId, answer_ids });
		if (!('data' in result) || !result.data) return failed();
		const { uid, document_id, locale } = result.data;
		navigate(entryPath(uid, document_id, locale));
	}

	async function move() {
		if ('error' in (await dismiss({ id: botId, answer_ids, dismissed: !dismissed }))) failed();
	}

	return (
		<Box tag="li" borderColor="neutral200" hasRadius padding={4}>
			<Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
				<Flex direction="column" alignItems="flex-start" gap={2} flex="1" minWidth="20rem">
					<Typography tag="h3" fontWeight="bold" lang={gap.language ?? undefined} style={{ overflowWrap: 'anywhere' }}>
						{gap.question}
					</Typography>
					<Flex gap={2} wrap="wrap">
						<Badge active>{formatMessage({ id: messageId('gaps.count') }, { count: gap.count })}</Badge>
						{gap.disliked > 0 && (
							<Badge backgroundColor="danger100" textColor="danger700">
								{formatMessage({ id: messageId('gaps.disliked') }, { count: gap.disliked })}
							</Badge>
						)}
						<Typography variant="pi" textColor="neutral600">
							{formatMessage({ id: messageId('gaps.last') }, { when })}
						</Typography>
					</Flex>
					<Quotes label="gaps.variants" texts={gap.variants} />
					<Quotes label="gaps.comments" texts={gap.comments} />
				</Flex>
				<Flex gap={2} wrap="wrap">
					{!dismissed && (
						<Button size="S" startIcon={<Pencil />} loading={isDrafting} onClick={write}>
							{formatMessage({ id: messageId(gap.draft ? 'gaps.open' : 'gaps.write') })}
						</Button>
					)}
					<Button size="S" variant="tertiary" startIcon={<Cross />} loading={isDismissing} onClick={move}>
						{formatMessage({ id: messageId(dismissed ? 'gaps.restore' : 'gaps.dismiss') })}
					</Button>
				</Flex>
			</Flex>
		</Box>
	);
}

function Quotes({ label, texts }: { label: 'gaps.variants' | 'gaps.comments'; texts: readonly string[] }) {
	const { formatMessage } = useIntl();
	if (texts.length === 0) return null;
	return (
		<Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
			{formatMessage({ id: messageId(label) })}: {texts.map((text) => `“${text}”`).join(', ')}
		</Typography>
	);
}
