import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { Blocker, Form, type FormHelpers, useAPIErrorHandler, useNotification } from '@strapi/strapi/admin';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { type BotForm, type BotSettingsAnswer, useSaveBotSettingsMutation } from '../../api';
import { Card } from '../../components/Card';
import { usePermitted } from '../../hooks/use-permitted';
import { messageId } from '../../translations';
import { FieldGrid } from './FieldGrid';
import { GROUPS, type GroupName } from './fields';
import { Pools } from './Pools';
import { Preview } from './Preview';
import { SaveCard } from './SaveCard';
import { SlugFromName } from './SlugFromName';
import { Snippet } from './Snippet';
import { WelcomeTexts } from './WelcomeTexts';

interface Props {
	values: BotForm;
	/** The bot as it is; left out for one that is not there yet. */
	stored?: BotSettingsAnswer;
	onSaved?(answer: BotSettingsAnswer): void;
}

/** The form of a bot's settings, in groups. What is wrong is said by the server, beside the field. */
export function SettingsForm({ values, stored, onSaved }: Props) {
	const { formatMessage } = useIntl();
	const { toggleNotification } = useNotification();
	const { formatAPIError, _unstableFormatValidationErrors: errorsByField } = useAPIErrorHandler();
	const { settings: mayEdit } = usePermitted();
	const [save] = useSaveBotSettingsMutation();
	const publishes = useRef(false);
	/** Whose greeting is edited, and shown in the preview. */
	const [language, chooseLanguage] = useState('');

	async function submit(form: BotForm, { setErrors, resetForm }: FormHelpers<BotForm>) {
		const publish = publishes.current;
		publishes.current = false;
		const result = await save({ id: stored?.document_id, values: form, publish });
		if ('error' in result) {
			const error = result.error as Parameters<typeof formatAPIError>[0];
			if (error.name === 'ValidationError') setErrors(errorsByField(error as Parameters<typeof errorsByField>[0]));
			toggleNotification({ type: 'danger', message: formatMessage({ id: messageId('settings.wrong') }) });
			return;
		}
		resetForm(result.data.values);
		const said = formatMessage({ id: messageId(publish ? 'settings.published' : 'settings.saved') });
		toggleNotification({ type: 'success', message: said });
		onSaved?.(result.data);
	}

	return (
		<Form method="PUT" initialValues={values} onSubmit={submit} disabled={!mayEdit}>
			{({ values, modified, isSubmitting }) => (
				<>
					<Blocker />
					{!stored && <SlugFromName />}
					<Grid.Root gap={6}>
						<Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch">
							<Flex direction="column" alignItems="stretch" gap={6}>
								{GROUPS.map(({ name, fields }) => (
									<Card
										key={name}
										title={formatMessage({ id: messageId(`group.${name}`) })}
										hint={formatMessage({ id: messageId(`group.${name}.hint`) })}
									>
										<FieldGrid fields={fields} values={values} />
										<Extra
											group={name}
											values={values}
											stored={stored}
											language={{ chosen: language, choose: chooseLanguage }}
										/>
									</Card>
								))}
							</Flex>
						</Grid.Item>
						<Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
							<Box position="sticky" top={4}>
								<Flex direction="column" alignItems="stretch" gap={6}>
									<SaveCard
										stored={stored}
										modified={modified}
										isSubmitting={isSubmitting}
										onPublish={() => {
											publishes.current = true;
										}}
									/>
									<Preview values={values} language={language} />
								</Flex>
							</Box>
						</Grid.Item>
					</Grid.Root>
				</>
			)}
		</Form>
	);
}

interface ExtraProps {
	group: GroupName;
	values: BotForm;
	stored: Props['stored'];
	language: { chosen: string; choose(language: string): void };
}

/** What stands under the fields of a group. */
function Extra({ group, values, stored, language }: ExtraProps) {
	const { formatMessage } = useIntl();
	if (group === 'welcome') return <WelcomeTexts values={values} {...language} />;
	if (group === 'appearance') return <Snippet values={values} />;
	if (group === 'pools' && stored) return <Pools id={stored.document_id} />;
	if (group === 'model' && stored) {
		const model = stored.model_default;
		return (
			<Typography textColor="neutral600">
				{formatMessage({ id: messageId(model ? 'model.default' : 'model.none') }, { model })}
			</Typography>
		);
	}
	return null;
}
