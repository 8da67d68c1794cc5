import { Button, Field, Flex, SingleSelect, SingleSelectOption, TextInput, Typography } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { type BotState, useSearchPassagesQuery } from '../../api';
import { Card } from '../../components/Card';
import { PassageList } from '../../components/PassageList';
import { messageId } from '../../translations';

const QUESTION_LENGTH_MAX = 2000;

/** What a question finds, with the scores that the bot sees. It costs nothing: no model is asked. */
export function Search({ bot }: { bot: BotState }) {
	const { formatMessage, formatDisplayName, formatNumber, locale: own } = useIntl();
	const locales = Object.keys(bot.passages);
	const [text, setText] = useState('');
	const [chosen, choose] = useState('');
	const [asked, ask] = useState<{ q: string; locale: string }>();
	const { data, isFetching, isError } = useSearchPassagesQuery(
		{ id: bot.document_id, q: asked?.q ?? '', locale: asked?.locale ?? '' },
		{ skip: !asked },
	);
	if (locales.length === 0) return null;
	const locale = locales.includes(chosen) ? chosen : (locales.find((one) => one === own) ?? (locales[0] as string));
	const share = (n: number) => formatNumber(n, { style: 'percent' });

	function search(event: FormEvent) {
		event.preventDefault();
		if (text.trim()) ask({ q: text.trim(), locale });
	}

	return (
		<Card
			title={formatMessage({ id: messageId('search.title') })}
			hint={formatMessage({ id: messageId('search.hint') })}
		>
			<form onSubmit={search}>
				<Flex gap={2} alignItems="flex-end" wrap="wrap">
					<Field.Root name="passages" flex="1" minWidth="20rem">
						<Field.Label>{formatMessage({ id: messageId('search.label') })}</Field.Label>
						<TextInput
							value={text}
							maxLength={QUESTION_LENGTH_MAX}
							onChange={(event: ChangeEvent<HTMLInputElement>) => setText(event.target.value)}
						/>
					</Field.Root>
					<SingleSelect
						aria-label={formatMessage({ id: messageId('sources.filter.locale') })}
						value={locale}
						onChange={(value) => choose(String(value))}
					>
						{locales.map((one) => (
							<SingleSelectOption key={one} value={one}>
								{formatDisplayName(one, { type: 'language', fallback: 'code' }) ?? one}
							</SingleSelectOption>
						))}
					</SingleSelect>
					<Button type="submit" size="L" loading={isFetching}>
						{formatMessage({ id: messageId('search.button') })}
					</Button>
				</Flex>
			</form>
			{isError && <Page.Error />}
			{asked && data && !isError && (
				<>
					<Typography role="status" textColor="neutral800">
						{formatMessage(
							{ id: messageId(data.confidence >= data.confidence_min ? 'search.confident' : 'search.unsure') },
							{ confidence: share(data.confidence), min: share(data.confidence_min) },
						)}
					</Typography>
					<PassageList passages={data.passages} />
				</>
			)}
		</Card>
	);
}
