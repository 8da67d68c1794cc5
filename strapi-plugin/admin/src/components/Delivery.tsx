import { Button, Flex, Status, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { type BotState, useDeliverBotMutation } from '../api';
import { usePermitted } from '../hooks/use-permitted';
import { messageId } from '../translations';

/** Where a bot's settings are on their way to Medusa; what keeps them, and a way not to wait. */
export function Delivery({ bot }: { bot: Pick<BotState, 'document_id' | 'delivery'> }) {
	const { formatMessage, formatDate } = useIntl();
	const { delivery } = bot;
	if (!delivery) {
		return <Typography textColor="neutral600">{formatMessage({ id: messageId('delivery.none') })}</Typography>;
	}
	if (!delivery.waiting) {
		const when =
			delivery.delivered_at && formatDate(delivery.delivered_at, { dateStyle: 'medium', timeStyle: 'short' });
		return (
			<Flex direction="column" alignItems="flex-start" gap={1}>
				<State variant="success" label={formatMessage({ id: messageId('delivery.sent') })} />
				<Typography variant="pi" textColor="neutral600">
					{formatMessage({ id: messageId('delivery.sent.at') }, { version: delivery.version, when })}
				</Typography>
			</Flex>
		);
	}
	if (!delivery.reason)
		return <State variant="secondary" label={formatMessage({ id: messageId('delivery.sending') })} />;
	return (
		<Flex direction="column" alignItems="flex-start" gap={2}>
			<State variant="danger" label={formatMessage({ id: messageId('delivery.waiting') })} />
			<Reason code={delivery.reason} />
			<Retry botId={bot.document_id} />
		</Flex>
	);
}

/** Codes that have a sentence of their own. */
const KNOWN_REASONS = ['shop_unreachable', 'ledger_unreachable', 'service_secret_wrong'] as const;

function Reason({ code }: { code: string }) {
	const { formatMessage } = useIntl();
	const known = KNOWN_REASONS.find((reason) => reason === code);
	return (
		<Typography variant="pi" textColor="neutral600">
			{formatMessage({ id: messageId(known ? `reason.${known}` : 'reason.other') }, { code })}
		</Typography>
	);
}

function Retry({ botId }: { botId: string }) {
	const { formatMessage } = useIntl();
	const { toggleNotification } = useNotification();
	const { settings } = usePermitted();
	const [deliver, { isLoading }] = useDeliverBotMutation();
	if (!settings) return null;

	const retry = async () => {
		const result = await deliver(botId);
		if ('error' in result) {
			toggleNotification({ type: 'danger', message: formatMessage({ id: messageId('delivery.failed') }) });
		}
	};
	return (
		<Button variant="secondary" size="S" startIcon={<ArrowClockwise />} loading={isLoading} onClick={retry}>
			{formatMessage({ id: messageId('delivery.retry') })}
		</Button>
	);
}

/** A coloured label, as Strapi shows whether an entry is published. */
export function State({ variant, label }: { variant: 'success' | 'secondary' | 'danger' | 'warning'; label: string }) {
	return (
		<Status variant={variant} size="XS" width="fit-content">
			<Typography tag="span" variant="omega" fontWeight="bold">
				{label}
			</Typography>
		</Status>
	);
}
