import { s } from '../dom.js';

/** How a shape is inked: a class of drawings.css. */
type Ink =
	| 'copper'
	| 'deep'
	| 'dark'
	| 'pale'
	| 'shade'
	| 'glass'
	| 'coffee'
	| 'pipe'
	| 'grip'
	| 'handle'
	| 'shine'
	| 'rib'
	| 'fold'
	| 'steam';

/** One shape on a grid of 240. */
type Shape = [ink: Ink, path: string];

const KETTLE: Shape[] = [
	['pipe', 'M84 180C44 180 54 128 50 106 47 91 38 86 26 90'],
	['grip', 'M156 108h24q16 0 14 16l-7 52'],
	['copper', 'M68 192 82 106q1.5-10 11-10h54q9.5 0 11 10l14 86q1 8-7 8H75q-8 0-7-8Z'],
	['deep', 'M134 96h13q9.5 0 11 10l14 86q1 8-7 8h-20q7-58-11-104Z'],
	['shine', 'M95 112 85 178'],
	['deep', 'M89 97q4-19 31-19t31 19Z'],
	['dark', 'M116 80v-7h8v7Z'],
	['dark', 'M120 76a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z'],
	['dark', 'M64 200h112v5H64Z'],
];

const GRINDER: Shape[] = [
	['grip', 'M121 60 186 50'],
	['dark', 'M117 56h7v28h-7Z'],
	['dark', 'M178 26h16q5 0 5 5v22h-26V31q0-5 5-5Z'],
	['deep', 'M90 98q3-20 30-20t30 20Z'],
	['copper', 'M90 98h60v102q0 6-6 6H96q-6 0-6-6Z'],
	['deep', 'M132 98h18v102q0 6-6 6h-16q8-54 4-108Z'],
	['dark', 'M88 138h64v16H88Z'],
	['shine', 'M100 108v22'],
	['shine', 'M100 164v28'],
];

const DRIPPER: Shape[] = [
	['handle', 'M166 108c38-10 40 40-14 36'],
	['pale', 'M60 86h120l-38 74H98Z'],
	['shade', 'M150 86h30l-38 74h-18q18-32 26-74Z'],
	['rib', 'M84 98l22 54'],
	['rib', 'M108 98l8 54'],
	['rib', 'M134 98l-3 54'],
	['shade', 'M54 74h132q7 0 7 7t-7 7H54q-7 0-7-7t7-7Z'],
	['pale', 'M84 160h72q9 0 9 9v3H75v-3q0-9 9-9Z'],
	['coffee', 'M120 182q9 13 9 18a9 9 0 0 1-18 0q0-5 9-18Z'],
	['steam', 'M108 62q-8-10 0-18t0-18'],
	['steam', 'M130 62q-8-10 0-18t0-18'],
];

const PAPERS: Shape[] = [
	['fold', 'M52 92h122l-38 96H92Z'],
	['pale', 'M60 84h122l-38 100h-46Z'],
	['fold', 'M69 74h122l-38 106h-46Z'],
	['pale', 'M69 74h122l-38 106h-46Z'],
	['fold', 'M92 74l22 104'],
	['copper', 'M46 190h148v8H46Z'],
];

const CARAFE: Shape[] = [
	['glass', 'M90 52h60l-6 46c44 22 48 92 24 104H72c-24-12-20-82 24-104Z'],
	['coffee', 'M62 146q29-9 58 0t58 0c6 24 2 49-10 56H72c-12-7-16-32-10-56Z'],
	['copper', 'M92 82h56l-3 22H95Z'],
	['deep', 'M132 82h16l-3 22h-13Z'],
	['dark', 'M92 91h56l-.7 5H92.7Z'],
	['shine', 'M84 126q-10 16-10 40'],
	['steam', 'M110 42q-7-8 0-15t0-15'],
	['steam', 'M130 42q-7-8 0-15t0-15'],
];

