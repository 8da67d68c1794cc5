import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { messageId } from '../translations';

/** The value of "all" in a choice. */
const ALL = 'all';

/** One of several, or all of them. */
export function Filter<Value extends string>({
	label,
	options,
	value,
	onChange,
}: {
	label: string;
	options: readonly [value: Value, label: string][];
	value: Value | undefined;
	onChange(value: Value | undefined): void;
}) {
	const { formatMessage } = useIntl();
	return (
		<Field.Root name={label}>
			<Field.Label>{label}</Field.Label>
			<SingleSelect
				size="S"
				value={value ?? ALL}
				onChange={(next) => onChange(options.find(([option]) => option === next)?.[0])}
			>
				<SingleSelectOption value={ALL}>{formatMessage({ id: messageId('sources.filter.all') })}</SingleSelectOption>
				{options.map(([option, text]) => (
					<SingleSelectOption key={option} value={option}>
						{text}
					</SingleSelectOption>
				))}
			</SingleSelect>
		</Field.Root>
	);
}
