import { deserialize, serialize } from '../memory.js';
import { newTurn, type Turn, uuid } from '../turn.js';

const memory = (turns: Turn[]) => ({ ...deserialize(null), turns });
const turn = (question: string, text = ''): Turn => ({ ...newTurn(question), text });

it('comes back as it was kept', () => {
	const kept = { ...memory([turn('How long?', 'Thirty days [1]')]), draft: 'and', free: { left: 2, day: 'today' } };
	expect(deserialize(serialize(kept))).toEqual(kept);
});

it.each([null, '', 'no json', '[]', '{"turns":'])('begins empty when there is nothing to go on with: %j', (text) => {
	expect(deserialize(text)).toMatchObject({ who: 'visitor', turns: [], draft: '' });
});

it('keeps the last twenty turns, and the beginning of what the sources say', () => {
	const turns = Array.from({ length: 25 }, (_, n) => turn(`Question ${n}`));
	const source = { n: 1, title: 'T', heading: null, url: null, text: 'x'.repeat(2000) };
	const kept = deserialize(serialize(memory(turns.map((each) => ({ ...each, sources: [source] })))));
	expect(kept.turns.map(({ question }) => question)).toEqual(turns.slice(5).map(({ question }) => question));
	expect(kept.turns[0]?.sources[0]?.text).toHaveLength(500);
});

it('stays small: the oldest go first', () => {
	const text = serialize(memory(Array.from({ length: 10 }, (_, n) => turn(`Question ${n}`, 'x'.repeat(50_000)))));
	expect(text.length).toBeLessThan(200_000);
	expect(deserialize(text).turns.at(-1)?.question).toBe('Question 9');
});

it('makes answer ids that the contract takes', () => {
	expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(uuid()).not.toBe(uuid());
});
