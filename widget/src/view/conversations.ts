import type { Conversation } from '../memory.js';
import type { Turn } from '../turn.js';
import { button, CLOSE, type Drawing, h, icon } from './dom.js';
import { failureText, type Ui } from './ui.js';

/** What was asked before: to go on with, or to delete, which asks once more. */
export function conversations(ui: Ui): Drawing {
	const draw = (each: Conversation) => {
		const { id, turns } = each;
		const show = () => {
			ui.chat.show(each);
			ui.turnTo();
		};
		const remove = () => {
			ui.turnTo({ doomed: undefined }); // the button goes
			ui.chat.remove(each).catch((failure) => ui.set({ spoken: failureText(ui, failure) }));
		};
		const current = { dir: 'auto', ariaCurrent: `${id === ui.chat.shown.id}` };
		return h(
			'li.conversation',
			{},
			button('choose', (turns[0] as Turn).question, show, current),
			// The same button both times: it keeps the focus.
			ui.doomed === id
				? button('remove button', ui.texts.remove_sure, remove)
				: button('remove button', icon(CLOSE), () => ui.set({ doomed: id }), { title: ui.texts.remove }),
		);
	};
	return h(
		'ul.conversations',
		{ ariaLabel: ui.texts.list },
		...ui.chat.memory.conversations.filter(({ turns }) => turns[0]).map(draw),
	);
}
