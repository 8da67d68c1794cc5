import { type Block, blocksToMarkdown } from './blocks';

/** An attribute of Strapi's schemas, as far as it is read here. */
export interface Attribute {
	type: string;
	component?: string;
}

/** The attributes of a component, by its uid. */
export type Components = Readonly<Record<string, { attributes: Readonly<Record<string, Attribute>> } | undefined>>;

/** What a field of some type can be mapped to; other types hold nothing that can be read. */
const PROSE = new Set(['text', 'richtext', 'blocks']);
const VALUES = new Set(
	'string email uid enumeration integer biginteger float decimal boolean date datetime time'.split(' '),
);
const NESTED = new Set(['component', 'dynamiczone']);

/** Whether a field can be knowledge. */
export function isReadable({ type }: Attribute): boolean {
	return PROSE.has(type) || VALUES.has(type) || NESTED.has(type);
}

/** Whether a field can name an entry: it is a line of text or a value. */
export function isNaming({ type }: Attribute): boolean {
	return VALUES.has(type) || type === 'text';
}

/**
 * A field as Markdown. What is no prose keeps the name of its field, since "900" says nothing: `Weight in grams: 900`.
 */
export function fieldText(name: string, value: unknown, attribute: Attribute, components: Components): string {
	if (value === null || value === undefined || value === '' || value === false) return '';
	if (attribute.type === 'blocks') return blocksToMarkdown(value as Block[]);
	if (PROSE.has(attribute.type)) return String(value);
	if (NESTED.has(attribute.type)) {
		return (Array.isArray(value) ? value : [value])
			.map((part: Record<string, unknown>) => componentText(part, attribute.component, components))
			.filter(Boolean)
			.join('\n\n');
	}
	if (!VALUES.has(attribute.type)) return '';
	return value === true ? label(name) : `${label(name)}: ${String(value)}`;
}

function componentText(part: Record<string, unknown>, uid: string | undefined, components: Components): string {
	const own = uid ?? (typeof part.__component === 'string' ? part.__component : '');
	return Object.entries(components[own]?.attributes ?? {})
		.map(([name, attribute]) => fieldText(name, part[name], attribute, components))
		.filter(Boolean)
		.join('\n\n');
}

/** `weightInGrams` → `Weight in grams` */
function label(name: string): string {
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/[_-]+/g, ' ')
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `/products/{slug}` with the fields of an entry; `null` where one of them is empty. */
export function entryUrl(pattern: string | null, entry: Readonly<Record<string, unknown>>): string | null {
	if (!pattern) return null;
	let complete = true;
	const url = pattern.replace(/\{([^{}]+)\}/g, (_, name: string) => {
		const value = entry[name.trim()];
		if (typeof value === 'number' || (typeof value === 'string' && value)) return encodeURIComponent(value);
		complete = false;
		return '';
	});
	return complete ? url : null;
}
