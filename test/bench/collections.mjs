import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const KNOWLEDGE = fileURLToPath(new URL('../../strapi-plugin/server/src/knowledge', import.meta.url));

/** The knowledge folder of the Strapi plugin, as it is in the sources now; and its stems and stop words, for others. */
export async function loadKnowledge() {
	const folder = mkdtempSync(join(tmpdir(), 'answerpack-bench-'));
	const outfile = join(folder, 'knowledge.cjs');
	try {
		await build({
			stdin: {
				contents: "export * from './index'; export { languageOf } from './language';",
				resolveDir: KNOWLEDGE,
			},
			bundle: true,
			platform: 'node',
			format: 'cjs',
			outfile,
			logLevel: 'error',
		});
		return (await import(pathToFileURL(outfile).href)).default;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** The collections of a folder, or the one that the folder is, in BEIR's format. */
export function readCollections(folder) {
	if (!folder || !existsSync(folder)) {
		console.error('Give the folder of a collection in BEIR’s format, or a folder of such folders.');
		process.exit(1);
	}
	const folders = existsSync(join(folder, 'corpus.jsonl'))
		? [folder]
		: readdirSync(folder)
				.sort()
				.map((name) => join(folder, name))
				.filter((path) => existsSync(join(path, 'corpus.jsonl')));
	return folders.map(readCollection);
}

function readCollection(folder) {
	const { name, language } = JSON.parse(readFileSync(join(folder, 'collection.json'), 'utf8'));
	const lines = (file) => readFileSync(join(folder, file), 'utf8').trim().split('\n');
	const documents = lines('corpus.jsonl').map((line) => JSON.parse(line));
	const relevant = new Map();
	for (const line of lines('qrels.tsv').slice(1)) {
		const [query, document, score] = line.split('\t');
		if (Number(score) <= 0) continue;
		relevant.set(query, (relevant.get(query) ?? new Set()).add(document));
	}
	const queries = lines('queries.jsonl')
		.map((line) => JSON.parse(line))
		.filter(({ _id }) => relevant.has(_id))
		.map(({ _id, text, answers }) => ({ text, answers, relevant: relevant.get(_id) }));
	return { name, language, documents, queries };
}

/** Documents as the bot knows them. */
export function toDocument({ _id, title, text }, locale) {
	return { id: _id, title, text, url: null, locale };
}

/** Each document as one passage, however long, as other engines index it. */
export function toPassage({ _id, title, text }, locale) {
	return { id: _id, document_id: _id, title, heading: null, url: null, locale, text };
}

/** The value below which a share of the values lies. */
export function percentile(values, share) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function mean(values) {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function round(value, digits) {
	return Number(value.toFixed(digits));
}

/** What a piece of work gives, and the milliseconds that it takes. */
export function timed(work) {
	const start = performance.now();
	const result = work();
	return [result, performance.now() - start];
}
