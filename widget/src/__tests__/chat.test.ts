import { type Chat, createChat } from '../chat.js';
import { type Conversation, serialize } from '../memory.js';
import { newTurn } from '../turn.js';

// What one person was told is not there for the next one. The servers are stood in for at the network; all else is ours.

const at = {
	bot: 'b',
	strapi: 'https://cms.example',
	medusa: 'https://shop.example',
	publishableKey: 'pk',
	region: '',
};
const KEY = 'answerpack:2:https://cms.example:b';
const passOf = (key: string) => `${btoa(JSON.stringify({ kind: 'customer', key }))}.s`;

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
			if (name === 'credits') told.push(detail);
			return true;
		},
		changed() {},
		ended() {},
	});
}

beforeEach(() => {
	login = 'anna';
	isStrapiUp = true;
	const kept = new Map<string, string>();
	const storage = { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => kept.set(k, v) };
	Object.assign(globalThis, { window: { localStorage: storage } });
	const shop = slowShop();
	credits = shop;
	globalThis.fetch = (async (url: string) => {
		if (`${url}`.endsWith('/pass')) return Response.json({ pass: passOf(`${login}`) });
		if (`${url}`.includes('/store/')) return shop.respond();
		if (!isStrapiUp) throw new TypeError('no network');
		return Response.json({ id: 'bot1', name: 'b', greeting: '', suggestions: [], free: { window: 'day' } });
	}) as typeof fetch;
});
afterEach(() => {
	chat.close();
	Reflect.deleteProperty(globalThis, 'window');
});

test('a slow answer about a customer’s credits says nothing once they have signed out', async () => {
	begin();
	const asking = chat.refresh();
	await credits.asked;
	login = null;
	await chat.refresh();
	credits.answer(9);
	await asking;
	expect(chat.memory.credits).toBeNull();
	expect(told).toEqual([]);
});

test('a customer who is still there reads it, and so do the other tabs', async () => {
	begin();
	const asking = chat.refresh();
	credits.answer(9);
	await asking;
	expect(chat.memory.credits).toBe(9);
	const kept = window.localStorage.getItem(KEY);
	begin(); // a tab that has been open since before
	chat.memory.credits = null;
	chat.adopt({ key: KEY, newValue: kept } as StorageEvent);
	expect(chat.memory.credits).toBe(9);
	expect(told).toEqual([{ left: 9 }]);
});

const parcel = () => ({ ...newTurn('Where is my parcel?'), state: 'done' as const, text: 'In Vienna.' });
const ofAnna = (draft = '') => ({
	who: 'anna',
	credits: 3,
	conversations: [{ id: 'c1', turns: [parcel()], draft }],
});

test.each([
	['is up', true],
	['is down', false],
])('what a customer wrote and read is gone for who comes next, when Strapi %s', async (_, up) => {
	window.localStorage.setItem(KEY, serialize(ofAnna('My address is')));
	isStrapiUp = up;
	login = null;
	begin();
	expect(chat.shown.draft).toBe('My address is');
	await chat.begin().catch(() => {}); // that it cannot be loaded is shown elsewhere
	expect(chat.memory).toMatchObject({ who: 'visitor', credits: null, conversations: [] });
	expect(chat.shown).toMatchObject({ turns: [], draft: '' });
	expect(window.localStorage.getItem(KEY)).not.toContain('Vienna');
});

test('until it is known who is here, nothing that a customer was told is for anybody', async () => {
	window.localStorage.setItem(KEY, serialize(ofAnna()));
	begin();
	expect([chat.isCustomer(), chat.known]).toEqual([true, false]);
	const asking = chat.refresh();
	credits.answer(3);
	await asking;
	expect([chat.known, chat.shown.turns]).toEqual([
		true,
		[parcel()].map(({ id: _, ...turn }) => expect.objectContaining(turn)),
	]);
});

test('when a customer signs out in another tab, this one forgets too', () => {
	window.localStorage.setItem(KEY, serialize(ofAnna()));
	begin();
	chat.adopt({ key: KEY, newValue: '' } as StorageEvent);
	expect(chat.shown.turns).toEqual([]);
	expect(told).toEqual([{ left: null }]);
});

test('what another tab asks comes in; what is being written here stays', () => {
	begin();
	chat.shown.draft = 'And how lo';
	const { id } = chat.shown;
	const theirs = { who: 'visitor', credits: null, conversations: [{ id, turns: [parcel()], draft: '' }] };
	chat.adopt({ key: KEY, newValue: serialize(theirs) } as StorageEvent);
	expect(chat.shown).toMatchObject({ turns: [{ text: 'In Vienna.' }], draft: 'And how lo' });
});

test('an answer that is over here stays over, when another tab has kept it before its end', () => {
	login = null;
	begin();
	const { id } = chat.shown;
	const over = { ...parcel(), last_event_id: 4 };
	chat.shown.turns.push(over);
	const next = { ...newTurn('How long?'), state: 'failed' as const };
	const before = { ...over, state: 'streaming' as const, text: 'In', last_event_id: 2 };
	const theirs = { who: 'visitor', credits: null, conversations: [{ id, turns: [before, next], draft: '' }] };
	chat.adopt({ key: KEY, newValue: serialize(theirs) } as StorageEvent);
	expect(chat.shown.turns).toEqual([over, next]);
	expect(chat.running()).toBeUndefined();
});

test('each tab keeps its own conversation beside those of the others', () => {
	login = null;
	begin();
	const first = chat;
	begin();
	first.shown.turns.push(parcel());
	chat.shown.turns.push({ ...parcel(), question: 'How long?' });
	first.save();
	chat.save();
	first.save();
	const kept = JSON.parse(window.localStorage.getItem(KEY) ?? '').conversations as Conversation[];
	expect(kept.map(({ turns }) => turns[0]?.question)).toEqual(['Where is my parcel?', 'How long?']);
});
