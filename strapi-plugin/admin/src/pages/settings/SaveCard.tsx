import { Button, Flex, Typography } from '@strapi/design-system';
import type { MouseEvent } from 'react';
import { useIntl } from 'react-intl';
import type { BotSettingsAnswer } from '../../api';
import { Card } from '../../components/Card';
import { Permitted } from '../../components/Permitted';
import { messageId } from '../../translations';

interface Props {
	stored: BotSettingsAnswer | undefined;
	modified: boolean;
	isSubmitting: boolean;
	/** Called before the form is submitted in order to be published. */
	onPublish(): void;
}

/** Save and publish, as the content manager has them. */
export function SaveCard({ stored, modified, isSubmitting, onPublish }: Props) {
	const { formatMessage } = useIntl();
	const publish = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
		onPublish();
		currentTarget.form?.requestSubmit();
	};
	const upToDate = stored?.published === true && !stored.modified && !modified;
	return (
		<Card title={formatMessage({ id: messageId('tab.settings') })}>
			{stored?.modified && (
				<Typography textColor="neutral800">{formatMessage({ id: messageId('settings.modified') })}</Typography>
			)}
			<Flex direction="column" alignItems="stretch" gap={2}>
				<Permitted needs="settings">
					{/* No submit button: Enter in a field saves, and never publishes. */}
					<Button type="button" fullWidth loading={isSubmitting} disabled={upToDate} onClick={publish}>
						{formatMessage({ id: messageId('settings.publish') })}
					</Button>
				</Permitted>
				<Permitted needs="settings">
					<Button type="submit" fullWidth variant="secondary" loading={isSubmitting} disabled={!modified}>
						{formatMessage({ id: messageId('settings.save') })}
					</Button>
				</Permitted>
			</Flex>
		</Card>
	);
}
