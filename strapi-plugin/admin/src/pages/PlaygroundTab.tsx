import {
	Accordion,
	Box,
	EmptyStateLayout,
	Field,
	Flex,
	Grid,
	SingleSelect,
	SingleSelectOption,
	Typography,
} from '@strapi/design-system';
import { useCallback, useState } from 'react';
import { useIntl } from 'react-intl';
import { type BotState, type PlaygroundAnswer, useGetBotSettingsQuery, usePlayMutation } from '../api';
import { Card } from '../components/Card';
import { type Fact, Facts } from '../components/Facts';
import { Notice } from '../components/Notice';
import { PassageList } from '../components/PassageList';
import { usePermitted } from '../hooks/use-permitted';
import { messageId } from '../translations';
import type { FrameQuestion } from '../widget/frame';
import { toVisitorsAnswer } from '../widget/stream';
import { WidgetFrame } from '../widget/WidgetFrame';
import { languagesOf } from './settings/languages';

/** Asks as a visitor would, in the visitors' widget, and shows how the answer came about. */
export function PlaygroundTab({ bot }: { bot: BotState }) {
	const { formatMessage, formatDisplayName, locale } = useIntl();
	const permitted = usePermitted();
	const { data: settings } = useGetBotSettingsQuery(bot.document_id);
	const [play, { data: answer, isLoading }] = usePlayMutation();
	const [chosen, choose] = useState('');
	const values = settings?.values;
	const languages = languagesOf(values?.languages ?? null);
	const language = languages.includes(chosen)
		? chosen
		: (languages.find((one) => one === locale) ?? languages[0] ?? 'en');

	const ask = useCallback(
		async ({ id, question }: FrameQuestion) => {
			const result = await play({ botId: bot.document_id, id, question, language });
			if ('error' in result) throw new TypeError('the question could not be asked');
			return toVisitorsAnswer(id, result.data);
		},
		[play, bot.document_id, language],
	);

	return (
		<Grid.Root gap={6}>
			<Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch">
				<Card
					title={formatMessage({ id: messageId('playground.title') })}
					hint={formatMessage({ id: messageId('playground.hint') })}
				>
					<Field.Root name="language">
						<Field.Label>{formatMessage({ id: messageId('playground.language') })}</Field.Label>
						<SingleSelect value={language} onChange={(value) => choose(String(value))}>
							{languages.map((one) => (
								<SingleSelectOption key={one} value={one}>
									{formatDisplayName(one, { type: 'language', fallback: 'code' }) ?? one}
								</SingleSelectOption>
							))}
						</SingleSelect>
					</Field.Root>
					{!bot.published ? (
						<Notice>{formatMessage({ id: messageId('unpublished') })}</Notice>
					) : !permitted.spend && !permitted.isLoading ? (
						<Notice>{formatMessage({ id: messageId('permission.spend') })}</Notice>
					) : (
						values && <WidgetFrame values={values} language={language} answer={ask} />
					)}
				</Card>
			</Grid.Item>
			<Grid.Item col={7} s={12} xs={12} direction="column" alignItems="stretch">
				<Box aria-live="polite" aria-busy={isLoading}>
					{isLoading ? (
						<Typography textColor="neutral600">{formatMessage({ id: messageId('playground.asking') })}</Typography>
					) : answer ? (
						<HowItCame answer={answer} />
					) : (
						<EmptyStateLayout content={formatMessage({ id: messageId('playground.empty') })} />
					)}
				</Box>
			</Grid.Item>
		</Grid.Root>
	);
}

function HowItCame({ answer }: { answer: PlaygroundAnswer }) {
	const { formatMessage } = useIntl();
	return (
		<Flex direction="column" alignItems="stretch" gap={6}>
			<Card
				title={formatMessage({
					id: messageId(answer.answered ? 'playground.answer' : 'playground.unanswered'),
				})}
			>
				<WhyNot answer={answer} />
				<FactsOf answer={answer} />
			</Card>
			<Card title={formatMessage({ id: messageId('passages.title') })}>
				<PassageList passages={answer.passages} />
			</Card>
			<Card title={formatMessage({ id: messageId('playground.prompt') })}>
				<Prompt messages={answer.messages} />
			</Card>
		</Flex>
	);
}

