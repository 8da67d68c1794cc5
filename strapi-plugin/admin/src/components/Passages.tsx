import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { BotState } from '../api';
import { messageId } from '../translations';

/** How many passages a bot can answer from, one line for each language. */
export function Passages({ counts }: { counts: BotState['passages'] }) {
	const { formatMessage, formatDisplayName } = useIntl();
	const locales = Object.entries(counts);
	if (locales.length === 0) {
		return <Typography textColor="neutral600">{formatMessage({ id: messageId('knowledge.none') })}</Typography>;
	}
	return locales.map(([locale, count]) => (
		<Typography key={locale} tag="p" textColor="neutral800">
			{formatMessage(
				{ id: messageId('knowledge.in') },
				{
					passages: formatMessage({ id: messageId('knowledge.passages') }, { count }),
					locale: formatDisplayName(locale, { type: 'language' }) ?? locale,
				},
			)}
		</Typography>
	));
}
