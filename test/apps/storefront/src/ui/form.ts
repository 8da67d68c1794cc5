import { h } from '../dom.js';
import { fill, words } from '../words/index.js';
import { icon } from './icons.js';
import { problemLine, work } from './work.js';

type Words = ReturnType<typeof words>;
export type FieldName = Exclude<keyof Words['fields'], 'required' | 'email_invalid' | 'password_hint' | 'reveal'>;

interface FieldOptions {
	name: FieldName;
	autocomplete: AutoFill;
	label?: string;
	type?: 'text' | 'email' | 'password';
	value?: string | null;
	options?: { value: string; text: string }[];
	minlength?: number;
	hint?: string;
	half?: boolean;
}

/** A labelled field with a place for its own error. */
export function field(options: FieldOptions): HTMLElement {
	const { name, autocomplete, type = 'text', value, minlength } = options;
	const label = options.label ?? words().fields[name];
	const id = `field-${name}`;
	const shared = {
		id,
		name,
		autocomplete,
		required: true,
		'aria-describedby': options.hint ? `${id}-error ${id}-hint` : `${id}-error`,
		'data-label': label,
	};
	const control = options.options
		? h(
				'select',
				shared,
				options.options.map((option) =>
					h('option', { value: option.value, selected: option.value === value }, option.text),
				),
			)
		: h('input', { ...shared, type, value, minlength, spellcheck: type === 'text' ? null : 'false' });
	return h(
		'div',
		{ class: options.half ? 'field field-half' : 'field' },
		h('label', { for: id }, label),
		type === 'password' ? h('div', { class: 'field-password' }, control, revealButton(control)) : control,
		options.hint ? h('p', { class: 'field-hint', id: `${id}-hint` }, options.hint) : null,
		h('p', { class: 'field-error', id: `${id}-error` }),
	);
}

/** Its name does not hold "password", so that no script or person looking for the field finds the button instead. */
function revealButton(control: HTMLElement): HTMLElement {
	const button = h(
		'button',
		{ type: 'button', class: 'reveal', 'aria-pressed': 'false', 'aria-label': words().fields.reveal },
		icon('eye'),
	);
	button.addEventListener('click', () => {
		const shown = control.getAttribute('type') === 'text';
		control.setAttribute('type', shown ? 'password' : 'text');
		button.setAttribute('aria-pressed', String(!shown));
	});
	return button;
}

type Control = HTMLInputElement | HTMLSelectElement;

function errorOf(control: Control): string {
	const { fields } = words();
	if (control.value.trim() === '') return fill(fields.required, { label: control.dataset.label ?? '' });
	if (control.validity.typeMismatch) return fields.email_invalid;
	if (control instanceof HTMLInputElement && control.minLength > control.value.length) return fields.password_hint;
	return '';
}

/** Says at each field what is wrong with it, and takes the focus to the first; true when nothing is. */
function check(form: HTMLFormElement): boolean {
	let first: Control | undefined;
	for (const control of form.querySelectorAll<Control>('input[required], select[required]')) {
		const error = errorOf(control);
		const line = document.getElementById(`${control.id}-error`);
		if (line) line.textContent = error;
		if (error) {
			control.setAttribute('aria-invalid', 'true');
			first ??= control;
		} else control.removeAttribute('aria-invalid');
	}
	first?.focus();
	return !first;
}

/** A form whose work runs once at a time, after its fields have been checked. */
export function form(
	name: string,
	submit_label: string,
	run: (values: Record<FieldName, string>) => Promise<unknown>,
	...fields: (HTMLElement | null)[]
): HTMLFormElement {
	const problem = problemLine();
	const button = h('button', { type: 'submit', class: 'button button-main' }, submit_label);
	const element = h(
		'form',
		{ novalidate: true, 'aria-label': name, class: 'form' },
		h('div', { class: 'fields' }, fields),
		problem,
		button,
	);
	element.addEventListener('submit', (event) => {
		event.preventDefault();
		if (!check(element)) return;
		const values = Object.fromEntries(
			[...new FormData(element)].map(([key, value]) => [key, key === 'password' ? value : String(value).trim()]),
		);
		void work(button, problem, () => run(values as Record<FieldName, string>));
	});
	return element;
}
