import { VISITOR } from './session.js';
import { type Turn, uuid } from './turn.js';

/** What is kept from page to page: in this tab only, and gone with it. */
export interface Memory {
	/** Whose it is: the visitor's, or one customer's. */
	who: string;
	conversation_id: string;
	turns: Turn[];
	/** What is written but not yet asked. */
	draft: string;
	/** Free credits left, and the day of which that is true. */
	free?: { left: number; day: string } | undefined;
}

const TURNS_MAX = 20;
const EXCERPT_LENGTH_MAX = 500;
const LENGTH_MAX = 200_000;

/** The memory as text, small enough for any browser: old turns go first, and excerpts are cut. */
export function serialize(memory: Memory): string {
	const turns = memory.turns.slice(-TURNS_MAX).map((turn) => ({
		...turn,
		sources: turn.sources.map((source) => ({ ...source, text: source.text.slice(0, EXCERPT_LENGTH_MAX) })),
	}));
	for (;;) {
		const text = JSON.stringify({ ...memory, turns });
		if (text.length < LENGTH_MAX || !turns.shift()) return text;
	}
}

/** The memory from text; an empty one when it is none. */
export function deserialize(text: string | null): Memory {
	const memory: Memory = { who: VISITOR, conversation_id: uuid(), turns: [], draft: '' };
	try {
		return { ...memory, ...JSON.parse(text ?? '') };
	} catch {
		return memory;
	}
}
