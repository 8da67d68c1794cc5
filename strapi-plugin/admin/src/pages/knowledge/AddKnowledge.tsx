import { Menu } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import type { SourceType } from '../../api';
import { entryPath } from '../../links';
import { PLUGIN_ID } from '../../plugin-id';
import { messageId } from '../../translations';

/** Begins a new entry of one of the kinds that bots answer from. */
export function AddKnowledge({ types, disabled }: { types: readonly SourceType[]; disabled?: boolean }) {
	const { formatMessage } = useIntl();
	const navigate = useNavigate();
	return (
		<Menu.Root>
			<Menu.Trigger startIcon={<Plus />} variant="secondary" disabled={disabled}>
				{formatMessage({ id: messageId('sources.add') })}
			</Menu.Trigger>
			{/* The usual height shows four of them, and nothing says that there is a fifth. */}
			<Menu.Content popoverPlacement="bottom-end" maxHeight="none">
				{types.map((type) => (
					<Menu.Item key={type} onSelect={() => navigate(entryPath(`plugin::${PLUGIN_ID}.${type}`, 'create'))}>
						{formatMessage({ id: messageId(`type.${type}`) })}
					</Menu.Item>
				))}
			</Menu.Content>
		</Menu.Root>
	);
}
