import type { KnowledgeDocument, Passage } from './passage';
import { type Line, plainSections, sectionsOf } from './plain-text';
import { sentences } from './sentences';

/** A passage takes whole sentences up to this many characters. */
const LENGTH = 500;
/** A longer sentence is no sentence (a list without dots, a table pasted as text), and is cut between words. */
const SENTENCE_LENGTH_MAX = 1000;
/** A longer sentence is not repeated at the beginning of the next passage. */
const OVERLAP_LENGTH_MAX = 250;

interface Sentence {
	text: string;
	/** What stands before it, unless it is the first of a passage. */
	before: ' ' | '\n';
}

/**
 * Cuts a document into passages of about 500 characters: whole sentences, never across a heading, each beginning with
 * the last sentence of the one before, so that an answer on the border is in one of them.
 */
export function chunkDocument(document: KnowledgeDocument): Passage[] {
	const passages: Passage[] = [];
	const sections = document.plain ? plainSections(document.text) : sectionsOf(document.text);
	for (const [at, section] of sections.entries()) {
		const headings = section.headings.filter((heading, depth) => depth > 0 || !same(heading, document.title));
		const texts = fill(section.lines.flatMap((line) => sentencesOf(line, document.locale)));
		// A heading that nothing stands under, not even another heading, is all that its section says.
		const own = section.headings.at(-1);
		const deeper = (sections[at + 1]?.headings.length ?? 0) > section.headings.length;
		if (!texts.length && !deeper && own && headings.length) texts.push(own);
		for (const text of texts) {
			passages.push({
				id: `${document.id}:${document.locale}:${passages.length}`,
				document_id: document.id,
				title: document.title,
				heading: headings.join(' › ') || null,
				url: document.url,
				locale: document.locale,
				...(document.source !== undefined && { source: document.source }),
				...(document.aliases !== undefined && { aliases: document.aliases }),
				text,
			});
		}
	}
	return passages;
}

function same(a: string, b: string): boolean {
	return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function sentencesOf(line: Line, locale: string): Sentence[] {
	return (line.prose ? sentences(line.text, locale) : [line.text])
		.flatMap(cut)
		.map((text, at) => ({ text, before: at === 0 ? '\n' : ' ' }));
}

/** Cuts what is too long for a sentence, between words where there are some. */
function cut(text: string): string[] {
	if (text.length <= SENTENCE_LENGTH_MAX) return [text];
	const pieces: string[] = [];
	let rest = text;
	while (rest.length > LENGTH) {
		const blank = rest.lastIndexOf(' ', LENGTH);
		let end = blank > LENGTH / 2 ? blank : LENGTH;
		// Half of a surrogate pair is no character.
		if (/[\uD800-\uDBFF]/.test(rest[end - 1] as string)) end -= 1;
		pieces.push(rest.slice(0, end).trim());
		rest = rest.slice(end).trim();
	}
	return rest ? [...pieces, rest] : pieces;
}

/** Fills passages with sentences, one after the other. */
function fill(list: readonly Sentence[]): string[] {
	const texts: string[] = [];
	let text = '';
	let last: Sentence | null = null;
	for (const sentence of list) {
		if (text && text.length + sentence.text.length >= LENGTH) {
			texts.push(text);
			const overlaps =
				last && last.text.length <= OVERLAP_LENGTH_MAX && last.text.length + sentence.text.length < LENGTH;
			text = overlaps && last ? last.text : '';
		}
		text += text ? sentence.before + sentence.text : sentence.text;
		last = sentence;
	}
	return text ? [...texts, text] : texts;
}
