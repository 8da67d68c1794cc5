import { Typography } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { BotForm } from '../../api';
import { Card } from '../../components/Card';
import { messageId } from '../../translations';
import { languagesOf } from './languages';
import { drawWidget } from './widget-frame';

/** How long it is waited for the next key before the widget is drawn again. */
const PAUSE_MS = 400;

const Frame = styled.iframe`
	width: 100%;
	height: 60rem;
	max-height: 65vh;
	border: 1px solid ${({ theme }) => theme.colors.neutral200};
	border-radius: ${({ theme }) => theme.borderRadius};
	background: #fff;
`;

/** The real widget with what stands in the form, in the language whose greeting is edited. */
export function Preview({ values, language: chosen }: { values: BotForm; language: string }) {
	const { formatMessage } = useIntl();
	const frame = useRef<HTMLIFrameElement>(null);
	const [address, setAddress] = useState<string>();
	const [failed, setFailed] = useState(false);

	useEffect(() => {
		import('./preview-widget').then((module) => setAddress(module.address)).catch(() => setFailed(true));
	}, []);

	const languages = languagesOf(values.languages);
	const language = languages.includes(chosen) ? chosen : (languages[0] ?? 'en');
	useEffect(() => {
		if (!address) return undefined;
		const timer = setTimeout(() => frame.current && drawWidget(frame.current, address, values, language), PAUSE_MS);
		return () => clearTimeout(timer);
	}, [address, values, language]);

	return (
		<Card
			title={formatMessage({ id: messageId('preview.title') })}
			hint={formatMessage({ id: messageId('preview.hint') })}
		>
			{failed ? (
				<Typography textColor="danger600">{formatMessage({ id: messageId('preview.failed') })}</Typography>
			) : (
				<Frame ref={frame} title={formatMessage({ id: messageId('preview.frame') })} />
			)}
		</Card>
	);
}
