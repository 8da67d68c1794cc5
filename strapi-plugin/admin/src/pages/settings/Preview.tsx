import { useIntl } from 'react-intl';
import type { BotForm } from '../../api';
import { Card } from '../../components/Card';
import { messageId } from '../../translations';
import { WidgetFrame } from '../../widget/WidgetFrame';
import { languagesOf } from './languages';

/** The real widget with what stands in the form, in the language whose greeting is edited. */
export function Preview({ values, language: chosen }: { values: BotForm; language: string }) {
	const { formatMessage } = useIntl();
	const languages = languagesOf(values.languages);
	const language = languages.includes(chosen) ? chosen : (languages[0] ?? 'en');
	return (
		<Card
			title={formatMessage({ id: messageId('preview.title') })}
			hint={formatMessage({ id: messageId('preview.hint') })}
		>
			<WidgetFrame values={values} language={language} />
		</Card>
	);
}
