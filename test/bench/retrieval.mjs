// How well and how fast the bot finds: `npm run bench:retrieval -- FOLDER [--passages N] [--typos]`.
// FOLDER is a collection in BEIR's format, or a folder of some. `--passages N` repeats the collection until there are N
// passages, to measure times. `--typos` misspells two of five long words of the questions (see `misspell`).
import { loadKnowledge, mean, percentile, readCollections, round, toDocument, toPassage } from './collections.mjs';

const flags = process.argv.slice(3);
const passagesMin = flags.includes('--passages') ? Number(flags[flags.indexOf('--passages') + 1]) : 0;
const { buildIndex, chunkDocument, retrieve } = await loadKnowledge();

const results = readCollections(process.argv[2]).map((collection) => {
	const { name, language, documents, queries } = collection;
	const questions = flags.includes('--typos')
		? misspell(queries.map(({ text }) => text))
		: queries.map(({ text }) => text);
	const whole = documents.map((document) => toPassage(document, language));
	const chunks = documents.flatMap((document) => chunkDocument(toDocument(document, language)));
	const result = { collection: name, ...measure(whole, language, queries, questions) };
	const chunked = measure(repeat(chunks), language, queries, questions);
	Object.assign(result, {
		chunks: {
			...chunked,
			chunk_ms: round(timed(() => documents.map((document) => chunkDocument(toDocument(document, language))))[1], 0),
		},
	});
	console.log(
		`${name.padEnd(12)} nDCG@10 ${result.ndcg_at_10.toFixed(4)}  recall@5 ${result.recall_at_5.toFixed(4)}  ${result.passages} whole documents` +
			`\n${''.padEnd(12)} nDCG@10 ${chunked.ndcg_at_10.toFixed(4)}  recall@5 ${chunked.recall_at_5.toFixed(4)}  ${chunked.passages} passages, ` +
			`built in ${chunked.index_ms} ms, p50 ${chunked.p50_ms} ms, p95 ${chunked.p95_ms} ms`,
	);
	return result;
});
console.log(JSON.stringify(results.length === 1 ? results[0] : { collections: results }));

function timed(work) {
	const start = performance.now();
	const result = work();
	return [result, performance.now() - start];
}

function repeat(passages) {
	const repeated = [...passages];
	for (let at = 0; repeated.length < passagesMin; at += 1) {
		repeated.push({ ...passages[at % passages.length], id: `repeated:${at}` });
	}
	return repeated;
}

/** nDCG@10 and recall@5 with binary relevance, over documents; a document is as good as its best passage. */
function measure(passages, language, queries, questions) {
	const [index, indexMs] = timed(() => buildIndex(passages, language));
	const gains = [];
	const recalls = [];
	const times = [];
	for (const [at, { relevant }] of queries.entries()) {
		times.push(timed(() => retrieve(index, questions[at]))[1]);
		const retrieval = retrieve(index, questions[at], { limit: 100 });
		const found = [...new Set(retrieval.passages.map(({ passage }) => passage.document_id))];
		let gain = 0;
		let ideal = 0;
		for (let rank = 0; rank < 10; rank += 1) {
			if (relevant.has(found[rank])) gain += 1 / Math.log2(rank + 2);
			if (rank < relevant.size) ideal += 1 / Math.log2(rank + 2);
		}
		gains.push(gain / ideal);
		recalls.push(found.slice(0, 5).filter((id) => relevant.has(id)).length / relevant.size);
	}
	return {
		passages: passages.length,
		ndcg_at_10: round(mean(gains), 4),
		recall_at_5: round(mean(recalls), 4),
		index_ms: round(indexMs, 0),
		p50_ms: round(percentile(times, 0.5), 2),
		p95_ms: round(percentile(times, 0.95), 2),
	};
}

/** Gives two of five words of more than four letters one slip: a letter lost, doubled, wrong, or swapped with the next. */
function misspell(texts) {
	let state = 1;
	const random = (below) => {
		// Lehmer's generator: the same slips at every run.
		state = (state * 48_271) % 2_147_483_647;
		return state % below;
	};
	return texts.map((text) =>
		text.replace(/\p{L}{5,}/gu, (word) => {
			if (random(5) >= 2) return word;
			const at = 1 + random(word.length - 2);
			const slip = random(4);
			if (slip === 0) return word.slice(0, at) + word.slice(at + 1);
			if (slip === 1) return word.slice(0, at) + word[at] + word.slice(at);
			if (slip === 2) return word.slice(0, at) + 'aeinrst'[random(7)] + word.slice(at + 1);
			return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
		}),
	);
}
