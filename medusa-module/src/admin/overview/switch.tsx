import { clx } from '@medusajs/ui';
import { useId } from 'react';

/** One of a few, side by side. */
export function Switch<Id extends string>(props: {
	label: string;
	value: Id;
	onSwitch: (id: Id) => void;
	options: { id: Id; name: string }[];
}) {
	const name = useId();
	return (
		<fieldset className="bg-ui-bg-component shadow-borders-base flex rounded-md p-0.5">
			<legend className="sr-only">{props.label}</legend>
			{props.options.map((option) => (
				<label
					key={option.id}
					className={clx(
						'txt-compact-small-plus cursor-pointer rounded px-2 py-0.5 has-[:focus-visible]:shadow-borders-focus',
						option.id === props.value ? 'bg-ui-bg-base text-ui-fg-base shadow-borders-base' : 'text-ui-fg-subtle',
					)}
				>
					<input
						type="radio"
						className="sr-only"
						name={name}
						checked={option.id === props.value}
						onChange={() => props.onSwitch(option.id)}
					/>
					{option.name}
				</label>
			))}
		</fieldset>
	);
}
