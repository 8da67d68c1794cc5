import { s } from '../dom.js';

/** Line icons on a grid of 24, drawn with the colour of the text around them. */
const PATHS = {
	cart: 'M3 4h2.2l2.3 11.2h9.8L19.8 8H6.1 M9 19.5h.01 M16 19.5h.01',
	person: 'M12 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4Z M4.8 20c.7-3.7 3.6-5.6 7.2-5.6s6.5 1.9 7.2 5.6',
	eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z M12 14.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Z',
	plus: 'M12 5v14 M5 12h14',
	minus: 'M5 12h14',
	check: 'm5 12.5 4.5 4.5L19 7.5',
} as const;

export function icon(name: keyof typeof PATHS): SVGElement {
	return s(
		'svg',
		{ class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
		s('path', { d: PATHS[name] }),
	);
}
