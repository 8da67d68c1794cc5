// How well and how fast the bot finds: `npm run bench:retrieval -- FOLDER [--peers] [--typos] [--passages N]`.
// FOLDER is a collection in BEIR's format, or a folder of some. `--peers` measures MiniSearch and lunr beside it, `--typos`
// misspells two of five long words of the questions. The size is measured with N passages, 30,000 unless told.
import {
	loadKnowledge,
	mean,
	percentile,
	readCollections,
	round,
	timed,
	toDocument,
	toPassage,
} from './collections.mjs';
import { peersOf } from './retrieval/peers.mjs';
import { measureSize } from './retrieval/size.mjs';
import { misspell } from './retrieval/typos.mjs';

const flags = process.argv.slice(3);
const passagesMin = flags.includes('--passages') ? Number(flags[flags.indexOf('--passages') + 1]) : 30_000;
const LIMIT = 100;

const knowledge = await loadKnowledge();
const { buildIndex, chunkDocument, retrieve } = knowledge;

const collections = readCollections(process.argv[2]);
const results = collections.map((collection) => {
	const { name, language, documents, queries } = collection;
	const asked = flags.includes('--typos')
		? misspell(queries.map(({ text }) => text)).map((text, at) => ({ ...queries[at], text }))
		: queries;

	// As the bot knows them: a document that fits is one passage, a longer one is as good as its best passage.
	const chunked = measure(
		() => documents.flatMap((document) => chunkDocument(toDocument(document, language))),
		language,
		asked,
	);
	print(`${name}, as the bot knows it`, chunked);
	print(
		`${name}, each document whole`,
		measure(() => documents.map((document) => toPassage(document, language)), language, asked),
	);

	const peers = {};
	if (flags.includes('--peers')) {
		for (const [engine, { index_ms, variants }] of Object.entries(
			peersOf(documents, language, knowledge.languageOf(language)),
		)) {
			const measured = variants.map(({ settings, search }) => ({ ...quality(asked, search), index_ms, settings }));
			peers[engine] = measured.sort((a, b) => b.ndcg_at_10 - a.ndcg_at_10)[0] ?? null;
			if (peers[engine]) print(`${engine} ${JSON.stringify(peers[engine].settings)}`, peers[engine]);
			else console.log(`${engine} knows no ${language}`);
		}
	}
	return { collection: name, ...chunked, peers };
});

const [{ language, documents, queries }] = collections;
console.log(JSON.stringify({ size: measureSize(knowledge, { language, documents, queries, passagesMin }) }));
console.log(JSON.stringify(results.length === 1 ? results[0] : { collections: results }));

function print(what, { ndcg_at_10, recall_at_5, index_ms, p50_ms, p95_ms }) {
	console.log(
		`${what.padEnd(40)} nDCG@10 ${ndcg_at_10.toFixed(4)}  recall@5 ${recall_at_5.toFixed(4)}  ` +
			`indexed in ${index_ms} ms, p50 ${p50_ms} ms, p95 ${p95_ms} ms`,
	);
}

function measure(readPassages, language, asked) {
	const [index, ms] = timed(() => buildIndex(readPassages(), language));
	const { ndcg_at_10, recall_at_5 } = quality(asked, (question) => {
		const { passages } = retrieve(index, question, { limit: LIMIT });
		return [...new Set(passages.map(({ passage }) => passage.document_id))];
	});
	// Again, as the bot asks.
	const { p50_ms, p95_ms } = quality(asked, (question) => retrieve(index, question).passages);
	return { ndcg_at_10, recall_at_5, index_ms: round(ms, 0), p50_ms, p95_ms };
}

/** nDCG@10 and recall@5 with binary relevance, over documents. */
function quality(asked, search) {
	const gains = [];
	const recalls = [];
	const times = [];
	for (const { text, relevant } of asked) {
		const [found, ms] = timed(() => search(text));
		times.push(ms);
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
		ndcg_at_10: round(mean(gains), 4),
		recall_at_5: round(mean(recalls), 4),
		p50_ms: round(percentile(times, 0.5), 2),
		p95_ms: round(percentile(times, 0.95), 2),
	};
}
