import { Accordion, Badge, Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { AnswerDetail } from '../../api';
import { Card } from '../../components/Card';
import { type Fact, Facts } from '../../components/Facts';
import { Notice } from '../../components/Notice';
import { PassageList } from '../../components/PassageList';
import { messageId } from '../../translations';
import { useCost } from './use-cost';

/** A question, its answer, and how that came about. What people and models wrote is text, whatever it looks like. */
export function Answer({ answer }: { answer: AnswerDetail }) {
	const { formatDate } = useIntl();
	const { id, at, question, text, language, passages } = answer;
	return (
		<Card title={formatDate(at, { dateStyle: 'long', timeStyle: 'medium' })}>
			<Box background="neutral100" hasRadius padding={4}>
				<Typography tag="h3" fontWeight="bold" lang={language ?? undefined} dir="auto" style={WRAPPED}>
					{question}
				</Typography>
			</Box>
			<Marks answer={answer} />
			{answer.state === 'failed' && <Failure code={answer.failure} />}
			{text && (
				<Typography tag="p" textColor="neutral800" dir="auto" style={WRAPPED}>
					{text}
				</Typography>
			)}
			{answer.feedback?.comment && <Comment text={answer.feedback.comment} />}
			<FactsOf answer={answer} />
			{passages.length > 0 && <Passages id={id} passages={passages} />}
		</Card>
	);
}

const WRAPPED = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' } as const;

function Marks({ answer: { state, answered, cached, feedback } }: { answer: AnswerDetail }) {
	const { formatMessage } = useIntl();
	const marks = [
		state === 'running' && (['running', 'neutral'] as const),
		answered === false && (['unanswered', 'warning'] as const),
		cached && (['cached', 'neutral'] as const),
		feedback?.rating === 'up' && (['liked', 'success'] as const),
		feedback?.rating === 'down' && (['disliked', 'danger'] as const),
	].filter((mark) => mark !== false);
	if (marks.length === 0) return null;
	return (
		<Flex gap={2} wrap="wrap">
			{marks.map(([mark, colour]) => (
				<Badge key={mark} backgroundColor={`${colour}100`} textColor={`${colour}700`}>
					{formatMessage({ id: messageId(`answer.mark.${mark}`) })}
				</Badge>
			))}
		</Flex>
	);
}

const KNOWN_FAILURES = ['model_unreachable', 'answer_interrupted'] as const;

function Failure({ code }: { code: string | null }) {
	const { formatMessage } = useIntl();
	const known = KNOWN_FAILURES.find((one) => one === code);
	return (
		<Notice variant="danger">
			{formatMessage({ id: messageId(known ? `failure.${known}` : 'failure.other') }, { code: code ?? 'internal' })}
		</Notice>
	);
}

function Comment({ text }: { text: string }) {
	const { formatMessage } = useIntl();
	return (
		<Box borderColor="neutral200" hasRadius padding={4}>
			<Typography variant="sigma" textColor="neutral600" tag="p">
				{formatMessage({ id: messageId('answer.comment') })}
			</Typography>
			<Typography tag="p" dir="auto" style={WRAPPED}>
				{text}
			</Typography>
		</Box>
	);
}

function FactsOf({ answer }: { answer: AnswerDetail }) {
	const { formatMessage, formatNumber } = useIntl();
	const cost = useCost();
	const seconds = (ms: number) =>
		formatMessage(
			{ id: messageId('playground.seconds') },
			{ seconds: formatNumber(ms / 1000, { maximumFractionDigits: 2 }) },
		);
	const { pool, credits, usage, first_word_ms, took_ms, confidence, prompt_version, settings_version } = answer;
	const paid = formatMessage({ id: messageId('playground.credits') }, { count: credits });
	const facts: Fact[] = [
		['playground.cost', pool ? `${paid} · ${formatMessage({ id: messageId(`pools.${pool}`) })}` : paid],
	];
	if (answer.cached) {
		facts.push(['playground.model', formatMessage({ id: messageId('answer.mark.cached') })]);
	} else if (usage && usage.model !== 'extractive') {
		const { model, input_tokens: input, output_tokens: output } = usage;
		facts.push(['playground.model', model]);
		facts.push(['playground.tokens', formatMessage({ id: messageId('playground.tokens.value') }, { input, output })]);
		facts.push(['answer.model_cost', cost(usage.cost)]);
	} else if (usage) {
		facts.push(['playground.model', formatMessage({ id: messageId('playground.model.none') })]);
	}
	if (first_word_ms !== null) facts.push(['answer.first_word', seconds(first_word_ms)]);
	if (took_ms !== null) facts.push(['answer.took', seconds(took_ms)]);
	if (confidence !== null) facts.push(['playground.confidence', formatNumber(confidence, { style: 'percent' })]);
	if (prompt_version) facts.push(['answer.prompt_version', prompt_version]);
	if (settings_version) facts.push(['answer.settings_version', settings_version]);
	return <Facts facts={facts} />;
}

function Passages({ id, passages }: Pick<AnswerDetail, 'id' | 'passages'>) {
	const { formatMessage } = useIntl();
	return (
		<Accordion.Root>
			<Accordion.Item value={id}>
				<Accordion.Header>
					<Accordion.Trigger>
						{formatMessage({ id: messageId('answer.passages') }, { count: passages.length })}
					</Accordion.Trigger>
				</Accordion.Header>
				<Accordion.Content>
					<Box padding={4}>
						<PassageList passages={passages.map((passage) => ({ ...passage, terms: [], page: null }))} />
					</Box>
				</Accordion.Content>
			</Accordion.Item>
		</Accordion.Root>
	);
}
