// `npm run bench:index`: what a bot with 30,000 passages takes, from the database to an answer. See README.md.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { percentile, round } from './collections.mjs';
import { BOT_ID, openHost } from './index/host.mjs';
import { article as proseOf, questionAbout } from './index/prose.mjs';

const flag = (name, otherwise) =>
	process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise;
const PASSAGES_MIN = flag('--passages', 30_000);
const article = (n) => proseOf(n, { short: process.argv.includes('--short') });
const QUESTIONS = 1000;
const CHANGES = 30;
const AT_ONCE = 8;
const ARTICLE_UID = 'plugin::answerpack.article';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const used = () => {
	collect();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return (heapUsed + arrayBuffers) / 2 ** 20;
};

const host = await openHost();
let strapi = await host.start();
try {
	const questions = await fill();
	// As after a restart: nothing is in memory, nothing is compiled.
	await strapi.destroy();
	strapi = await host.start();
	await service('ingestion').settled();

	const before = used();
	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	const build_ms = await timed(() => find(questions[0]));
	delay.disable();
	const mb = used() - before;
	const [index] = service('bot-indexes')
		.report()
		.filter(({ locale }) => locale === 'en');
	console.log(`${index.passages} passages of ${index.documents} articles: built in ${build_ms.toFixed(0)} ms`);

	const asked = [];
	for (const question of questions) asked.push(await timed(() => find(question)));

	const { added, saved, answerable } = await change();
	console.log(
		JSON.stringify({
			passages: index.passages,
			documents: index.documents,
			build_ms: round(build_ms, 0),
			build_index_ms: round(index.built_ms, 0),
			build_blocks_ms_max: round(delay.max / 1e6, 0),
			p50_ms: round(percentile(asked, 0.5), 2),
			p95_ms: round(percentile(asked, 0.95), 2),
			add_article_ms_p50: round(percentile(added, 0.5), 1),
			add_article_ms_p95: round(percentile(added, 0.95), 1),
			add_article_ms_max: round(Math.max(...added), 1),
			save_added_ms_p50: round(percentile(saved, 0.5), 1),
			save_added_ms_p95: round(percentile(saved, 0.95), 1),
			publish_to_answer_ms_max: round(Math.max(...answerable), 0),
			mb: round(mb, 0),
			mb_postings: round(index.bytes / 2 ** 20, 0),
			mb_process: round(process.memoryUsage.rss() / 2 ** 20, 0),
		}),
	);
} finally {
	await strapi.destroy();
	await host.stop();
}
process.exit(0); // Strapi leaves timers behind

function service(name) {
	return strapi.plugin('answerpack').service(name);
}

function find(question) {
	return service('bot-indexes').find(BOT_ID, question, 'en');
}

function publish({ title, body }) {
	const data = { title, body, bots: [BOT_ID] };
	return strapi.documents(ARTICLE_UID).create({ locale: 'en', data, status: 'published' });
}

/** Publishes articles as editors do, until they have become so many passages. @returns what to ask about them */
async function fill() {
	const start = performance.now();
	const questions = [];
	let passages = 0;
	for (let n = 0; passages < PASSAGES_MIN; ) {
		const articles = Array.from({ length: 50 * AT_ONCE }, () => article(n++));
		for (let from = 0; from < articles.length; from += AT_ONCE) {
			await Promise.all(articles.slice(from, from + AT_ONCE).map(publish));
		}
		questions.push(...articles.map(({ body }) => questionAbout(body)));
		await service('ingestion').settled();
		passages = await passagesStored();
		console.log(`${passages} passages after ${((performance.now() - start) / 1000).toFixed(0)} s`);
	}
	return questions.slice(-QUESTIONS);
}

async function passagesStored() {
	const [{ count }] = await strapi.db.connection('answerpack_passages').count({ count: '*' });
	return Number(count);
}

/** Adds articles one by one, and looks when they are known. */
async function change() {
	let inner = 0;
	// Within the plugin's own middleware: what Strapi takes without it.
	strapi.documents.use(async (context, next) => {
		const start = performance.now();
		const result = await next();
		if (context.uid === ARTICLE_UID) inner += performance.now() - start;
		return result;
	});
	const added = [];
	const saved = [];
	const answerable = [];
	for (let n = 0; n < CHANGES; n += 1) {
		const one = article(1_000_000 + n);
		const begin = performance.now();
		inner = 0;
		saved.push((await timed(() => publish(one))) - inner);
		await service('ingestion').settled();
		added.push(await timed(() => find(one.title)));
		answerable.push(performance.now() - begin);
		const found = await find(one.title);
		if (found?.retrieval.passages[0]?.passage.title !== one.title) throw new Error(`${one.title} is not found`);
	}
	return { added, saved, answerable };
}

async function timed(work) {
	const start = performance.now();
	await work();
	return performance.now() - start;
}
