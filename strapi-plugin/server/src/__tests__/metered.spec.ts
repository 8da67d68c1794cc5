import { randomUUID } from 'node:crypto';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { plain } from '../answering/__tests__/manner';
import type { Answerer } from '../answering/answerer';
import { createAnswering, WITHOUT_LIMITS } from '../answering/answering';
import { getService } from '../services';
import { BOT_ID, type Host, SECRET, startHost, textOf } from './host';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url });
	await ledger.called(({ method }) => method === 'PUT');
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

/** One credit for a thousand tokens written, a fifth of it for a thousand read. */
const bot = {
	...plain,
	id: BOT_ID,
	languages: ['en'],
	paused: false,
	cache: null,
	price: { mode: 'metered', credits_per_1k_input: 0.2, credits_per_1k_output: 1, minimum_credits: 0.1 },
} as const;
const INPUT_TOKENS = 1000;

/** Writes so many words, each a token; `told` is called with each. */
const writes = (
	words: number,
	{ told = () => {}, input_tokens = INPUT_TOKENS }: { told?: (word: number) => void; input_tokens?: number } = {},
): Answerer => ({
	version: () => 'talks',
	readsConversation: false,
	prepare: async ({ signal }) => ({
		model: 'a-model',
		prompt_version: null,
		messages: [],
		input_tokens,
		countTokens: () => 1,
		async *write() {
			for (let word = 1; word <= words; word += 1) {
				signal.throwIfAborted();
				told(word);
				yield 'word ';
			}
			const usage = { model: 'a-model', input_tokens, output_tokens: words };
			return { answered: true, usage, cut: false };
		},
	}),
});

/** A customer with these credits asks; @returns the events, and what Medusa was told of the hold. */
async function asks(
	answerer: Answerer,
	millicredits: number,
	whileRunning?: (answering: Answering, id: string) => void,
) {
	const [id, key] = [randomUUID(), randomUUID()];
	ledger.grant(BOT_ID, key, millicredits);
	const outbox = getService(host.strapi, 'outbox');
	const answering = createAnswering({
		ledger: getService(host.strapi, 'ledger').ledger,
		store: getService(host.strapi, 'answer-rows'),
		answerer,
		find: getService(host.strapi, 'bot-indexes').find,
		knowledgeVersion: getService(host.strapi, 'bot-indexes').versionOf,
		withCost: (usage) => usage,
		hash: (...parts) => getService(host.strapi, 'keyed-hash').of(...parts),
		recordHoldEnd: outbox.recordHoldEnd,
		log: host.strapi.log,
	});
	const body = { id, question: 'How long does delivery to Austria take?', language: 'de' };
	const stream = await answering.ask(bot, { kind: 'customer', key }, body, WITHOUT_LIMITS);
	whileRunning?.(answering, id);
	const events = [];
	for await (const event of stream.follow(0, new AbortController().signal)) events.push(event);
	const calls = ledger.calls.filter(({ path, body }) => path.includes(id) || (body as { id?: string }).id === id);
	return { events, calls, text: textOf(events), done: events.at(-1)?.data };
}
type Answering = ReturnType<typeof createAnswering>;

test('a metered answer holds a slice, grows while it is written, and costs its tokens', async () => {
	const { calls, done } = await asks(writes(1000), 10_000);
	const amounts = calls.map(({ path, body }) => [path.split('/').at(-1), (body as { amount: number }).amount]);
	expect(amounts).toEqual([
		['holds', 600],
		['extend', 900],
		['extend', 1200],
		['extend', 1500],
		['settle', 1200],
	]);
	expect(done).toEqual({ credits_used: 1.2, pool: 'end_user_credits', left: 8.8, answered: true });
});

test('when the credits are used up it ends with a sentence that says so, and costs what was held', async () => {
	const { calls, text, done } = await asks(writes(1000), 700);
	expect(text).toMatch(/^(word ){500}\n\n\*Diese Antwort endet hier: .*\*$/);
	expect(done).toEqual({ credits_used: 0.7, pool: 'end_user_credits', left: 0, answered: true });
	expect(calls.at(-1)).toMatchObject({
		path: expect.stringMatching(/settle$/),
		body: { amount: 700, usage: { model: 'a-model', input_tokens: INPUT_TOKENS, output_tokens: 500 } },
	});
});

test('whoever cannot pay for what it reads and a slice of what it writes is refused before anybody is asked', async () => {
	const told = () => {
		throw new Error('nobody was to be asked');
	};
	const answerer = writes(1, { told, input_tokens: 20_000 }); // more than is free for one visitor
	await expect(asks(answerer, 4399)).rejects.toMatchObject({ code: 'credits_used_up' });
});

test('a visitor who stops pays for what was shown', async () => {
	let stop = () => {};
	const answerer = writes(1000, { told: (word) => word === 50 && stop() });
	const { done } = await asks(answerer, 10_000, (answering, id) => {
		stop = () => void answering.stop(id);
	});
	expect(done).toMatchObject({ credits_used: 0.249, answered: true });
});
