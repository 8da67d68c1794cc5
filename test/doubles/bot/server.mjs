// Strapi's and Medusa's side of what a widget speaks, and a page to put it on: one small server, scripted, with no shop
// and no database behind it. For the widget's tests and its benchmark.
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @import { Answer } from './answers.mjs' */
/** @import { Page } from './page.mjs' */
/** @import { Script } from './scripts.mjs' */
import { createServer } from 'node:http';
import { createAnswer, Gates, runAnswer, sendEvents } from './answers.mjs';
import { answerPage } from './page.mjs';
import { scriptFor } from './scripts.mjs';
import { askerOf, createWorld, customerOf, mint } from './world.mjs';

/** What a 402 says of the window: noon, many days ahead, so that no test runs into it. */
const RESETS_AT = '2099-03-29T12:00:00.000Z';

class Refusal {
	/** @param {number} status @param {string} code @param {object} [details] @param {string} [message] */
	constructor(status, code, details = {}, message = `${code} happened here.`) {
		this.status = status;
		this.error = { code, message, details };
	}
}

/**
 * @param {object} [options]
 * @param {number} [options.port] 0 takes a free one
 * @param {(question: string) => Script} [options.script] what is answered; by default by a word in the question
 */
export async function startBot({ port = 0, script = scriptFor } = {}) {
	const world = createWorld();
	const gates = new Gates();
	/** @type {Map<string, Answer>} */
	const answers = new Map();
	/** @type {Map<string, Page>} */
	const pages = new Map();

	/** @param {IncomingMessage} request */
	const reader = (request) => {
		const asker = askerOf(world, /** @type {string} */ (request.headers['x-answerpack-pass']));
		if (!asker) throw new Refusal(401, 'pass_expired');
		return asker;
	};
	/** @param {IncomingMessage} request */
	const customer = (request) => {
		const id = customerOf(world, request.headers);
		if (!id) throw new Refusal(401, 'customer_required');
		return id;
	};
	/** @param {string} id @param {IncomingMessage} request */
	const own = (id, request) => {
		const answer = answers.get(id);
		if (!answer || answer.asker !== reader(request).key) throw new Refusal(404, 'answer_not_found');
		return answer;
	};
	/** @param {string} id @param {IncomingMessage} request */
	const conversation = (id, request) => {
		const { key } = reader(request);
		const own = [...answers.values()].filter(({ asker, conversation_id }) => asker === key && conversation_id === id);
		if (!own.length) throw new Refusal(404, 'answer_not_found');
		return own;
	};

	/** @param {IncomingMessage} request @param {ServerResponse} response */
	async function ask(request, response) {
		const asker = reader(request);
		const body = await readJson(request);
		const again = answers.get(body.id);
		if (again) return sendEvents(again, 0, response);
		const chosen = script(body.question);
		const isCustomer = asker.kind === 'customer' && (world.customers.get(asker.key) ?? 0) > 0;
		const book = isCustomer ? world.customers : world.free;
		const left = book.get(asker.key) ?? world.bot.free.credits;
		const pays = chosen.answered !== false && !chosen.done && chosen.pool !== 'owner_cap';
		if (chosen.refuse?.status === 402 || (!chosen.refuse && pays && left < 1)) {
			const code = chosen.refuse?.code ?? (asker.kind === 'customer' ? 'credits_used_up' : 'visitor_limit_reached');
			throw new Refusal(
				402,
				code,
				{ resets_at: RESETS_AT, offers: true, ...chosen.refuse?.details },
				chosen.refuse?.message,
			);
		}
		if (chosen.refuse) {
			throw new Refusal(chosen.refuse.status, chosen.refuse.code, chosen.refuse.details, chosen.refuse.message);
		}
		const answer = createAnswer({ ...body, asker: asker.key, cuts: chosen.cuts });
		answers.set(answer.id, answer);
		if (pays) book.set(asker.key, left - 1);
		const pool = chosen.pool ?? (isCustomer ? 'end_user_credits' : 'free_reserve');
		void runAnswer(answer, { ...chosen, pool: chosen.pool === null ? null : pool }, gates, () => ({
			pool,
			left: book.get(asker.key) ?? left,
		}));
		sendEvents(answer, 0, response);
	}

	/** @param {IncomingMessage} request @param {ServerResponse} response @param {URL} url */
	async function answer(request, response, url) {
		const path = url.pathname;
		const route = `${request.method} ${path}`;
		const [, answerId = '', verb = ''] = /^\/api\/answerpack\/answers\/([^/]+)\/(\w+)$/.exec(path) ?? [];
		const conversationId = /^\/api\/answerpack\/conversations\/([^/]+)$/.exec(path)?.[1];
		const side = path.startsWith('/api/') ? 'strapi' : path.startsWith('/store/') ? 'medusa' : undefined;
		if (side) world.requests.push(route);
		if (side && world.down.has(side)) return response.destroy();
		if (side) allow(request, response);
		if (request.method === 'OPTIONS') return json(response, 204);
		if (verb === 'events')
			return sendEvents(own(answerId, request), Number(request.headers['last-event-id']), response);
		if (verb === 'stop') {
			own(answerId, request).stopped = true;
			return json(response, 204);
		}
		if (verb === 'feedback') {
			own(answerId, request).feedback = await readJson(request);
			return json(response, 204);
		}
		if (conversationId && request.method === 'GET') {
			const found = conversation(conversationId, request);
			return json(response, 200, { id: conversationId, answers: found.map(toConversationAnswer) });
		}
		if (conversationId) {
			for (const { id } of conversation(conversationId, request)) answers.delete(id);
			return json(response, 204);
		}
		if (path.startsWith('/api/answerpack/bots/') && !path.includes(`/${world.bot.slug}`)) {
			throw new Refusal(404, 'bot_not_found');
		}
		const bot = `/store/answerpack/bots/${world.bot.id}`;
		switch (route) {
			case `GET /api/answerpack/bots/${world.bot.slug}`:
				return json(response, 200, world.bot);
			case 'POST /api/answerpack/visitors': {
				const token = mint(world, { kind: 'visitor', key: `visitor_${world.tokens}` });
				return json(response, 201, { token, expires_at: RESETS_AT });
			}
			case `POST /api/answerpack/bots/${world.bot.slug}/answers`:
				return ask(request, response);
			case `GET ${bot}/offers`:
				return json(response, 200, { offers: world.offers });
			case `GET ${bot}/credits`:
				return json(response, 200, { left: world.customers.get(customer(request)), held: 0, lots: [], plan: null });
			case 'POST /store/carts': {
				// As Medusa does with credits: they belong to a person.
				const cart = { id: `cart_${world.carts.length + 1}`, customer: customer(request) };
				world.carts.push({ ...cart, ...(await readJson(request)) });
				return json(response, 200, { cart });
			}
			case `POST ${bot}/pass`: {
				const pass = mint(world, { kind: 'customer', key: customer(request) });
				return json(response, 200, { pass, expires_at: RESETS_AT });
			}
			default:
				return answerPage(url, response, pages);
		}
	}

	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		answer(request, response, url).catch((error) => {
			if (error instanceof Refusal) return json(response, error.status, { error: error.error });
			console.error('The stand-in for the bot failed:', error);
			response.destroy();
		});
	});
	await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve(undefined));
	});
	const { port: taken } = /** @type {AddressInfo} */ (server.address());
	return {
		/** Where the pages are. */
		page: `http://127.0.0.1:${taken}`,
		/** Where the bot is: another origin, as in a shop. */
		url: `http://localhost:${taken}`,
		world,
		gates,
		answers,
		/** Pages and scripts of a test's own, by path. */
		pages,
		/** From now on every pass and every visitor token is refused, until a new one is fetched. */
		expireTokens() {
			world.oldest_token = world.tokens;
		},
		/** Cuts every connection there is. */
		cut() {
			server.closeAllConnections();
		},
		/** @returns {Promise<void>} */
		stop() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

/** @typedef {Awaited<ReturnType<typeof startBot>>} BotDouble */

/** @param {Answer} answer */
function toConversationAnswer({ id, question, events, ended }) {
	const start = events.find((each) => each.event === 'start');
	const done = events.find((each) => each.event === 'done');
	return {
		id,
		at: RESETS_AT,
		question,
		text: events.map((each) => (each.event === 'delta' ? each.data.text : '')).join(''),
		sources: start?.data.sources ?? [],
		state: ended ? 'done' : 'running',
		answered: done?.data.answered ?? false,
		credits_used: done?.data.credits_used ?? 0,
	};
}

/** Pages of any origin may ask, as themselves. @param {IncomingMessage} request @param {ServerResponse} response */
function allow({ headers }, response) {
	if (!headers.origin) return;
	response.setHeader('Access-Control-Allow-Origin', headers.origin);
	response.setHeader('Access-Control-Allow-Credentials', 'true');
	response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE');
	response.setHeader('Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? '');
	response.setHeader('Access-Control-Max-Age', '600');
}

/** @param {ServerResponse} response @param {number} status @param {unknown} [body] */
function json(response, status, body) {
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** @param {IncomingMessage} request */
async function readJson(request) {
	let text = '';
	for await (const chunk of request) text += chunk;
	return JSON.parse(text);
}
