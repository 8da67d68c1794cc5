import { type Chat, createChat } from '../chat.js';
import { serialize } from '../memory.js';
import { newTurn } from '../turn.js';

// What one person was told is not there for the next one. The servers are stood in for at the network; all else is ours.

const at = {
	bot: 'b',
	strapi: 'https://cms.example',
	medusa: 'https://shop.example',
	publishable_key: 'pk',
	region: '',
};
const KEY = 'answerpack:1:https://cms.example:b';
const loginOf = (customer: string) => `h.${btoa(JSON.stringify({ actor_id: customer }))}.s`;

let login: string | null;
let chat: Chat;
let told: unknown[];
/** What the shop says of credits, when it gets round to it. */
let credits: SlowAnswer;
let isStrapiUp: boolean;

interface SlowAnswer {
	asked: Promise<void>;
	answer: (left: number) => void;
}

/** A shop that answers when it is told to, and says when it was asked. */
function slowShop(): SlowAnswer & { respond: () => Promise<Response> } {
	let wasAsked = () => {};
	let answer = (_: number) => {};
	const asked = new Promise<void>((resolve) => {
		wasAsked = resolve;
	});
	const left = new Promise<number>((resolve) => {
		answer = resolve;
	});
	const respond = async () => {
		wasAsked();
		return Response.json({ left: await left });
	};
	return { asked, answer: (n) => answer(n), respond };
}

function begin(): void {
	told = [];
	chat = createChat(at, {
		language: 'en',
		customerToken: () => () => login,
		emit: (name, detail) => {
			if (name === 'answerpack:credits') told.push(detail);
			return true;
		},
		changed() {},
		ended() {},
	});
}

beforeEach(() => {
	login = loginOf('anna');
	isStrapiUp = true;
	const kept = new Map<string, string>();
	const storage = { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => kept.set(k, v) };
	Object.assign(globalThis, { window: { sessionStorage: storage } });
	const shop = slowShop();
	credits = shop;
	globalThis.fetch = (async (url: string) => {
		if (`${url}`.includes('/store/')) return shop.respond();
		if (!isStrapiUp) throw new TypeError('no network');
		return Response.json({ id: 'bot1' });
	}) as typeof fetch;
});
afterEach(() => {
	chat.close();
	Reflect.deleteProperty(globalThis, 'window');
});

test('a slow answer about a customer’s credits says nothing once they have signed out', async () => {
	begin();
	const asking = chat.refreshCredits(false);
	await credits.asked;
	login = null;
	await chat.refreshCredits(true);
	credits.answer(9);
	await asking;
	expect(chat.state.credits).toBeNull();
	expect(told).toEqual([]);
});

test('a customer who is still there reads it', async () => {
	begin();
	const asking = chat.refreshCredits(false);
	credits.answer(9);
	await asking;
	expect(chat.state.credits).toBe(9);
});

test.each([
	['is up', true],
	['is down', false],
])('what a customer wrote and read is gone for who comes next, when Strapi %s', async (_, up) => {
	const turns = [{ ...newTurn('Where is my parcel?'), state: 'done' as const, text: 'In Vienna.' }];
	window.sessionStorage.setItem(KEY, serialize({ who: 'anna', conversation_id: 'c1', turns, draft: 'My address is' }));
	isStrapiUp = up;
	login = null;
	begin();
	expect(chat.state.memory.draft).toBe('My address is');
	await chat.start().catch(() => {}); // that it cannot be loaded is shown elsewhere
	expect(chat.state.memory).toMatchObject({ who: 'visitor', turns: [], draft: '' });
});
