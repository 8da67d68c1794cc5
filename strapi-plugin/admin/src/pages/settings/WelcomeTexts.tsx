import { Box, Tabs, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { BotForm } from '../../api';
import { messageId } from '../../translations';
import { FieldGrid } from './FieldGrid';
import type { FieldOf } from './fields';
import { languagesOf } from './languages';
import { WelcomeInLanguage } from './WelcomeInLanguage';

const FIRST: readonly FieldOf[] = [
	{ name: 'greeting', type: 'text', size: 12 },
	{ name: 'suggestions', type: 'text', size: 12 },
];

interface Props {
	values: BotForm;
	chosen: string;
	choose(language: string): void;
}

/** Greeting and suggestions, a tab for each language of the bot. The first language is what others fall back to. */
export function WelcomeTexts({ values, chosen, choose }: Props) {
	const { formatMessage, formatDisplayName } = useIntl();
	const languages = languagesOf(values.languages);
	const [first = 'en'] = languages;
	const current = languages.includes(chosen) ? chosen : first;
	const nameOf = (language: string) => formatDisplayName(language, { type: 'language', fallback: 'code' }) ?? language;
	return (
		<Tabs.Root value={current} onValueChange={choose} variant="simple">
			<Tabs.List aria-label={formatMessage({ id: messageId('welcome.language') })}>
				{languages.map((language) => (
					<Tabs.Trigger key={language} value={language}>
						{nameOf(language)}
					</Tabs.Trigger>
				))}
			</Tabs.List>
			<Tabs.Content key={current} value={current}>
				<Box paddingTop={4}>
					{current === first ? <FieldGrid fields={FIRST} values={values} /> : <WelcomeInLanguage language={current} />}
					{current !== first && (
						<Box paddingTop={2}>
							<Typography variant="pi" textColor="neutral600">
								{formatMessage(
									{ id: messageId('welcome.missing') },
									{ language: nameOf(current), first: nameOf(first) },
								)}
							</Typography>
						</Box>
					)}
				</Box>
			</Tabs.Content>
		</Tabs.Root>
	);
}
