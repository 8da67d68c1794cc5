import { readFileSync } from 'node:fs';
import { toMillicredits } from '@answerpack/shared/credits';
import type { FixtureOpts, FixtureResponse } from '@copilotkit/aimock';
import { customerWith, IDLE_TIMEOUT_SECONDS, MODEL_KEY, stage, startModel } from './answer-stage.ts';
import { METERED } from './editor.ts';
import { bookOf, expectRightBooks, usageOf } from './truth.ts';
import { type Asked, ask, newQuestion, resume, shownAgain, stop, textOf } from './visitors.ts';

const GOOD = 'To Austria it takes 3 to 4 working days [1].';
/** Of 900 tokens. */
const LONG = 'word '.repeat(900);
const overloaded = (status: number) => ({ error: { message: 'overloaded', type: 'server_error' }, status });
/** A pause of the model that no watchdog waits for. */
const TOO_LONG_MS = (IDLE_TIMEOUT_SECONDS + 60) * 1000;
/** It sends so many chunks at once, and then nothing. */
const stallAfter = (chunks: number): FixtureOpts => ({
	chunkSize: 5,
	recordedTimings: {
		ttftMs: 0,
		interChunkDelaysMs: [...Array(chunks - 1).fill(0), TOO_LONG_MS],
		totalDurationMs: TOO_LONG_MS,
	},
});
/** Slow enough that somebody can do something meanwhile. */
const SLOWLY: FixtureOpts = { chunkSize: 5, latency: 30 };

const says = (response: FixtureResponse, opts?: FixtureOpts) =>
	stage.model.on({ userMessage: /Austria/ }, response, opts);
const first = (response: FixtureResponse) => stage.model.on({ userMessage: /Austria/, sequenceIndex: 0 }, response);
const url = (n: 0 | 1 = 0) => stage.strapis[n].url;
const requests = () => stage.model.getRequests().length;

/** What the visitor was told last is what the ledger says, and what whoever comes back is shown. */
async function expectTold(asked: Asked, last: object, book: object | undefined): Promise<void> {
	expect(asked.last).toMatchObject(last);
	expect(await bookOf(asked)).toEqual(book && expect.objectContaining(book));
	expect((await shownAgain([url(1)], asked)).events).toEqual(asked.events);
}

const costsNothing = {
	event: 'error',
	data: { code: 'model_unreachable', message: expect.stringContaining('cost nothing'), retryable: true },
};
const expectFree = (asked: Asked) => expectTold(asked, costsNothing, { state: 'released', spent: 0, charged: 0 });
const expectOneCredit = (asked: Asked) =>
	expectTold(
		asked,
		{ event: 'done', data: { credits_used: 1, pool: 'free_reserve', answered: true } },
		{ state: 'settled', spent: 1000, charged: 1000, absorbed: 0 },
	);

const priceOf = (input_tokens: number, output_tokens: number) =>
	Math.ceil(
		(input_tokens * toMillicredits(METERED.creditsPer1kInput) +
			output_tokens * toMillicredits(METERED.creditsPer1kOutput)) /
			1000,
	);

