import type { KnowledgeIndex } from '../knowledge';
import { words } from '../knowledge/words';

/**
 * The stems of a question that tell something, each weighed by how rare it is in what the bot knows: what it has never
 * read tells most. Grouping and retrieval so read a question the same way.
 */
export function weighBy(index: KnowledgeIndex): (question: string) => Map<string, number> {
	const { language, stemTerms, stems } = index;
	return (question) => {
		const telling = words(question, language.code).filter((word) => !language.isStopWord(word));
		return new Map(
			telling.map((word) => {
				const stem = language.stem(word);
				return [stem, stems.idf(stemTerms.find(stem))];
			}),
		);
	};
}
