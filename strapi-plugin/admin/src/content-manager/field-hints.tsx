import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { hintId } from '../translations';
import { MAPPING_INPUTS } from './mapping-inputs';

interface Field {
	name: string;
	type: string;
	hint?: ReactNode;
}

/** The part of an edit view's layout that is needed here. */
interface EditViewLayout {
	options: { answerpack?: { type: string } };
	layout: Field[][][];
}

const INPUTS: Readonly<Record<string, string>> = Object.fromEntries(
	MAPPING_INPUTS.map(({ field, type }) => [field, type]),
);

/**
 * Puts our help texts under the fields of our content types. Strapi keeps help texts in the database, in one language;
 * one that an editor wrote there goes before ours. And lets the fields of a mapping be chosen instead of typed.
 */
export function addFieldHints<Input extends { layout: EditViewLayout }>(input: Input): Input {
	const type = input.layout.options.answerpack?.type;
	if (!type) return input;
	const withHint = (field: Field) => ({
		...field,
		hint: field.hint || <Hint id={hintId(type, field.name)} />,
		type: (type === 'mapping' && INPUTS[field.name]) || field.type,
	});
	return {
		...input,
		layout: { ...input.layout, layout: input.layout.layout.map((panel) => panel.map((row) => row.map(withHint))) },
	};
}

function Hint({ id }: { id: string }) {
	const { formatMessage, messages } = useIntl();
	return id in messages ? formatMessage({ id }) : null;
}
