import type { CustomerUsageAnswer } from '@answerpack/shared/contract';
import { h } from '../../dom.js';
import { myAnswers } from '../../shop/bot.js';
import { table, tableRow } from '../../ui/table.js';
import { problemLine, work } from '../../ui/work.js';
import { formatNumber, formatTime, words } from '../../words/index.js';

const PAGE_SIZE = 10;

type Answer = CustomerUsageAnswer['usage'][number];

/** The customer's own answers, newest first, ten at a time. */
export async function myAnswersList(): Promise<HTMLElement> {
	const w = words().area;
	const first = await myAnswers(PAGE_SIZE, 0);
	if (!first.usage.length) return h('p', { class: 'hint' }, w.answers_none);
	const list = table(w.answers, [w.when, w.paid_by, w.cost], first.usage.map(cells));
	const body = list.querySelector('tbody');
	const problem = problemLine();
	const more = h('button', { type: 'button', class: 'button' }, w.more);
	let shown = first.usage.length;
	more.addEventListener('click', () =>
		work(more, problem, async () => {
			const next = await myAnswers(PAGE_SIZE, shown);
			shown += next.usage.length;
			body?.append(...next.usage.map((answer) => tableRow(cells(answer))));
			more.hidden = shown >= next.count || !next.usage.length;
		}),
	);
	more.hidden = shown >= first.count;
	return h('div', {}, list, more, problem);
}

function cells(answer: Answer): string[] {
	const w = words().area;
	const pools: Record<string, string> = w.pool;
	const states: Record<string, string> = w.state;
	return [
		formatTime(answer.at),
		states[answer.state] ?? pools[answer.pool] ?? answer.pool,
		formatNumber(answer.credits_used),
	];
}
