// How well the bot knows what it does not know: `npm run bench:abstain -- FOLDER`, FOLDER being an XQuAD collection, or a
// folder of some. Every question is asked three times: of all documents; of all but the paragraph that answers it; and of
// all but the article of that paragraph, whose other paragraphs speak of the same things.
import { loadKnowledge, mean, readCollections, round, toDocument } from './collections.mjs';

/** XQuAD has 48 articles of 5 paragraphs each, one after the other. */
const PARAGRAPHS_OF_ARTICLE = 5;

const { buildIndex, CONFIDENCE_MIN, chunkDocument, retrieve } = await loadKnowledge();

const results = readCollections(process.argv[2]).map(({ name, language, documents, queries }) => {
	const passages = new Map(documents.map((document) => [document._id, chunkDocument(toDocument(document, language))]));
	const ids = [...passages.keys()];
	const index = buildIndex([...passages.values()].flat(), language);
	const confidences = (group) => group.map(({ text }) => retrieve(index, text).confidence);
	const without = (removed, work) => {
		index.put(new Map(removed.map((id) => [id, []])));
		const result = work();
		index.put(new Map(removed.map((id) => [id, passages.get(id)])));
		return result;
	};
	const articleOf = (id) => Math.floor(ids.indexOf(id) / PARAGRAPHS_OF_ARTICLE);

	const withAnswer = confidences(queries);
	const withoutPassage = [];
	const withoutArticle = [];
	for (const group of groupedByAnswer(queries)) {
		const right = [...group[0].relevant];
		const articles = new Set(right.map(articleOf));
		withoutPassage.push(...without(right, () => confidences(group)));
		withoutArticle.push(
			...without(
				ids.filter((id) => articles.has(articleOf(id))),
				() => confidences(group),
			),
		);
	}
	const shareAnswered = (list) => round(mean(list.map((confidence) => (confidence >= CONFIDENCE_MIN ? 1 : 0))), 4);
	const result = {
		collection: name,
		threshold: CONFIDENCE_MIN,
		answered: shareAnswered(withAnswer),
		answered_falsely: shareAnswered(withoutPassage),
		auc: round(areaUnderCurve(withAnswer, withoutPassage), 4),
		article_removed: {
			answered_falsely: shareAnswered(withoutArticle),
			auc: round(areaUnderCurve(withAnswer, withoutArticle), 4),
		},
	};
	console.log(
		`${name.padEnd(12)} answered ${result.answered}; without the right paragraph ${result.answered_falsely}, AUC ${result.auc}; ` +
			`without its article ${result.article_removed.answered_falsely}, AUC ${result.article_removed.auc}`,
	);
	return result;
});
console.log(JSON.stringify(results.length === 1 ? results[0] : { collections: results }));

/** The questions that the same documents answer, together. */
function groupedByAnswer(queries) {
	const groups = new Map();
	for (const query of queries) {
		const key = [...query.relevant].sort().join(' ');
		groups.set(key, [...(groups.get(key) ?? []), query]);
	}
	return groups.values();
}

/** The chance that a question with an answer gets a higher confidence than one without; ties count half. */
function areaUnderCurve(higher, lower) {
	const sorted = [...lower].sort((a, b) => a - b);
	const below = (value, orEqual) => {
		let from = 0;
		let to = sorted.length;
		while (from < to) {
			const middle = (from + to) >> 1;
			if (sorted[middle] < value || (orEqual && sorted[middle] === value)) from = middle + 1;
			else to = middle;
		}
		return from;
	};
	return mean(higher.map((value) => (below(value, false) + below(value, true)) / 2 / sorted.length));
}
