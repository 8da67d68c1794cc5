import {
	Field,
	MultiSelect,
	MultiSelectOption,
	SingleSelect,
	SingleSelectOption,
	Textarea,
	TextInput,
} from '@strapi/design-system';
import { useField, useForm } from '@strapi/strapi/admin';
import type { ChangeEvent, ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { type MappableType, useGetMappableTypesQuery } from '../api';
import { messageId } from '../translations';

/** What the content manager gives the input of a field. */
interface InputProps {
	name: string;
	label: string;
	hint?: ReactNode;
	required?: boolean;
	disabled?: boolean;
}

/** What a title is called in most content types; the first of them is taken. */
const TITLES = ['title', 'name', 'headline', 'label'];

/** Whether a field can name an entry. */
const isNaming = ({ type }: { type: string }) => !['richtext', 'blocks', 'component', 'dynamiczone'].includes(type);

/** The inputs of a mapping's fields, by the field: what there is to choose from, instead of names to be typed. */
export const MAPPING_INPUTS = [
	{ field: 'contentType', type: 'answerpack-content-type', Component: ContentTypeInput },
	{ field: 'titleField', type: 'answerpack-title-field', Component: TitleFieldInput },
	{ field: 'bodyFields', type: 'answerpack-body-fields', Component: BodyFieldsInput },
] as const;

function ContentTypeInput(props: InputProps) {
	const { formatMessage } = useIntl();
	const { value, onChange } = useField<string>(props.name);
	const title = useField<string>('titleField');
	const { data } = useGetMappableTypesQuery();
	if (!data) return <Typed {...props} />;

	function choose(uid: string) {
		onChange(props.name, uid);
		const fields = data?.results.find((one) => one.uid === uid)?.fields.filter(isNaming) ?? [];
		const names = fields.map(({ name }) => name);
		if (title.value && names.includes(title.value)) return;
		title.onChange('titleField', TITLES.find((name) => names.includes(name)) ?? names[0] ?? '');
	}

	return (
		<Labelled {...props}>
			<SingleSelect
				value={value ?? ''}
				disabled={props.disabled}
				placeholder={formatMessage({ id: messageId('mapping.type.choose') })}
				onChange={(uid) => choose(String(uid))}
			>
				{withKnown(data.results, value, (uid) => ({ uid, name: uid })).map(({ uid, name }) => (
					<SingleSelectOption key={uid} value={uid}>
						{name === uid ? formatMessage({ id: messageId('mapping.gone') }, { name }) : name}
					</SingleSelectOption>
				))}
			</SingleSelect>
		</Labelled>
	);
}

function TitleFieldInput(props: InputProps) {
	const { formatMessage } = useIntl();
	const { value, onChange } = useField<string>(props.name);
	const chosen = useChosenType();
	if (!chosen) return <Typed {...props} />;
	return (
		<Labelled {...props}>
			<SingleSelect
				value={value ?? ''}
				disabled={props.disabled}
				placeholder={formatMessage({ id: messageId('mapping.field.choose') })}
				onChange={(name) => onChange(props.name, String(name))}
			>
				{fieldsOf({ fields: chosen.fields.filter(isNaming) }, value ? [value] : []).map(({ name, gone }) => (
					<SingleSelectOption key={name} value={name}>
						{gone ? formatMessage({ id: messageId('mapping.gone') }, { name }) : name}
					</SingleSelectOption>
				))}
			</SingleSelect>
		</Labelled>
	);
}

function BodyFieldsInput(props: InputProps) {
	const { formatMessage } = useIntl();
	const { value, onChange } = useField<string>(props.name);
	const chosen = useChosenType();
	if (!chosen) return <Typed {...props} />;
	const names = (value ?? '').split(/[\n,]/).flatMap((name) => name.trim() || []);
	return (
		<Labelled {...props}>
			<MultiSelect
				withTags
				value={names}
				disabled={props.disabled}
				placeholder={formatMessage({ id: messageId('mapping.fields.choose') })}
				onChange={(next: string[]) => onChange(props.name, next.join('\n'))}
			>
				{fieldsOf(chosen, names).map(({ name, gone }) => (
					<MultiSelectOption key={name} value={name}>
						{gone ? formatMessage({ id: messageId('mapping.gone') }, { name }) : name}
					</MultiSelectOption>
				))}
			</MultiSelect>
		</Labelled>
	);
}

/** The content type that stands in the form; without fields when it is none that can be mapped. */
function useChosenType(): Pick<MappableType, 'fields'> | undefined {
	const uid = useForm('AnswerpackMapping', ({ values }) => (values as { contentType?: string }).contentType);
	const { data } = useGetMappableTypesQuery();
	return data && (data.results.find((one) => one.uid === uid) ?? { fields: [] });
}

/** The fields to choose from; those that are chosen and not there any more can still be taken out. */
function fieldsOf(
	{ fields }: Pick<MappableType, 'fields'>,
	chosen: readonly string[],
): { name: string; gone: boolean }[] {
	const gone = chosen.filter((name) => !fields.some((field) => field.name === name));
	return [...fields.map(({ name }) => ({ name, gone: false })), ...gone.map((name) => ({ name, gone: true }))];
}

/** A list with what is chosen, though it may not be there any more. */
function withKnown<Option extends { uid: string }, Gone extends { uid: string }>(
	options: readonly Option[],
	chosen: string | undefined,
	gone: (uid: string) => Gone,
): (Option | Gone)[] {
	return !chosen || options.some(({ uid }) => uid === chosen) ? [...options] : [...options, gone(chosen)];
}

/** As long as there is nothing to choose from, the name is typed. */
function Typed(props: InputProps) {
	const { value, onChange } = useField<string>(props.name);
	const input = {
		value: value ?? '',
		disabled: props.disabled,
		onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(props.name, target.value),
	};
	return (
		<Labelled {...props}>{props.name === 'bodyFields' ? <Textarea {...input} /> : <TextInput {...input} />}</Labelled>
	);
}

function Labelled({ name, label, hint, required, children }: InputProps & { children: ReactNode }) {
	const { error } = useField(name);
	return (
		<Field.Root name={name} hint={hint} error={error} required={required}>
			<Field.Label>{label}</Field.Label>
			{children}
			<Field.Hint />
			<Field.Error />
		</Field.Root>
	);
}
