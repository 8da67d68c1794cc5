import { Typography } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import { messageId } from '../translations';
import { drawWidget, type FrameBot } from './frame';

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

/** The real widget. It begins anew whenever the bot or the language changes. */
export function WidgetFrame({ values, language, answer }: FrameBot) {
	const { formatMessage } = useIntl();
	const frame = useRef<HTMLIFrameElement>(null);
	const [address, setAddress] = useState<string>();
	const [failed, setFailed] = useState(false);

	useEffect(() => {
		import('./module').then((module) => setAddress(module.address)).catch(() => setFailed(true));
	}, []);

	useEffect(() => {
		if (!address) return undefined;
		const draw = () => frame.current && drawWidget(frame.current, address, { values, language, answer });
		const timer = setTimeout(draw, PAUSE_MS);
		return () => clearTimeout(timer);
	}, [address, values, language, answer]);

	if (failed) {
		return <Typography textColor="danger600">{formatMessage({ id: messageId('preview.failed') })}</Typography>;
	}
	return <Frame ref={frame} title={formatMessage({ id: messageId('preview.frame') })} />;
}
