type Child = Node | string | false | 0 | null | undefined;
type Attribute = string | number | null | undefined | ((event: never) => void);

/**
 * Makes an element. `name` are its classes, for our styles; the first of them is its `part`, for the host's. Functions
 * (`onclick`) listen, nothing is no attribute. Strings become text nodes, never markup, and no attribute that runs code
 * is ever set from a string.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	name: string,
	attributes?: Record<string, Attribute> | null,
	...children: Child[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	const named = name && { part: name.split(' ')[0], class: name };
	for (const [key, value] of Object.entries(Object.assign({}, named, attributes))) {
		if (typeof value === 'function') element.addEventListener(key.slice(2), value as EventListener);
		else if (value != null) element.setAttribute(key, `${value}`);
	}
	element.append(...children.filter((child): child is Node | string => !!child));
	return element;
}

/** A button with its name to read, or with a drawing and the name to hear. */
export function button(name: string, text: string, onclick: () => void, drawing?: SVGSVGElement): HTMLButtonElement {
	return h('button', name, { type: 'button', onclick, 'aria-label': drawing && text }, drawing ?? text);
}

/** A line drawing of 24 by 24. */
export function icon(path: string): SVGSVGElement {
	const draw = (tag: string) => document.createElementNS('http://www.w3.org/2000/svg', tag) as SVGSVGElement;
	const [svg, line] = [draw('svg'), draw('path')];
	line.setAttribute('d', path);
	svg.setAttribute('viewBox', '0 0 24 24');
	svg.ariaHidden = 'true';
	svg.append(line);
	return svg;
}

export const CHAT = 'M5 19l1-4a7 6 0 1 1 4 3z';
export const CLOSE = 'M6 6l12 12M18 6L6 18';
export const SEND = 'M12 19V5M6 11l6-6 6 6';
export const STOP = 'M8 8h8v8H8z';
export const LEAVE = 'M9 6h9v9M18 6L7 17';
