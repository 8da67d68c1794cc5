import { Field, Flex, Textarea } from '@strapi/design-system';
import { useField, useForm } from '@strapi/strapi/admin';
import type { ChangeEvent } from 'react';
import { useIntl } from 'react-intl';
import type { BotForm } from '../../api';
import { BOT_UID } from '../../plugin-id';
import { hintId } from '../../translations';

const PARTS = ['greeting', 'suggestions'] as const;

/** What visitors of one language read first. */
export function WelcomeInLanguage({ language }: { language: string }) {
	const { formatMessage } = useIntl();
	const disabled = useForm('WelcomeInLanguage', (form) => form.disabled);
	const { value, onChange, rawError } = useField<BotForm['translations']>('translations');
	const key = language.toLowerCase();
	const own = value?.[key] ?? { greeting: '', suggestions: '' };
	const errors = (rawError as Record<string, Record<string, string>> | undefined)?.[key];
	return (
		<Flex direction="column" alignItems="stretch" gap={4}>
			{PARTS.map((part) => (
				<Field.Root
					key={part}
					name={`translations.${key}.${part}`}
					error={errors?.[part] ?? false}
					hint={formatMessage({ id: hintId('bot', part) })}
				>
					<Field.Label>{formatMessage({ id: `content-manager.content-types.${BOT_UID}.${part}` })}</Field.Label>
					<Textarea
						lang={language}
						disabled={disabled}
						value={own[part]}
						onChange={(event: ChangeEvent<HTMLTextAreaElement>) =>
							onChange('translations', { ...value, [key]: { ...own, [part]: event.target.value } })
						}
					/>
					<Field.Hint />
					<Field.Error />
				</Field.Root>
			))}
		</Flex>
	);
}
