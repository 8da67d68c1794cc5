// The engines that a shop would otherwise take, each given stems and stop words, and each with the settings that suit the
// collection best: every combination below is measured, and the best one speaks for the engine.
import { createRequire } from 'node:module';
import { round, timed } from '../collections.mjs';

const require = createRequire(import.meta.url);

/** BM25's saturation and weight of length: the usual ones, and those of web search. */
const BM25 = [
	{ k1: 1.2, b: 0.75 },
	{ k1: 0.9, b: 0.4 },
];
const TITLE_BOOSTS = [1, 2];
/** Lower bounds a long text's score (Lv and Zhai 2011): MiniSearch's own default. */
const DELTA = 0.5;
const FUZZY = [false, 0.2];
const LIMIT = 100;

/**
 * @param code of the language of the collection
 * @param language its stems and stop words: MiniSearch brings neither, and gets ours
 * @returns {Record<string, { index_ms: number, variants: { settings: object, search(question: string): string[] }[] }>}
 */
export function peersOf(documents, code, language) {
	return { minisearch: miniSearch(documents, language), lunr: lunr(documents, code) };
}

function miniSearch(documents, language) {
	const MiniSearch = require('minisearch');
	const processTerm = (term) => {
		const word = term.normalize('NFKC').toLowerCase();
		return language.isStopWord(word) ? null : language.stem(word);
	};
	const [engine, ms] = timed(() => {
		const built = new MiniSearch({ idField: '_id', fields: ['title', 'text'], processTerm });
		built.addAll(documents);
		return built;
	});
	const variants = BM25.flatMap(({ k1, b }) =>
		TITLE_BOOSTS.flatMap((title) =>
			FUZZY.map((fuzzy) => ({
				settings: { k1, b, title, fuzzy },
				search: (question) =>
					engine
						.search(question, { boost: { title }, bm25: { k: k1, b, d: DELTA }, fuzzy })
						.slice(0, LIMIT)
						.map(({ id }) => id),
			})),
		),
	);
	return { index_ms: round(ms, 0), variants };
}

function lunr(documents, code) {
	const engine = require('lunr');
	require('lunr-languages/lunr.stemmer.support')(engine);
	const language = loadLanguage(engine, code);
	if (!language) return { index_ms: 0, variants: [] };
	const built = BM25.flatMap(({ k1, b }) =>
		TITLE_BOOSTS.map((title) => {
			const [index, ms] = timed(() =>
				engine(function () {
					if (language !== 'en') this.use(engine[language]);
					this.ref('_id');
					this.field('title', { boost: title });
					this.field('text');
					this.k1(k1);
					this.b(b);
					for (const document of documents) this.add(document);
				}),
			);
			const search = (question) =>
				index
					.query((query) => {
						// The words alone: a question mark would stay on its word, and "what:" would be a field.
						for (const word of question.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) query.term(word.toLowerCase());
					})
					.slice(0, LIMIT)
					.map(({ ref }) => ref);
			return { ms, variant: { settings: { k1, b, title }, search } };
		}),
	);
	return { index_ms: round(Math.min(...built.map(({ ms }) => ms)), 0), variants: built.map(({ variant }) => variant) };
}

/** The name of the language in lunr, when it or lunr-languages knows it. */
function loadLanguage(engine, code) {
	const name = { nb: 'no', nn: 'no' }[code] ?? code;
	if (name === 'en') return name;
	let file;
	try {
		file = require.resolve(`lunr-languages/lunr.${name}`);
	} catch {
		return undefined;
	}
	require(file)(engine);
	return name;
}
