import { deserialize, type Memory, newConversation, serialize } from '../memory.js';
import { newTurn, type Turn, uuid } from '../turn.js';

const turn = (question: string, text = ''): Turn => ({ ...newTurn(question), text });
const conversation = (...turns: Turn[]) => ({ ...newConversation(), turns });
const memory = (...conversations: Memory['conversations']): Memory => ({ ...deserialize(null), conversations });
const questionsOf = (text: string) =>
	deserialize(text).conversations.map(({ turns }) => turns.map(({ question }) => question));

it('comes back as it was kept', () => {
	const kept = {
		...memory({ ...conversation(turn('How long?', 'Thirty days [1]')), draft: 'and' }),
		who: 'cus_anna',
		credits: 9,
		free: { left: 2, until: 1, back: 1 },
	};
	expect(deserialize(serialize(kept))).toEqual(kept);
});

it.each([
	null,
	'',
	'no json',
	'5',
	'{"conversations":',
	'{"conversations":{}}',
	'{"conversations":[null]}',
	'{"conversations":[{"turns":[]}]}',
	'{"conversations":[{"draft":"","turns":[{}]}]}',
	'{"who":1}',
])('begins empty when there is nothing of ours to go on with: %j', (text) => {
	expect(deserialize(text)).toEqual({ who: 'visitor', credits: null, conversations: [] });
});

it('stays small: the oldest conversation goes first, and is the last one', () => {
	const long = (question: string) => conversation(turn(question, 'x'.repeat(150_000)));
	const text = serialize(memory(long('newest'), long('older'), long('oldest')));
	expect(text.length).toBeLessThan(400_000);
	expect(questionsOf(text)).toEqual([['newest'], ['older']]);
});

it('of one conversation that is too long, keeps the end', () => {
	const turns = Array.from({ length: 10 }, (_, n) => turn(`Question ${n}`, 'x'.repeat(100_000)));
	expect(questionsOf(serialize(memory(conversation(...turns))))).toEqual([['Question 7', 'Question 8', 'Question 9']]);
});

it('makes answer ids that the contract takes', () => {
	expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(uuid()).not.toBe(uuid());
});
