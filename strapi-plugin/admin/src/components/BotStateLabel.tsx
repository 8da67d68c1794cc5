import { useIntl } from 'react-intl';
import type { BotState } from '../api';
import { messageId } from '../translations';
import { State } from './Delivery';

/** Whether visitors get answers. */
export function BotStateLabel({ bot }: { bot: Pick<BotState, 'published' | 'paused'> }) {
	const { formatMessage } = useIntl();
	if (!bot.published) return <State variant="secondary" label={formatMessage({ id: messageId('state.draft') })} />;
	if (bot.paused) return <State variant="warning" label={formatMessage({ id: messageId('state.paused') })} />;
	return <State variant="success" label={formatMessage({ id: messageId('state.published') })} />;
}
