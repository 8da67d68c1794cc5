import { Hint, Input, Label, Select } from '@medusajs/ui';
import { type ReactNode, useId } from 'react';

/** One of several. */
export function Choice({
	name,
	label,
	options,
}: {
	name: string;
	label: string;
	options: { id: string; name: string }[];
}) {
	const id = useId();
	return (
		<Labelled id={id} label={label}>
			<Select name={name} defaultValue={options[0]?.id} required>
				<Select.Trigger id={id}>
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
		</Labelled>
	);
}

type FieldProps = { label: string; hint?: string; error?: string | false } & React.ComponentProps<typeof Input>;

/** A labelled input, with what is wrong with it or what to know below. */
export function Field({ label, hint, error, ...input }: FieldProps) {
	const id = useId();
	const below = error || hint;
	return (
		<Labelled id={id} label={label}>
			<Input id={id} aria-invalid={Boolean(error)} aria-describedby={below && `${id}-below`} {...input} />
			{below && (
				<Hint id={`${id}-below`} variant={error ? 'error' : 'info'}>
					{below}
				</Hint>
			)}
		</Labelled>
	);
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
	return (
		<div className="flex flex-col gap-y-2">
			<Label size="small" weight="plus" htmlFor={id}>
				{label}
			</Label>
			{children}
		</div>
	);
}
