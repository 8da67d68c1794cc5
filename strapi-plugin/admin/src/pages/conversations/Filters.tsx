import { Box, DatePicker, Field, Flex, Searchbar, SearchForm, TextButton } from '@strapi/design-system';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { useGetBotSettingsQuery } from '../../api';
import { Filter } from '../../components/Filter';
import { messageId } from '../../translations';
import { languagesOf } from '../settings/languages';
import { type AddressQuery, dayOf, POOLS, SHOWN, toDay } from './query';

interface Props {
	botId: string;
	query: AddressQuery;
	search: string;
	onChange(change: { [Name in keyof AddressQuery]?: AddressQuery[Name] | undefined }): void;
	onSearch(search: string): void;
	/** Takes all filters away; left out when there are none. */
	onReset?: (() => void) | undefined;
}

/** What of the conversations is shown. */
export function Filters({ botId, query, search, onChange, onSearch, onReset }: Props) {
	const { formatMessage, formatDisplayName } = useIntl();
	const { data: settings } = useGetBotSettingsQuery(botId);
	const text = (key: Parameters<typeof messageId>[0]) => formatMessage({ id: messageId(key) });
	const languages = [
		...new Set(languagesOf(settings?.values.languages ?? null).map((tag) => tag.split('-')[0] ?? tag)),
	];
	return (
		<Flex direction="column" alignItems="stretch" gap={4}>
			<SearchText key={search} search={search} onSearch={onSearch} />
			<Flex gap={4} wrap="wrap" alignItems="flex-end">
				<Filter
					label={text('conversations.show')}
					value={query.show}
					onChange={(show) => onChange({ show })}
					options={SHOWN.map((show) => [show, text(`conversations.show.${show}`)])}
				/>
				<Filter
					label={text('conversations.pool')}
					value={query.pool}
					onChange={(pool) => onChange({ pool })}
					options={POOLS.map((pool) => [pool, text(`pools.${pool}`)])}
				/>
				{languages.length > 1 && (
					<Filter
						label={text('conversations.language')}
						value={query.language}
						onChange={(language) => onChange({ language })}
						options={languages.map((one) => [
							one,
							formatDisplayName(one, { type: 'language', fallback: 'code' }) ?? one,
						])}
					/>
				)}
				<Day label={text('conversations.from')} value={query.from} onChange={(from) => onChange({ from })} />
				<Day label={text('conversations.to')} value={query.to} onChange={(to) => onChange({ to })} />
				{onReset && (
					<Box paddingBottom={2}>
						<TextButton onClick={onReset}>{text('conversations.reset')}</TextButton>
					</Box>
				)}
			</Flex>
		</Flex>
	);
}

/** Searched for with Enter, as everywhere in Strapi. */
function SearchText({ search, onSearch }: Pick<Props, 'search' | 'onSearch'>) {
	const { formatMessage } = useIntl();
	const [value, setValue] = useState(search);
	return (
		<SearchForm
			onSubmit={(event: FormEvent) => {
				event.preventDefault();
				onSearch(value);
			}}
		>
			<Searchbar
				name="search"
				value={value}
				maxLength={200}
				onChange={(event) => setValue(event.target.value)}
				onClear={() => onSearch('')}
				clearLabel={formatMessage({ id: messageId('conversations.search.clear') })}
				placeholder={formatMessage({ id: messageId('conversations.search.hint') })}
			>
				{formatMessage({ id: messageId('conversations.search') })}
			</Searchbar>
		</SearchForm>
	);
}

interface DayProps {
	label: string;
	value: string | undefined;
	onChange(day: string | undefined): void;
}

function Day({ label, value, onChange }: DayProps) {
	const { formatMessage, locale } = useIntl();
	const day = dayOf(value);
	return (
		<Field.Root name={label}>
			<Field.Label>{label}</Field.Label>
			<DatePicker
				size="S"
				locale={locale}
				{...(day && { value: day })}
				onChange={(date) => onChange(date && toDay(date))}
				onClear={() => onChange(undefined)}
				clearLabel={formatMessage({ id: messageId('conversations.day.clear') })}
			/>
		</Field.Root>
	);
}
