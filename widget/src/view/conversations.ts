import type { Conversation } from '../memory.js';
import type { Turn } from '../turn.js';
import { button, CLOSE, type Drawing, h, iconButton } from './dom.js';
import { failureText, type Ui } from './ui.js';

/** What was asked before: to go on with, or to delete, which asks once more. */
export function conversations(ui: Ui): Drawing {
	const { chat, words, set, turnTo, doomed } = ui;
	const draw = (each: Conversation) => {
		const { id, turns } = each;
		const show = () => {
			chat.show(each);
			turnTo({ listing: false });
		};
		const remove = () => {
			turnTo({ doomed: undefined }); // the button goes
			chat.remove(each).catch((failure) => set({ spoken: failureText(ui, failure) }));
		};
		const current = { dir: 'auto', 'aria-current': `${id === chat.shown.id}` };
		return h(
			'li.conversation',
			{},
			button('choose', (turns[0] as Turn).question, show, current),
			doomed === id
				? button('remove button', words.remove_sure, remove)
				: iconButton('remove', words.remove, CLOSE, () => set({ doomed: id })),
		);
	};
	return h(
		'ul.conversations',
		{ 'aria-label': words.conversations },
		...chat.memory.conversations.filter(({ turns }) => turns[0]).map(draw),
	);
}
