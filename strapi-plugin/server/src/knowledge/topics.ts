import { languageOf } from './language';
import { words } from './words';

/**
 * Whether a question is about one of some topics: it has every telling word of the topic, in any inflection. A topic of
 * two words ("medical advice") is narrower than one of one.
 * @param locales the languages that the topics may be in
 */
export function concernsTopic(question: string, topics: readonly string[], locales: readonly string[]): boolean {
	if (topics.length === 0) return false;
	const languages = locales.map(languageOf);
	// Nobody says which language a topic is in: "the" tells nothing in a bot that speaks English, German or not.
	const tells = (word: string) => !languages.some(({ isStopWord }) => isStopWord(word));
	return languages.some(({ code, stem }) => {
		const asked = new Set(words(question, code).map(stem));
		return topics.some((topic) => {
			const telling = words(topic, code).filter(tells);
			return telling.length > 0 && telling.every((word) => asked.has(stem(word)));
		});
	});
}
