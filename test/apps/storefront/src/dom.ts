/** What can stand inside an element. `false`, `null` and `undefined` leave a gap, so that conditions read well. */
export type Child = Node | string | number | false | null | undefined | Child[];
type Attribute = string | number | boolean | null | undefined;
type Attributes = Record<string, Attribute | ((event: never) => void)>;

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an HTML element. Attributes named `on…` are listeners. Text stays text: nothing here is ever parsed as HTML. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Attributes = {},
	...children: Child[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	apply(element, attributes);
	append(element, children);
	return element;
}

/** Makes an SVG element. */
export function s(tag: keyof SVGElementTagNameMap, attributes: Attributes = {}, ...children: Child[]): SVGElement {
	const element = document.createElementNS(SVG, tag) as SVGElement;
	apply(element, attributes);
	append(element, children);
	return element;
}

function apply(element: Element, attributes: Attributes): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
		else if (value === true) element.setAttribute(name, '');
		else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
	}
}

export function append(parent: Node, children: Child[]): void {
	for (const child of children) {
		if (Array.isArray(child)) append(parent, child);
		else if (child instanceof Node) parent.appendChild(child);
		else if (child !== false && child !== null && child !== undefined)
			parent.appendChild(document.createTextNode(String(child)));
	}
}

/** Puts new content into a container; the focus stays on the element of the same id, when there still is one. */
export function swap(container: Element, ...children: Child[]): void {
	const focused = document.activeElement;
	const id = focused && container.contains(focused) ? focused.id : '';
	const fragment = document.createDocumentFragment();
	append(fragment, children);
	container.replaceChildren(fragment);
	if (id) document.getElementById(id)?.focus({ preventScroll: true });
}
