import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type AnswerEvent, AnswerpackError } from '@answerpack/shared/contract';
import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import type { AnswerRows } from '../answer-rows/answer-rows';
import { plain } from '../answering/__tests__/manner';
import type { Answerer } from '../answering/answerer';
import { type AnsweringPorts, createAnswering, WITHOUT_LIMITS } from '../answering/answering';
import { ANSWER_UID } from '../constants';
import { getService } from '../services';
import { BOT_ID, type Host, lastOf, readReply, SECRET, startHost, visitorToken } from './host';

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

const bot = {
	...plain,
	id: BOT_ID,
	languages: ['en'],
	paused: false,
	cache: null,
	price: { mode: 'per_answer', credits: 1 },
} as const;
/** Goes on until it is stopped. */
const talks: Answerer = {
	version: () => 'talks',
	readsConversation: false,
	prepare: async ({ signal }) => ({
		model: 'talks',
		prompt_version: null,
		messages: [],
		input_tokens: 0,
		countTokens: () => 1,
		async *write() {
			for (;;) {
				yield 'word ';
				await setTimeout(20, undefined, { signal });
			}
		},
	}),
};

/** Writes one word. */
const isBrief: Answerer = {
	version: () => 'quick',
	readsConversation: false,
	prepare: async () => ({
		model: 'brief',
		messages: [],
		prompt_version: null,
		input_tokens: 0,
		countTokens: () => 1,
		async *write() {
			yield 'word';
			return { answered: true, usage: { model: 'brief', input_tokens: 0, output_tokens: 1 }, cut: false };
		},
	}),
};

/** Another instance of Strapi on the same database, as far as answering goes. */
function anotherInstance(ports: Partial<AnsweringPorts> = {}) {
	const outbox = getService(host.strapi, 'outbox');
	return createAnswering({
		ledger: getService(host.strapi, 'ledger').ledger,
		store: getService(host.strapi, 'answer-rows'),
		answerer: talks,
		find: getService(host.strapi, 'bot-indexes').find,
		knowledgeVersion: getService(host.strapi, 'bot-indexes').versionOf,
		withCost: (usage) => usage,
		hash: (...parts) => getService(host.strapi, 'keyed-hash').of(...parts),
		recordHoldEnd: outbox.recordHoldEnd,
		log: host.strapi.log,
		...ports,
	});
}

function asking() {
	const key = randomUUID();
	const id = randomUUID();
	const conversation_id = randomUUID();
	const body = { id, conversation_id, question: 'How long does delivery to Austria take?', language: 'en' };
	return { id, conversation_id, body, subject: { kind: 'visitor', key } as const, token: visitorToken(key) };
}

const call = (path: string, token: string, method = 'GET') =>
	fetch(host.api + path, { method, headers: { 'X-Answerpack-Pass': token } });
const rowOf = (answerId: string) => host.strapi.db.query(ANSWER_UID).findOne({ where: { answerId } });
const whole = async (events: AsyncIterable<AnswerEvent>) => {
	const all = [];
	for await (const event of events) all.push(event);
	return all;
};

test('a visitor stops an answer at whichever instance the stop arrives', async () => {
	const { id, body, subject, token } = asking();
	const stream = await anotherInstance().ask(bot, subject, body, WITHOUT_LIMITS);
	expect((await call(`/answers/${id}/stop`, token, 'POST')).status).toBe(204);
	const events = await whole(stream.follow(0, new AbortController().signal));
	expect(events.at(-1)).toMatchObject({ event: 'done', data: { credits_used: 1, answered: true } });
	await ledger.called(({ path, status }) => path.endsWith(`${id}/settle`) && status === 200);
});

test.each(['says nothing more', 'does not let go'])(
	'a stop ends an answer whose model %s, and what was shown is paid',
	async (how) => {
		const never = new Promise<never>(() => {});
		const deaf: Answerer = {
			...talks,
			prepare: async (task) => ({
				...(await talks.prepare(task)),
				async *write() {
					try {
						yield 'word ';
						if (how === 'says nothing more') await never;
						for (;;) {
							await setTimeout(20);
							yield 'word ';
						}
					} finally {
						await never;
					}
				},
			}),
		};
		const { id, body, subject, token } = asking();
		const stream = await anotherInstance({ answerer: deaf }).ask(bot, subject, body, WITHOUT_LIMITS);
		expect((await call(`/answers/${id}/stop`, token, 'POST')).status).toBe(204);
		const events = await whole(stream.follow(0, new AbortController().signal));
		expect(events.at(-1)).toMatchObject({ event: 'done', data: { credits_used: 1, answered: true } });
	},
);

