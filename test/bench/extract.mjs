// How often the answer without a model holds what was asked: `npm run bench:extract -- FOLDER`.
// FOLDER as for bench:retrieval; its queries need `answers`, a list of strings (XQuAD's own file has them).
import { loadKnowledge, mean, readCollections, round, toDocument } from './collections.mjs';

const { buildIndex, chunkDocument, extractAnswer, retrieve } = await loadKnowledge();

const results = [];
for (const { name, language, documents, queries } of readCollections(process.argv[2])) {
	const asked = queries.filter(({ answers }) => answers?.length);
	if (!asked.length) {
		console.log(`${name.padEnd(12)} has no answers in its queries`);
		continue;
	}
	const index = buildIndex(
		documents.flatMap((document) => chunkDocument(toDocument(document, language))),
		language,
	);
	const outcomes = asked.map(({ text, answers }) => {
		const retrieval = retrieve(index, text);
		const holds = (where) => answers.some((answer) => flat(where).includes(flat(answer)));
		const always = extractAnswer(index, retrieval, { confidenceMin: 0 });
		const { answered } = extractAnswer(index, retrieval);
		return {
			hit: holds(always.text),
			answered,
			answeredHit: answered && holds(always.text),
			inFirst: holds(retrieval.passages[0]?.passage.text ?? ''),
			inSources: retrieval.passages.some(({ passage }) => holds(passage.text)),
			length: always.text.length,
		};
	});
	const share = (test) => round(mean(outcomes.map((outcome) => (test(outcome) ? 1 : 0))), 4);
	const result = {
		collection: name,
		questions: asked.length,
		hit: share(({ hit }) => hit),
		answered: share(({ answered }) => answered),
		answered_and_hit: share(({ answeredHit }) => answeredHit),
		in_first_passage: share(({ inFirst }) => inFirst),
		in_sources: share(({ inSources }) => inSources),
		characters: round(mean(outcomes.map(({ length }) => length)), 0),
	};
	results.push(result);
	console.log(
		`${name.padEnd(12)} holds the answer: ${result.hit} (its ${result.characters} characters), best passage ${result.in_first_passage}, ` +
			`six passages ${result.in_sources}; answered ${result.answered}`,
	);
}
console.log(JSON.stringify(results.length === 1 ? results[0] : { collections: results }));

function flat(text) {
	return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
