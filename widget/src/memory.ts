import { VISITOR } from './session.js';
import { expectTexts } from './texts.js';
import { type Turn, uuid } from './turn.js';

/** Questions that belong together: a model that answers one reads those before it. */
export interface Conversation {
	id: string;
	turns: Turn[];
	/** What is written but not yet asked. */
	draft: string;
}

/** What this browser keeps of one bot: from page to page, and for all its tabs. */
export interface Memory {
	/** Whose it is: the visitor's, or one customer's. */
	who: string;
	/** Credits that the customer has left; `null` for visitors, and while it is not known. */
	credits: number | null;
	/** What is left for free, in credits, until when that is true, and when there is more, in milliseconds since 1970; 0: not known. */
	free?: { left: number; until: number; back: number } | undefined;
	/** The latest first. */
	conversations: Conversation[];
}

const LENGTH_MAX = 400_000;

export function newConversation(): Conversation {
	return { id: uuid(), turns: [], draft: '' };
}

/** The memory as text. What is oldest is forgotten, so that any browser can keep it. */
export function serialize(memory: Memory): string {
	const { conversations } = memory;
	for (;;) {
		const text = JSON.stringify(memory);
		if (text.length < LENGTH_MAX) return text;
		if (conversations[1]) conversations.pop();
		else conversations[0]?.turns.shift();
	}
}

/** The memory from text; an empty one when it is none of ours. */
export function deserialize(text: string | null | undefined): Memory {
	const memory: Memory = { who: VISITOR, credits: null, free: undefined, conversations: [] };
	try {
		const kept: Memory = { ...memory, ...JSON.parse(text as string) };
		const told = kept.conversations.flatMap(({ draft, turns }) => [
			draft,
			...turns.flatMap(({ question, text, sources }) => [question, text, ...sources.map(({ title }) => title)]),
		]);
		expectTexts([kept.who, ...told]);
		return kept;
	} catch {
		return memory;
	}
}
