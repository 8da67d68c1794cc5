// What an index of many passages takes: time to build, time of a question, time of a change, memory.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { percentile, round, timed, toDocument } from '../collections.mjs';

const CHANGES = 30;
const QUESTIONS_MAX = 1000;

/** A collection, repeated until there are so many passages; each copy has a number of its own, as articles of a shop have. */
export function measureSize({ buildIndex, chunkDocument, retrieve }, { language, documents, queries, passagesMin }) {
	const article = (n) => {
		const { _id, title, text } = documents[n % documents.length];
		return toDocument({ _id: `${_id}~${n}`, title: `${title} ${10_000_000 + n * 7919}`, text }, language);
	};
	const passages = [];
	let next = 0;
	while (passages.length < passagesMin) passages.push(...chunkDocument(article(next++)));

	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	const used = () => {
		collect();
		const { heapUsed, arrayBuffers } = process.memoryUsage();
		return heapUsed + arrayBuffers;
	};
	const before = used();
	const [index, build_ms] = timed(() => buildIndex(passages, language));
	const mb = (used() - before) / 2 ** 20;

	const put = (document) => timed(() => index.put(new Map([[document.id, chunkDocument(document)]])))[1];
	const added = Array.from({ length: CHANGES }, (_, n) => put(article(next + n)));
	const replaced = Array.from({ length: CHANGES }, (_, n) => put({ ...article(next + n), text: article(n).text }));
	const removed = Array.from({ length: CHANGES }, (_, n) => put({ ...article(next + n), text: '' }));
	const asked = queries.slice(0, QUESTIONS_MAX).map(({ text }) => timed(() => retrieve(index, text))[1]);
	const p95 = (list) => round(percentile(list, 0.95), 2);
	return {
		passages: passages.length,
		build_ms: round(build_ms, 0),
		p50_ms: round(percentile(asked, 0.5), 2),
		p95_ms: p95(asked),
		add_article_p95_ms: p95(added),
		add_article_max_ms: round(Math.max(...added), 2),
		replace_article_p95_ms: p95(replaced),
		remove_article_p95_ms: p95(removed),
		mb_beside_texts: round(mb, 0),
		mb_postings: round(index.sizes.bytes / 2 ** 20, 0),
	};
}
