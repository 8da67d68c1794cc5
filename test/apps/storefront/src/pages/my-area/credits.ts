import type { CreditsAnswer } from '@answerpack/shared/contract';
import { h } from '../../dom.js';
import { myCredits } from '../../shop/bot.js';
import { table } from '../../ui/table.js';
import { fill, formatDate, formatNumber, words } from '../../words/index.js';

/** What is left, and until when. */
export async function creditsPart(): Promise<HTMLElement> {
	const w = words().area;
	const { left, held, lots } = await myCredits();
	return h(
		'div',
		{},
		h(
			'p',
			{ class: 'credits-left' },
			h('strong', { class: 'credits-number' }, formatNumber(left)),
			' ',
			fill(w.left, { n: left }),
		),
		held > 0 && h('p', { class: 'hint' }, fill(w.held, { n: held })),
		lots.length ? lotsTable(lots) : h('p', { class: 'hint' }, w.none),
		h('p', {}, h('a', { class: 'button', href: '/credits' }, w.get)),
	);
}

function lotsTable(lots: CreditsAnswer['lots']): HTMLElement {
	const w = words().area;
	return table(
		w.lots,
		[w.from, w.until, w.lot],
		lots.map((lot) => [
			w.category[lot.category],
			lot.expires_at ? formatDate(lot.expires_at) : w.forever,
			formatNumber(lot.left),
		]),
	);
}
