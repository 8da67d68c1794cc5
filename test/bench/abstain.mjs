// How well the bot knows what it does not know: `npm run bench:abstain -- FOLDER`. FOLDER as for bench:retrieval.
// Every question is asked twice: of all documents, and of all but those that answer it.
import { loadKnowledge, mean, readCollections, round, toDocument } from './collections.mjs';

const { buildIndex, CONFIDENCE_MIN, chunkDocument, retrieve } = await loadKnowledge();

const results = readCollections(process.argv[2]).map(({ name, language, documents, queries }) => {
	const chunks = documents.flatMap((document) => chunkDocument(toDocument(document, language)));
	const all = buildIndex(chunks, language);
	const withAnswer = queries.map(({ text }) => retrieve(all, text).confidence);
	const withoutAnswer = [...grouped(queries).values()].flatMap((group) => {
		const rest = buildIndex(
			chunks.filter(({ document_id }) => !group[0].relevant.has(document_id)),
			language,
		);
		return group.map(({ text }) => retrieve(rest, text).confidence);
	});
	const shareAnswered = (list) => round(mean(list.map((confidence) => (confidence >= CONFIDENCE_MIN ? 1 : 0))), 4);
	const result = {
		collection: name,
		auc: round(areaUnderCurve(withAnswer, withoutAnswer), 4),
		answered: shareAnswered(withAnswer),
		answered_falsely: shareAnswered(withoutAnswer),
	};
	console.log(
		`${name.padEnd(12)} AUC ${result.auc}  answered ${result.answered}  answered without the right passage ${result.answered_falsely}`,
	);
	return result;
});
console.log(JSON.stringify(results.length === 1 ? results[0] : { collections: results }));

function keyOf({ relevant }) {
	return [...relevant].sort().join(' ');
}

function grouped(queries) {
	const groups = new Map();
	for (const query of queries) {
		const key = keyOf(query);
		groups.set(key, [...(groups.get(key) ?? []), query]);
	}
	return groups;
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
