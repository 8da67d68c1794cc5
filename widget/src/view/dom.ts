/** A piece of the view as it should be: an element, a text, or nothing where something else could be. */
export type Child = Drawing | string | false | null | undefined;
type Attribute = string | number | ((event: never) => void);
export type Attributes = Record<string, Attribute>;

/** An element as it should be. */
export interface Drawing {
	/** `tag.part other classes` */
	name: string;
	attributes: Attributes;
	children: Child[];
}

/** What stands in the page for a drawing, and remembers it. */
type Drawn<Node extends Element | Text = Element | Text> = Node & { drawing?: Drawing | string };

/**
 * An element to be drawn. `name` is the tag and its classes (`p.cost small`), for our styles; the first of them is its
 * `part`, for the host's. Functions (`onclick`) listen; what is empty is no attribute. Strings become text nodes,
 * never markup, and no attribute that runs code is ever set from a string.
 */
export const h = (name: string, attributes: Attributes = {}, ...children: Child[]): Drawing => ({
	name,
	attributes,
	children,
});

/** A button with its name to read. */
export const button = (name: string, shown: Child, onclick: () => unknown, attributes?: Attributes) =>
	h(`button.${name}`, { onclick, ...attributes }, shown);

/** A line drawing of 24 by 24. */
export const icon = (d: string): Drawing => h('svg', {}, h('path', { d }));

/**
 * Makes what a parent holds look like the drawings, and touches only what differs: a selection, the focus and an unfolded
 * source stay as they are. What has another name or `id` is another element. Each drawing keeps its place: what is not
 * there for now is an empty text.
 */
export function patch(parent: ParentNode & Node, children: readonly Child[]): void {
	children.forEach((child, i) => {
		const old = parent.childNodes[i] as Drawn | undefined;
		const node = draw(old, child || '');
		if (!old) parent.append(node);
		else if (node !== old) old.replaceWith(node);
	});
	while (parent.childNodes[children.length]) parent.lastChild?.remove();
}

function draw(old: Drawn | undefined, drawing: Drawing | string): Drawn {
	const before = old?.drawing as Drawing | undefined; // a text has no name
	if (old && before === drawing) return old;
	if (typeof drawing === 'string') {
		const text: Drawn<Text> = old instanceof Text ? old : new Text();
		text.data = text.drawing = drawing;
		return text;
	}

	const same = before?.name === drawing.name && before.attributes.id === drawing.attributes.id;
	const element = same ? (old as Drawn<Element>) : create(drawing.name);
	element.drawing = drawing;
	for (const [key, value] of Object.entries(drawing.attributes)) {
		if (key in element) Object.assign(element, { [key]: value });
		else element.setAttribute(key, value as string);
	}
	patch(element, drawing.children);
	return element;
}

function create(name: string): Drawn<Element> {
	const [tag, classes] = name.split('.') as [string, string?];
	const space = /svg|path/.test(tag) ? '2000/svg' : '1999/xhtml';
	const element = document.createElementNS(`http://www.w3.org/${space}`, tag);
	return classes ? Object.assign(element, { className: classes, part: classes }) : element;
}

export const CHAT = 'M5 19l1-4a7 6 0 1 1 4 3z';
export const CLOSE = 'M6 6l12 12M18 6L6 18';
export const SEND = 'M12 19V5M6 11l6-6 6 6';
export const STOP = 'M8 8h8v8H8z';
export const LIST = 'M5 7h14M5 12h14M5 17h9';
export const ADD = 'M12 5v14M5 12h14';
export const COPY = 'M9 9h10v10H9zM5 15V5h10';
export const CHECK = 'M5 13l4 4L19 7';
export const THUMB = 'M4 11v8h3l9 1 3-9h-5l1-6-2-1-4 7H4';
