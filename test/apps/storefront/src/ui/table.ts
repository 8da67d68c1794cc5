import { type Child, h } from '../dom.js';

/** A small table; its last column holds numbers. The caption is for those who do not see the heading above. */
export function table(caption: string, columns: string[], rows: Child[][]): HTMLTableElement {
	return h(
		'table',
		{ class: 'table' },
		h('caption', { class: 'visually-hidden' }, caption),
		h(
			'thead',
			{},
			h(
				'tr',
				{},
				columns.map((column) => h('th', { scope: 'col' }, column)),
			),
		),
		h('tbody', {}, rows.map(tableRow)),
	);
}

export function tableRow(cells: Child[]): HTMLElement {
	return h(
		'tr',
		{},
		cells.map((cell) => h('td', {}, cell)),
	);
}
