import { type Language, languageOf } from './language';
import type { Passage } from './passage';
import { Postings } from './postings';
import { Spelling } from './spelling';
import { grams, words } from './words';

/** Everything a bot knows in one language, ready to be asked. Nothing in it changes after it was built. */
export interface KnowledgeIndex {
	readonly passages: readonly Passage[];
	readonly language: Language;
	/** Stems of the words that tell something. */
	readonly stems: Postings;
	/** Character 4-grams of all words. */
	readonly grams: Postings;
	/** Knows all stems. */
	readonly spelling: Spelling;
}

/** The text that a passage is found by: where it stands belongs to it. */
export function indexText(passage: Passage): string {
	return [passage.title, passage.heading ?? '', passage.text].join('\n');
}

/** Builds the index of the passages of one locale. 27,000 passages take a few seconds, and no more than that is meant. */
export function buildIndex(passages: readonly Passage[], locale: string): KnowledgeIndex {
	const language = languageOf(locale);
	const texts = passages.map((passage) => words(indexText(passage)));
	const stems = new Postings(
		texts.map((text) => text.filter((word) => !language.isStopWord(word)).map((word) => language.stem(word))),
	);
	return {
		passages,
		language,
		stems,
		grams: new Postings(texts.map((text) => grams(text))),
		spelling: new Spelling([...stems.terms]),
	};
}
