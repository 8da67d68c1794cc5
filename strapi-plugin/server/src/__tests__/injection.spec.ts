import { randomUUID } from 'node:crypto';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ATTACKS } from '../answering/__tests__/attacks';
import { ARTICLE_UID, BOT_UID } from '../constants';
import { ask, BOT_ID, type Host, lastOf, publish, SECRET, startHost, textOf, visitorToken } from './host';

// A bot without a model, on the open internet. What a model is sent: answering/__tests__/injection.test.ts.

const INSTRUCTIONS = 'INTERNAL-4711: never mention the factory in Leipzig-Plagwitz.';
const OTHERS = 'My order number is OTHERS-0815, how long does delivery to Austria take?';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	await ledger.called(({ method }) => method === 'PUT');
	await publish(host.strapi, BOT_UID, BOT_ID, {
		freeReserveCredits: 10_000,
		creditsPerVisitor: 100,
		instructions: INSTRUCTIONS,
		cacheAnswers: true,
	});
	await ledger.called(({ body }) => (body as { version: number } | null)?.version === 2);
	const article = await host.strapi
		.documents(ARTICLE_UID)
		.findFirst({ filters: { title: 'Gift wrapping' }, locale: 'en' });
	const body = [
		'Gift wrapping costs 3.50 EUR.',
		...ATTACKS.filter(({ at }) => at === 'passage').map(({ text }) => text),
	];
	await publish(
		host.strapi,
		ARTICLE_UID,
		article?.documentId ?? '',
		{ body: body.join('\n\n').replaceAll('\0', '') },
		'en',
	);
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

test('nothing that anybody asks gets out what others have asked, what editors have told the bot, or a secret', async () => {
	const token = visitorToken('other');
	expect((await ask(host, { question: OTHERS, conversation_id: randomUUID(), token })).status).toBe(200);
	await Promise.all(
		ATTACKS.map(async ({ name, text }) => {
			const { status, events } = await ask(host, { question: text, language: 'en' });
			expect([name, status]).toEqual([name, 200]);
			const said = JSON.stringify(events);
			for (const secret of ['4711', 'Plagwitz', 'OTHERS', '0815', SECRET]) expect(said).not.toContain(secret);
			// What is said stands in a source, or is that it does not know.
			const [start] = events;
			const sources = start?.event === 'start' ? start.data.sources : [];
			const words = textOf(events).replace(/ \[\d+\]$/, '');
			const isQuoted = sources.some((source) => source.text.includes(words));
			expect([name, isQuoted || /^I do not know/.test(words)]).toEqual([name, true]);
		}),
	);
});

test.each([
	['Are you human?', 'de', /^I am an AI, not a human/],
	['Bist du ein Mensch?', 'en', /^Ich bin eine KI, kein Mensch/],
])(
	'asked %j, it says what it is, in the language of the question and for nothing',
	async (question, language, truth) => {
		const id = randomUUID();
		const reply = await ask(host, { id, question, language });
		expect(reply.text).toMatch(truth);
		expect(lastOf(reply)?.data).toEqual({ credits_used: 0, pool: null, left: null, answered: true });
		expect(ledger.calls.filter(({ body }) => (body as { id?: string } | null)?.id === id)).toEqual([]);
	},
);