const SCALE: Shape[] = [
	['grip', 'M146 98c28-4 28 32-3 31'],
	['copper', 'M86 88h64l-5 50q-1 6-7 6H98q-6 0-7-6Z'],
	['deep', 'M132 88h18l-5 50q-1 6-7 6h-12q7-28 6-56Z'],
	['coffee', 'M86 88h64l-.4 5H86.5Z'],
	['shine', 'M97 100l3 30'],
	['pale', 'M46 146h148v12H46Z'],
	['dark', 'M38 158h164q6 0 6 6v22q0 8-8 8H40q-8 0-8-8v-22q0-6 6-6Z'],
	['pale', 'M132 168h54v16h-54Z'],
	['dark', 'M158 172h4v8h-4ZM166 172h4v8h-4ZM174 172h6v8h-6Z'],
	['shine', 'M50 176h.1'],
	['steam', 'M106 76q-7-8 0-16t0-16'],
	['steam', 'M128 76q-7-8 0-16t0-16'],
];

const BEANS: Shape[] = [
	['copper', 'M66 172c-28-28-8-82 30-102s80-8 84 30-28 88-66 96-36-12-48-24Z'],
	['deep', 'M180 100c4 38-28 88-66 96-20 4-29 0-36-8 60-4 92-50 92-112 6 6 9 14 10 24Z'],
	['fold', 'M82 178c8-44 26-30 46-54s14-38 40-50'],
];

/** Empty bubble; the number in it is set as text. */
const CREDITS: Shape[] = [
	['copper', 'M62 54h116q20 0 20 20v70q0 20-20 20h-46l-34 32v-32H62q-20 0-20-20V74q0-20 20-20Z'],
	['deep', 'M178 54q20 0 20 20v70q0 20-20 20h-46l-34 32v-32h30c40-2 60-50 44-110Z'],
];

const BY_HANDLE: Record<string, Shape[]> = {
	'copper-kettle': KETTLE,
	'hand-grinder': GRINDER,
	'pour-over-dripper': DRIPPER,
	'filter-papers': PAPERS,
	'glass-carafe': CARAFE,
	'brewing-scale': SCALE,
};

const paths = (shapes: Shape[]) => shapes.map(([ink, d]) => s('path', { class: `ink-${ink}`, d }));

function drawing(viewBox: string, ...children: Parameters<typeof s>[2][]): SVGElement {
	return s('svg', { class: 'drawing', viewBox, 'aria-hidden': 'true', focusable: 'false' }, ...children);
}

/** The shop's own drawing of a product. It decorates; the name beside it says what it is. */
export function productDrawing(handle: string | null | undefined): SVGElement {
	return drawing('0 0 240 240', paths(BY_HANDLE[handle ?? ''] ?? BEANS));
}

/** A pack of credits: a speech bubble with their number. */
export function creditsDrawing(credits: number): SVGElement {
	const number = s(
		'text',
		{ class: 'ink-number', x: 120, y: 110, 'text-anchor': 'middle', 'dominant-baseline': 'central' },
		credits,
	);
	return drawing('36 40 168 168', paths(CREDITS), number);
}

/** The picture at the top of the shop: a pour, from the kettle through the dripper into the carafe. */
export function heroDrawing(): SVGElement {
	const still = (shapes: Shape[], ...without: Ink[]) => paths(shapes.filter(([ink]) => !without.includes(ink)));
	return drawing(
		'0 0 480 440',
		s('circle', { class: 'ink-sun', cx: 270, cy: 216, r: 184 }),
		s('path', { class: 'ink-table', d: 'M30 417h420' }),
		s('g', { transform: 'translate(38 206) scale(1.04)' }, still(CARAFE, 'steam')),
		s('path', { class: 'ink-water', d: 'M163 142q-3 10-2 44' }),
		s('g', { transform: 'translate(51 104) scale(.92)' }, still(DRIPPER, 'coffee', 'steam')),
		s('g', { transform: 'translate(139 4) rotate(-14 120 120) scale(1.18)' }, still(KETTLE)),
	);
}
