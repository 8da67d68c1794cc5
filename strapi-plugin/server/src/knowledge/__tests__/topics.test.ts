import { concernsTopic } from '../topics';

const topics = ['Medical advice', 'politics', 'Wahlen', 'the'];
const locales = ['en', 'de'];

test.each([
	['Can you give me some medical advice?', true],
	['I need advice of a medical kind', true],
	['Do you have advice on descaling?', false],
	['What do you think of politics?', true],
	['Was halten Sie von der Wahl?', true],
	['How long does the delivery take?', false],
	['', false],
])('%j concerns a topic: %s', (question, expected) => {
	expect(concernsTopic(question, topics, locales)).toBe(expected);
});

test('a bot without topics declines nothing', () => {
	expect(concernsTopic('politics', [], locales)).toBe(false);
});
