import { Grid } from '@strapi/design-system';
import { type InputProps, InputRenderer, useForm } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import type { BotForm } from '../../api';
import { BOT_UID, PLUGIN_ID } from '../../plugin-id';
import { hintId } from '../../translations';
import type { FieldOf } from './fields';

/** Inputs in rows, with labels and help texts; those of a bot's entry are the content manager's too. */
export function FieldGrid({ fields, values }: { fields: readonly FieldOf[]; values: BotForm }) {
	const { formatMessage } = useIntl();
	const disabled = useForm('FieldGrid', (form) => form.disabled);
	const own = (rest: string) => formatMessage({ id: `${PLUGIN_ID}.${rest}` });
	return (
		<Grid.Root gap={4}>
			{fields
				.filter(({ when }) => !when || when(values))
				.map(({ name, type, size, required, options }) => {
					const part = name.slice(name.lastIndexOf('.') + 1);
					const texts = name.includes('.')
						? { label: own(`field.${name}`), hint: own(`field.${name}.hint`) }
						: {
								label: formatMessage({ id: `content-manager.content-types.${BOT_UID}.${name}` }),
								hint: formatMessage({ id: hintId('bot', name) }),
							};
					const choices = options?.map((value) => ({ value, label: own(`choice.${part}.${value}`) }));
					const input = { name, type, required, disabled, ...texts, ...(choices && { options: choices }) };
					return (
						<Grid.Item key={name} col={size} s={12} xs={12} direction="column" alignItems="stretch">
							<InputRenderer {...(input as InputProps)} />
						</Grid.Item>
					);
				})}
		</Grid.Root>
	);
}
