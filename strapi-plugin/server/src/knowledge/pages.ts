import { chunkDocument } from './chunk';
import type { KnowledgeDocument, Passage } from './passage';

/** Where a sentence ends. */
const END = /[.!?…。！？:]["'”’)\]]*\s*$/u;
const FIRST_END = /[.!?…。！？]["'”’)\]]*(?=\s|$)/u;
/** A longer piece at the top of a page is no rest of a sentence. */
const REST_LENGTH_MAX = 400;

/** Cuts a paged document into passages that know their page. A sentence that runs over belongs to the page it began on. */
export function chunkPages(document: Omit<KnowledgeDocument, 'text' | 'plain'>, pages: readonly string[]): Passage[] {
	const texts = joinSentences(pages);
	return texts.flatMap((text, at) =>
		chunkDocument({ ...document, text, plain: true }).map((passage) => ({ ...passage, page: at + 1 })),
	);
}

function joinSentences(pages: readonly string[]): string[] {
	const texts = [...pages];
	for (let at = 1; at < texts.length; at += 1) {
		const before = texts[at - 1] as string;
		const text = texts[at] as string;
		if (!before.trim() || END.test(before) || !/^\s*\p{Ll}/u.test(text)) continue;
		const end = FIRST_END.exec(text);
		const rest = end ? end.index + end[0].length : 0;
		if (rest === 0 || rest > REST_LENGTH_MAX) continue;
		texts[at - 1] = `${before}\n${text.slice(0, rest)}`;
		texts[at] = text.slice(rest);
	}
	return texts;
}