function WhyNot({ answer }: { answer: PlaygroundAnswer }) {
	const { formatMessage, formatNumber } = useIntl();
	const share = (n: number) => formatNumber(n, { style: 'percent' });
	return (
		<>
			{answer.failure && <Failure failure={answer.failure} />}
			{answer.declined && (
				<Typography textColor="neutral600">{formatMessage({ id: messageId('playground.declined') })}</Typography>
			)}
			{!answer.answered && !answer.declined && answer.confidence < answer.confidence_min && (
				<Typography textColor="neutral600">
					{formatMessage(
						{ id: messageId('playground.unsure') },
						{ confidence: share(answer.confidence), min: share(answer.confidence_min) },
					)}
				</Typography>
			)}
		</>
	);
}

const KNOWN_FAILURES = ['bot_paused', 'bot_not_found', 'shop_unreachable', 'model_unreachable'] as const;

function Failure({ failure: { code, resets_at } }: { failure: NonNullable<PlaygroundAnswer['failure']> }) {
	const { formatMessage, formatDate } = useIntl();
	const known = KNOWN_FAILURES.find((one) => one === code);
	const key =
		code === 'owner_cap_reached'
			? resets_at
				? 'failure.owner_cap_reached.resets'
				: 'failure.owner_cap_reached'
			: known
				? (`failure.${known}` as const)
				: 'failure.other';
	const when = resets_at && formatDate(resets_at, { dateStyle: 'long', timeStyle: 'short' });
	return <Notice variant="danger">{formatMessage({ id: messageId(key) }, { code, when })}</Notice>;
}

function FactsOf({ answer }: { answer: PlaygroundAnswer }) {
	const { formatMessage, formatNumber } = useIntl();
	const share = (n: number) => formatNumber(n, { style: 'percent' });
	const { usage } = answer;
	const credits = formatMessage({ id: messageId('playground.credits') }, { count: answer.credits_used });
	const left =
		answer.left === null
			? ''
			: ` · ${formatMessage({ id: messageId('playground.left') }, { left: formatNumber(answer.left) })}`;
	const facts: Fact[] = [
		['playground.cost', credits + left],
		[
			'playground.confidence',
			formatMessage(
				{ id: messageId('playground.confidence.value') },
				{ confidence: share(answer.confidence), min: share(answer.confidence_min) },
			),
		],
		[
			'playground.time',
			formatMessage(
				{ id: messageId('playground.seconds') },
				{ seconds: formatNumber(answer.took_ms / 1000, { maximumFractionDigits: 2 }) },
			),
		],
	];
	if (usage && usage.model !== 'extractive') {
		const { input_tokens: input, output_tokens: output } = usage;
		facts.push(['playground.model', usage.model]);
		facts.push(['playground.tokens', formatMessage({ id: messageId('playground.tokens.value') }, { input, output })]);
	} else if (usage) {
		facts.push(['playground.model', formatMessage({ id: messageId('playground.model.none') })]);
	}
	return <Facts facts={facts} />;
}

function Prompt({ messages }: Pick<PlaygroundAnswer, 'messages'>) {
	const { formatMessage } = useIntl();
	if (messages.length === 0) {
		return <Typography textColor="neutral600">{formatMessage({ id: messageId('playground.prompt.none') })}</Typography>;
	}
	return (
		<Accordion.Root>
			{messages.map(({ role, content }, position) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: messages of one answer, which never change their order
				<Accordion.Item key={position} value={String(position)}>
					<Accordion.Header>
						<Accordion.Trigger>{formatMessage({ id: messageId(`playground.prompt.${role}`) })}</Accordion.Trigger>
					</Accordion.Header>
					<Accordion.Content>
						<Box padding={4}>
							<Typography tag="p" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
								{content}
							</Typography>
						</Box>
					</Accordion.Content>
				</Accordion.Item>
			))}
		</Accordion.Root>
	);
}
