import { useIntl } from 'react-intl';
import { messageId } from '../../translations';

/** Says what a model's provider takes, in the currency that it bills in: fractions of a cent count. */
export function useCost(): (cost: number | null | undefined) => string {
	const { formatNumber, formatMessage } = useIntl();
	return (cost) =>
		typeof cost === 'number'
			? formatNumber(cost, { maximumSignificantDigits: 3 })
			: formatMessage({ id: messageId('conversations.cost.unknown') });
}
