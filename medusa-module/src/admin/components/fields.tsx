import { Hint, Input, Label, Select } from '@medusajs/ui';
import { type ReactNode, useId } from 'react';

interface Labels {
	label: string;
	hint?: ReactNode;
	error?: string | false;
}

type ChoiceProps = Labels & {
	name: string;
	value: string;
	onChange: (value: string) => void;
	options: readonly { id: string; name: string }[];
	disabled?: boolean;
};

/** One of several. */
export function Choice({ name, value, onChange, options, disabled, ...labels }: ChoiceProps) {
	return (
		<Labelled {...labels}>
			{(field) => (
				<Select name={name} value={value} onValueChange={onChange} disabled={disabled}>
					<Select.Trigger {...field}>
						<Select.Value />
					</Select.Trigger>
					<Select.Content>
						{options.map((option) => (
							<Select.Item key={option.id} value={option.id}>
								{option.name}
							</Select.Item>
						))}
					</Select.Content>
				</Select>
			)}
		</Labelled>
	);
}

type FieldProps = Labels &
	Omit<React.ComponentProps<typeof Input>, 'onChange' | 'value'> & {
		value: string;
		onChange: (value: string) => void;
	};

/** A labelled input. Not `required`: Medusa's inputs turn red at once when a required one is empty, before anybody typed. */
export function Field({ label, hint, error, onChange, ...input }: FieldProps) {
	return (
		<Labelled label={label} hint={hint} error={error}>
			{(field) => <Input {...field} autoComplete="off" {...input} onChange={({ target }) => onChange(target.value)} />}
		</Labelled>
	);
}

interface FieldAttributes {
	id: string;
	'aria-invalid': boolean;
	'aria-describedby': string | undefined;
}

/** A label above any field, and below it what is wrong with it or what to know. */
export function Labelled({
	label,
	hint,
	error,
	children,
}: Labels & { children: (field: FieldAttributes) => ReactNode }) {
	const id = useId();
	const below = error || hint;
	return (
		<div className="flex flex-col gap-y-2">
			<Label size="small" weight="plus" htmlFor={id}>
				{label}
			</Label>
			{children({ id, 'aria-invalid': Boolean(error), 'aria-describedby': below ? `${id}-below` : undefined })}
			{below && (
				<Hint id={`${id}-below`} variant={error ? 'error' : 'info'}>
					{below}
				</Hint>
			)}
		</div>
	);
}