test('a stop that comes while the hold is asked for ends an answer before it begins, and it costs nothing', async () => {
	const { id, body, subject } = asking();
	const { ledger: client } = getService(host.strapi, 'ledger');
	const silent: Answerer = {
		...talks,
		prepare: async (task) => ({
			...(await talks.prepare(task)),
			async *write() {
				await new Promise<never>(() => {});
				yield 'nobody comes here';
				throw new Error('nor here');
			},
		}),
	};
	let stopping: Promise<void> | undefined;
	const instance = anotherInstance({
		answerer: silent,
		ledger: {
			extend: client.extend,
			async hold(...request) {
				stopping = instance.stop(id);
				return client.hold(...request);
			},
		},
	});
	const stream = await instance.ask(bot, subject, body, WITHOUT_LIMITS);
	await stopping;
	const events = await whole(stream.follow(0, new AbortController().signal));
	expect(events.at(-1)).toMatchObject({ event: 'done', data: { credits_used: 0, answered: false } });
	await ledger.called(({ path, status }) => path.endsWith(`${id}/release`) && status === 200);
});

test('one answer at a time, whichever instances are asked: one goes on, and the others say which', async () => {
	const { subject, body, token } = asking();
	const bodies = Array.from({ length: 4 }, () => ({ ...body, id: randomUUID() }));
	const asked = await Promise.allSettled(bodies.map((one) => anotherInstance().ask(bot, subject, one, WITHOUT_LIMITS)));
	const running = bodies[asked.findIndex(({ status }) => status === 'fulfilled')]?.id;
	for (const [n, outcome] of asked.entries()) {
		if (bodies[n]?.id === running) continue;
		expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'answer_running' } });
		expect(await rowOf(bodies[n]?.id ?? '')).toBeNull();
	}
	const again = { ...body, id: randomUUID() };
	await expect(anotherInstance().ask(bot, subject, again, WITHOUT_LIMITS)).rejects.toMatchObject({
		code: 'answer_running',
		details: { answer_id: running },
	});
	await call(`/answers/${running}/stop`, token, 'POST');
	await ledger.called(({ path, status }) => path.endsWith(`${running}/settle`) && status === 200);
	const next = await anotherInstance().ask(bot, subject, again, WITHOUT_LIMITS);
	await call(`/answers/${again.id}/stop`, token, 'POST');
	await whole(next.follow(0, new AbortController().signal));
});

test('an answer that is erased while another instance runs it stays erased, and whoever follows it is let go', async () => {
	const { id, conversation_id, body, subject, token } = asking();
	const stream = await anotherInstance().ask(bot, subject, body, WITHOUT_LIMITS);
	const followed = call(`/answers/${id}/events`, token).then(readReply);
	const running = whole(stream.follow(0, new AbortController().signal));
	expect((await call(`/conversations/${conversation_id}`, token, 'DELETE')).status).toBe(204);
	expect((await running).at(-1)).toMatchObject({ event: 'done' });
	await followed;
	await ledger.called(({ path, status }) => path.endsWith(`${id}/settle`) && status === 200);
	expect(await rowOf(id)).toMatchObject({ state: 'done', question: null, events: [] });
	expect((await call(`/answers/${id}/events`, token)).status).toBe(404);
});

test('an answer that is ended elsewhere while its hold is asked for is not begun, and its hold is released', async () => {
	const { id, body, subject, token } = asking();
	const { ledger: client } = getService(host.strapi, 'ledger');
	const slow = anotherInstance({
		ledger: {
			extend: client.extend,
			async hold(...request) {
				await host.strapi.db.query(ANSWER_UID).updateMany({ where: { answerId: id }, data: { leasedUntil: 0 } });
				await getService(host.strapi, 'answering').endAbandoned();
				// Medusa is told of a hold that it has never heard of; that end is over before the hold is there.
				await getService(host.strapi, 'outbox').deliverAll();
				await ledger.called(({ path, status }) => path.endsWith(`${id}/release`) && status === 404);
				return client.hold(...request);
			},
		},
	});
	await expect(slow.ask(bot, subject, body, WITHOUT_LIMITS)).rejects.toMatchObject({ code: 'answer_interrupted' });
	expect(await rowOf(id)).toMatchObject({ state: 'failed' });
	await ledger.called(({ path, status }) => path.endsWith(`${id}/release`) && status === 200);
	const reply = await readReply(await call(`/answers/${id}/events`, token));
	expect(lastOf(reply)).toMatchObject({ event: 'error', data: { code: 'answer_interrupted' } });
});