export function modelFaults(): void {
	describe('a model', () => {
		beforeEach(() => {
			stage.model.reset();
		});
		afterEach(expectRightBooks);

		describe('that costs its visitor nothing', () => {
			test.each<[string, () => unknown, text: RegExp]>([
				['fails again and again', () => says(overloaded(500)), /^$/],
				['is overloaded again and again', () => says({ ...overloaded(429), retryAfter: 0 }), /^$/],
				[
					'breaks off in the middle',
					() => says({ content: LONG }, { ...SLOWLY, truncateAfterChunks: 20 }),
					/^(word )+/,
				],
				['says nothing at all', () => says({ content: GOOD }, { streamingProfile: { ttft: TOO_LONG_MS } }), /^$/],
				['falls silent after its headers', () => says({ content: LONG }, stallAfter(1)), /^$/],
				['falls silent in the middle', () => says({ content: LONG }, stallAfter(10)), /^(word ?)+$/],
				['ends without a word', () => says({ content: '' }), /^$/],
				['writes nothing but white space', () => says({ content: ' \n ' }), /^\s*$/],
			])('because it %s', async (_how, script, text) => {
				script();
				const asked = await ask(url(), newQuestion());
				expect(textOf(asked)).toMatch(text);
				await expectFree(asked);
			});

			test('because nobody is there', async () => {
				const { port } = new URL(stage.model.url);
				await stage.model.stop();
				const asked = await ask(url(), newQuestion());
				stage.model = await startModel(Number(port));
				await expectFree(asked);
			});

			test('because it does not take the key, which nobody reads', async () => {
				says({
					error: { message: `Incorrect API key provided: ${MODEL_KEY}.`, type: 'invalid_request_error' },
					status: 401,
				});
				const asked = await ask(url(), newQuestion());
				expect(requests()).toBe(1);
				expect(JSON.stringify(asked)).not.toContain(MODEL_KEY);
				for (const { child } of stage.strapis) expect(readFileSync(child.log, 'utf8')).not.toContain(MODEL_KEY);
				await expectFree(asked);
			});
		});

		describe('that is asked again', () => {
			test.each<[string, FixtureResponse]>([
				['when it says when', { ...overloaded(429), retryAfter: 1 }],
				['when it fails once', overloaded(500)],
			])('%s: the answer costs its price, once', async (_how, failure) => {
				first(failure);
				says({ content: GOOD });
				const asked = await ask(url(), newQuestion());
				expect(textOf(asked)).toBe(GOOD);
				expect(requests()).toBe(2);
				await expectOneCredit(asked);
			});
		});

		describe('that answers in its own way', () => {
			test('slowly at first: the answer costs its price', async () => {
				says({ content: GOOD }, { streamingProfile: { ttft: (IDLE_TIMEOUT_SECONDS * 1000) / 3 } });
				await expectOneCredit(await ask(url(), newQuestion()));
			});

			test('citing what is not there: the visitor reads only what is', async () => {
				says({ content: 'To Austria [99] it takes [1, 77] 3 to 4 working days [0][1].' }, { chunkSize: 3 });
				const asked = await ask(url(), newQuestion());
				expect(textOf(asked)).toBe('To Austria it takes [1] 3 to 4 working days[1].');
				await expectOneCredit(asked);
			});

			test('with more tokens than are held: the visitor pays what was held, and the rest is nobody’s', async () => {
				says({ content: GOOD, usage: { prompt_tokens: 100, completion_tokens: 100_000 } });
				const asked = await ask(url(), newQuestion({ bot: 'metered', pass: await customerWith(20, 'metered') }));
				const amount = Number((await bookOf(asked))?.amount);
				expect(amount).toBeLessThan(5000);
				await expectTold(
					asked,
					{ event: 'done', data: { credits_used: amount / 1000, left: (20_000 - amount) / 1000 } },
					{ state: 'settled', spent: amount, charged: amount, absorbed: priceOf(100, 100_000) - amount },
				);
			});

			test('longer than what is held: more is held, and it costs its tokens', async () => {
				says({ content: LONG, usage: { prompt_tokens: 100, completion_tokens: 900 } }, { chunkSize: 5 });
				const asked = await ask(url(), newQuestion({ bot: 'metered', pass: await customerWith(50, 'metered') }));
				const spent = priceOf(100, 900);
				await expectTold(
					asked,
					{ event: 'done', data: { credits_used: spent / 1000 } },
					{ state: 'settled', spent, charged: spent },
				);
				expect((await bookOf(asked))?.amount).toBeGreaterThan(spent);
			});

			test('longer than the credits last: it ends with a sentence that says so, and costs what was there', async () => {
				says({ content: LONG }, { chunkSize: 5 });
				const asked = await ask(url(), newQuestion({ bot: 'metered', pass: await customerWith(6, 'metered') }));
				expect(textOf(asked)).toMatch(/^(word ?)+\n\n\*This answer ends here: the credits for it are used up\.\*$/);
				const { input_tokens, output_tokens } = await usageOf(asked);
				const spent = priceOf(input_tokens, output_tokens);
				// What is left pays for no other word. (How long the question is depends on its random marks.)
				expect(6000 - spent).toBeLessThan(priceOf(0, 1));
				await expectTold(
					asked,
					{ event: 'done', data: { credits_used: spent / 1000, left: (6000 - spent) / 1000, answered: true } },
					{ state: 'settled', spent, charged: spent, absorbed: 0 },
				);
			});
		});

		describe('whose visitor', () => {
			test.each([0, 1] as const)(
				'stops in the middle, at instance %s: what was delivered is paid for, and nothing else',
				async (at) => {
					says({ content: LONG, usage: { prompt_tokens: 100, completion_tokens: 900 } }, SLOWLY);
					const asked = newQuestion({ bot: 'metered', pass: await customerWith(20, 'metered') });
					let stopped: Promise<number> | undefined;
					await ask(url(), asked, ({ id }) => {
						if (id === 20) stopped = stop(url(at), asked);
					});
					expect(await stopped).toBe(204);
					const { input_tokens, output_tokens } = await usageOf(asked);
					expect(output_tokens).toBeLessThan(900);
					const spent = priceOf(input_tokens, output_tokens);
					await expectTold(
						asked,
						{ event: 'done', data: { credits_used: spent / 1000 } },
						{ state: 'settled', spent, charged: spent },
					);
				},
			);

			test('stops before a word was shown: it costs nothing', async () => {
				says({ content: GOOD }, { streamingProfile: { ttft: TOO_LONG_MS } });
				const asked = newQuestion();
				await ask(url(), asked, ({ event }) => {
					if (event === 'start') void stop(url(), asked);
				});
				await expectTold(
					asked,
					{ event: 'done', data: { credits_used: 0, answered: false } },
					{ state: 'released', spent: 0, charged: 0 },
				);
			});

			test('is gone: the answer is finished and paid, and goes on where the visitor left, on any instance', async () => {
				says({ content: GOOD }, SLOWLY);
				const asked = newQuestion();
				await ask(url(), asked, ({ id }) => id < 3); // leaves
				expect(asked.last).toBeUndefined();
				await resume(url(1), asked);
				expect(textOf(asked)).toBe(GOOD);
				await expectOneCredit(asked);
			});
		});

		// The last one: what a model does not understand is remembered.
		test('that does not understand a field is asked again without it: the answer costs what our own tokenizer counts', async () => {
			const unknown = (name: string) => ({
				error: { message: `Unrecognized request argument supplied: ${name}`, type: 'invalid_request_error' },
				status: 400,
			});
			stage.model.on({ predicate: ({ stream_options }) => stream_options !== undefined }, unknown('stream_options'));
			stage.model.on(
				{ predicate: (request) => request.max_completion_tokens !== undefined },
				unknown('max_completion_tokens'),
			);
			says({ content: GOOD });
			const pass = await customerWith(20, 'metered');
			const asked = await ask(url(), newQuestion({ bot: 'metered', pass }));
			expect(textOf(asked)).toBe(GOOD);
			const [request] = stage.model.getRequests().slice(-1);
			const { input_tokens } = await usageOf(asked);
			expect(request?.body).toMatchObject({ stream: true, max_tokens: expect.any(Number) });
			const spent = priceOf(input_tokens, 14); // nobody counts but our own tokenizer
			await expectTold(
				asked,
				{ event: 'done', data: { credits_used: spent / 1000 } },
				{ state: 'settled', spent, charged: spent },
			);
		});
	});
}
