import { Tooltip } from '@strapi/design-system';
import { cloneElement, type ReactElement } from 'react';
import { useIntl } from 'react-intl';
import { usePermitted } from '../hooks/use-permitted';
import { messageId } from '../translations';

/** A button that needs a permission: without it, it is disabled and says why. */
export function Permitted({
	needs,
	children,
}: {
	needs: 'settings' | 'knowledge' | 'spend';
	children: ReactElement<{ disabled?: boolean }>;
}) {
	const { formatMessage } = useIntl();
	const permitted = usePermitted();
	if (permitted[needs] || permitted.isLoading) return children;
	return (
		<Tooltip label={formatMessage({ id: messageId(`permission.${needs}`) })}>
			{/* A disabled button has no pointer events, and so no tooltip of its own. */}
			<span>{cloneElement(children, { disabled: true })}</span>
		</Tooltip>
	);
}