describe('a hold whose answer was lost on its way', () => {
	async function lost(error: Error = new AnswerpackError('shop_unreachable')) {
		const { ledger: client } = getService(host.strapi, 'ledger');
		const asked = asking();
		const instance = anotherInstance({
			ledger: {
				extend: client.extend,
				async hold(...request) {
					await client.hold(...request);
					throw error;
				},
			},
		});
		await expect(instance.ask(bot, asked.subject, asked.body, WITHOUT_LIMITS)).rejects.toMatchObject({
			code: 'shop_unreachable',
		});
		return asked;
	}

	test('is gone on with by the same question under the same id, and paid once', async () => {
		const { id, body, subject } = await lost();
		const stream = await anotherInstance({ answerer: isBrief }).ask(bot, subject, body, WITHOUT_LIMITS);
		expect((await whole(stream.follow(0, new AbortController().signal))).at(-1)).toMatchObject({
			event: 'done',
			data: { credits_used: 1, left: 2 },
		});
		expect(ledger.holds.get(id)?.end?.answer).toMatchObject({ spent: 1000 });
	});

	test('keeps nobody from asking something else, and is released when nobody comes back', async () => {
		const { id, body, subject, token } = await lost();
		const other = { ...body, id: randomUUID() };
		const stream = await anotherInstance({ answerer: isBrief }).ask(bot, subject, other, WITHOUT_LIMITS);
		expect((await whole(stream.follow(0, new AbortController().signal))).at(-1)).toMatchObject({ event: 'done' });

		expect(await rowOf(id)).toMatchObject({ state: 'holding', held: true });
		await host.strapi.db.query(ANSWER_UID).updateMany({ where: { answerId: id }, data: { leasedUntil: 0 } });
		await getService(host.strapi, 'answering').endAbandoned();
		await ledger.called(({ path, status }) => path.endsWith(`${id}/release`) && status === 200);
		const again = await readReply(await call(`/answers/${id}/events`, token));
		expect(lastOf(again)).toMatchObject({ event: 'error', data: { code: 'answer_interrupted' } });
	});

	test('is not looked for where Medusa was never reached', async () => {
		const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
		const { id } = await lost(new AnswerpackError('shop_unreachable', undefined, { cause }));
		expect(await rowOf(id)).toBeNull();
	});
});

describe('when the database goes away at the end of an answer', () => {
	const away = () => Promise.reject(new Error('connection lost'));

	test.each<[string, (store: AnswerRows) => AnswerRows['end']]>([
		[
			'before it is written',
			(store) => {
				let tries = 0;
				return (ended) => (tries++ === 0 ? away() : store.end(ended));
			},
		],
		[
			'after it is written, and before that was heard',
			(store) => {
				let tries = 0;
				return async (ended) => {
					const deliver = await store.end(ended);
					return tries++ === 0 ? away() : deliver;
				};
			},
		],
		[
			'before Medusa is told',
			(store) => async (ended) => {
				await store.end(ended);
				return away;
			},
		],
	])('%s: the visitor reads what it costs, and that is what is paid', async (_when, end) => {
		const { id, body, subject, token } = asking();
		const store = getService(host.strapi, 'answer-rows');
		const instance = anotherInstance({ answerer: isBrief, store: { ...store, end: end(store) } });
		const stream = await instance.ask(bot, subject, body, WITHOUT_LIMITS);
		const events = await whole(stream.follow(0, new AbortController().signal));
		expect(events.at(-1)).toMatchObject({ event: 'done', data: { credits_used: 1, answered: true } });
		expect((await readReply(await call(`/answers/${id}/events`, token))).events).toEqual(events);
		await getService(host.strapi, 'outbox').deliverAll();
		expect(ledger.holds.get(id)?.end?.answer).toMatchObject({ spent: 1000 });
	});
});
