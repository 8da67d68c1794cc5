import { h } from '../../dom.js';
import { eraseMyConversations, myConversations } from '../../shop/bot.js';
import { problemLine, work } from '../../ui/work.js';
import { fill, words } from '../../words/index.js';

const FILE = 'conversations.json';

/** What the bot keeps of what this customer asked: to download, and to erase. */
export function conversationsPart(): HTMLElement {
	const w = words().area;
	const problem = problemLine();
	const said = h('p', { role: 'status', class: 'hint' });
	const button = (label: string, run: () => Promise<string>) => {
		const one = h('button', { type: 'button', class: 'button' }, label);
		one.addEventListener('click', () => {
			said.replaceChildren();
			return work(one, problem, async () => said.replaceChildren(await run()));
		});
		return one;
	};
	const erase = h(
		'details',
		{ class: 'more' },
		h('summary', {}, w.conversations_erase),
		h('p', {}, w.conversations_erase_text),
		h(
			'p',
			{},
			button(w.conversations_erase_now, async () => {
				const { erased } = await eraseMyConversations();
				erase.open = false;
				return fill(w.conversations_erased, { n: erased });
			}),
		),
	);
	return h(
		'div',
		{ class: 'area-part' },
		h('p', { class: 'hint' }, w.conversations_text),
		h(
			'p',
			{},
			button(w.conversations_download, async () => {
				save(JSON.stringify(await myConversations(), undefined, '\t'));
				return w.conversations_downloaded;
			}),
		),
		erase,
		said,
		problem,
	);
}

/** Hands a file to the browser. A link alone could not: the request needs the customer's token. */
function save(text: string): void {
	const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
	h('a', { href, download: FILE }).click();
	URL.revokeObjectURL(href);
}
