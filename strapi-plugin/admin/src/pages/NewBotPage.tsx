import { Link } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink, useNavigate } from 'react-router-dom';
import { BOTS_PATH, botPath } from '../links';
import { PERMISSIONS } from '../plugin-id';
import { messageId } from '../translations';
import { NEW_BOT } from './settings/new-bot';
import { SettingsForm } from './settings/SettingsForm';

/** The settings of a bot that is not there yet. */
export function NewBotPage() {
	const { formatMessage } = useIntl();
	const navigate = useNavigate();
	return (
		<Page.Protect permissions={PERMISSIONS.settings}>
			<Page.Main>
				<Page.Title>{formatMessage({ id: messageId('settings.new') })}</Page.Title>
				<Layouts.Header
					title={formatMessage({ id: messageId('settings.new') })}
					navigationAction={
						<Link tag={NavLink} to={BOTS_PATH} startIcon={<ArrowLeft />}>
							{formatMessage({ id: messageId('page.all') })}
						</Link>
					}
				/>
				<Layouts.Content>
					<SettingsForm values={NEW_BOT} onSaved={({ document_id }) => navigate(botPath(document_id, 'settings'))} />
				</Layouts.Content>
			</Page.Main>
		</Page.Protect>
	);
}
