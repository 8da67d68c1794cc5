export { answerWords } from './answers.js';

import { de } from './de.js';
import { en, type Words } from './en.js';

export type { Words } from './en.js';
export { FORBIDDEN_WORDS, forbiddenWord } from './forbidden.js';

/** What visitors read, by language. English is what any other language falls back to. */
export const words: Record<'en' | 'de', Words> = { en, de };

/** The language of the words for a BCP 47 tag: `de-AT` reads German, `fr` English. */
export function languageFor(language: string | undefined): 'en' | 'de' {
	return /^de\b/i.test(`${language}`) ? 'de' : 'en';
}

/** Every text by its name, those for errors by their codes: no two have one name. */
export type Texts = Omit<Words, 'errors'> & Words['errors'];

/** The words for a BCP 47 tag, the errors among them. */
export function textsFor(language: string | undefined): Texts {
	const { errors, ...texts } = wordsFor(language);
	return { ...texts, ...errors };
}

/** The words for a BCP 47 tag. */
export function wordsFor(language: string | undefined): Words {
	return words[languageFor(language)];
}
