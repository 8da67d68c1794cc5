import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signToken } from '@answerpack/shared/server';
import { signal } from '../stack/pids.mjs';
import { spentByPool } from './ledger.ts';
import { eventually, stack, stage } from './stage.ts';
import { ask, doneOf, newVisitor, question } from './visitor-api.ts';

// Each mistake gets one clear sentence, and nothing is lost or charged twice.

const day = 24 * 3600 * 1000;
const sentence = expect.stringMatching(/^[A-Z].*[.!?]$/);
let visitor: string;
let before: Record<string, number>;
beforeAll(async () => {
	visitor = await newVisitor();
	before = await spentByPool();
});

describe('a question', () => {
	test.each([
		['is empty', '', 400, 'question_empty'],
		['is only spaces', ' \n\t ', 400, 'question_empty'],
		['has 2,001 characters', 'x'.repeat(2001), 413, 'question_too_long'],
		['has 20,000 characters', 'How long? '.repeat(2000), 413, 'question_too_long'],
	])('that %s is refused', async (_what, text, status, code) => {
		const reply = await ask(visitor, question(text));
		expect(reply).toMatchObject({ status, error: { code, message: sentence } });
	});

	test.each([
		['an id that is no uuid', { id: '1', question: 'How long?' }],
		['no id', { question: 'How long?' }],
		['no question', { id: randomUUID() }],
		['a number for a question', { id: randomUUID(), question: 42 }],
	])('with %s is refused', async (_what, body) => {
		expect(await ask(visitor, body)).toMatchObject({ status: 400, error: { code: 'invalid_request' } });
	});

	test('to a bot that does not exist is refused', async () => {
		const reply = await ask(visitor, question('How long?'), 'nobody');
		expect(reply).toMatchObject({ status: 404, error: { code: 'bot_not_found', message: sentence } });
	});
});

describe('a pass', () => {
	const claims = { kind: 'customer', key: 'cus_somebody', bot_id: stack.bot_id } as const;
	const soon = Date.now() + day;
	const genuine = signToken({ ...claims, expires_at: soon }, stack.service_secret);

	test.each([
		['that is missing', undefined, 'pass_missing'],
		['that has expired', signToken({ ...claims, expires_at: Date.now() - 1 }, stack.service_secret), 'pass_expired'],
		['that somebody else signed', signToken({ ...claims, expires_at: soon }, 'f'.repeat(64)), 'pass_invalid'],
		[
			'whose content was changed',
			`${Buffer.from('{}').toString('base64url')}.${genuine.split('.')[1]}`,
			'pass_invalid',
		],
		['that is nonsense', 'let-me-in', 'pass_invalid'],
	])('%s is refused', async (_what, pass, code) => {
		const reply = await ask(pass, question('How long is the warranty?'));
		expect(reply).toMatchObject({ status: 401, error: { code, message: sentence } });
	});

	test('for another bot is refused', async () => {
		const other = signToken({ ...claims, bot_id: 'another-bot', expires_at: soon }, stack.service_secret);
		const reply = await ask(other, question('How long is the warranty?'));
		expect(reply.status).toBeGreaterThanOrEqual(401);
		expect(reply.status).toBeLessThanOrEqual(403);
	});
});

describe('the same answer id', () => {
	test('sent twice gives the same answer and is paid once', async () => {
		const body = question('What does gift wrapping cost?');
		const spent = async () => (await spentByPool()).free_reserve ?? 0;
		const start = await spent();
		const [first, second] = await Promise.all([ask(visitor, body), ask(visitor, body)]);
		const third = await ask(visitor, body);
		for (const reply of [first, second, third]) {
			expect(reply.status).toBe(200);
			expect(reply.text).toContain('3.50 EUR');
			expect(doneOf(reply)).toMatchObject({ credits_used: 1, pool: 'free_reserve' });
		}
		expect((await spent()) - start).toBe(1000);
	});

	test('with another question is a conflict', async () => {
		const body = question('How long do you keep the box?');
		await ask(visitor, body);
		const reply = await ask(visitor, { ...body, question: 'Something else?' });
		expect(reply).toMatchObject({ status: 409, error: { code: 'answer_conflict', message: sentence } });
	});

	test('from another visitor does not show what was answered', async () => {
		const body = question('What does gift wrapping cost?');
		await ask(visitor, body);
		const reply = await ask(await newVisitor(), body);
		expect(reply.status).toBeGreaterThanOrEqual(400);
		expect(reply.text).toBe('');
	});
});

describe('the service secret', () => {
	test.each([
		['a wrong one', { Authorization: `Bearer ${'0'.repeat(64)}` }],
		['none', {}],
		['the publishable key', { Authorization: `Bearer ${stack.publishable_key}` }],
	])('%s opens nothing', async (_what, headers) => {
		const response = await fetch(`${stack.medusa}/answerpack/bots/${stack.bot_id}/holds`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...(headers as Record<string, string>) },
			body: JSON.stringify({
				id: randomUUID(),
				subject: { kind: 'visitor', key: 'v' },
				purpose: 'answer',
				amount: 1000,
				ttl_seconds: 60,
			}),
		});
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ error: { code: 'service_secret_wrong', message: sentence } });
	});
});

describe('a guest who tries to buy credits', () => {
	const store = async (path: string, body: object) => {
		const response = await fetch(`${stack.medusa}/store${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'x-publishable-api-key': stack.publishable_key },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.json() };
	};

	test('is told to sign in first, whichever way the pack is to get into the cart', async () => {
		const offers = await fetch(`${stack.medusa}/store/answerpack/bots/${stack.bot_id}/offers`, {
			headers: { 'x-publishable-api-key': stack.publishable_key },
		});
		const { offers: packs } = (await offers.json()) as { offers: { variant_id: string }[] };
		const item = { variant_id: packs[0]?.variant_id, quantity: 1 };
		const { body } = await store('/carts', {});
		const refusals = [await store(`/carts/${body.cart.id}/line-items`, item), await store('/carts', { items: [item] })];
		for (const refusal of refusals) {
			expect(refusal).toMatchObject({ status: 401, body: { error: { code: 'customer_required', message: sentence } } });
		}
	});
});

describe('a shop that does not answer', () => {
	const children = JSON.parse(readFileSync(join(stage.env.ANSWERPACK_DATA as string, 'children.json'), 'utf8')) as {
		name: string;
		pid: number;
	}[];
	const medusa = children.find(({ name }) => name === 'medusa')?.pid as number;
	afterAll(() => signal(medusa, 'SIGCONT'));

	test('lets the bot say so, and the same question is answered and paid once when the shop is back', async () => {
		const spent = async () => (await spentByPool()).free_reserve ?? 0;
		const start = await spent();
		const body = question('What does gift wrapping cost?');
		const someone = await newVisitor();
		signal(medusa, 'SIGSTOP');
		const reply = await ask(someone, body);
		expect(reply).toMatchObject({ status: 503, error: { code: 'shop_unreachable', message: sentence } });

		signal(medusa, 'SIGCONT');
		const again = await eventually(
			() => ask(someone, body),
			({ status }) => status === 200,
		);
		expect(again.text).toContain('3.50 EUR');
		expect((await spent()) - start).toBe(1000);
	});
});

test('of all that, only what was answered was paid, and none of it by the owner', async () => {
	const after = await spentByPool();
	expect(after.owner_cap ?? 0).toBe(0);
	expect(after.end_user_credits).toBe(before.end_user_credits);
	const [was, is] = [before.free_reserve ?? 0, after.free_reserve ?? 0];
	expect(is - was).toBeLessThanOrEqual(4000);
});
