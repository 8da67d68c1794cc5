import type { StoredAnswer } from '../answer-store';
import { CONVERSATION_TOKENS_MAX, turnsOf, withinBudget } from '../conversation';

const answer = (question: string | null, text: string, answered = true) =>
	({
		question,
		events: [
			{ id: 1, event: 'start', data: { answer_id: 'a', sources: [], pool: null } },
			{ id: 2, event: 'delta', data: { text } },
			{ id: 3, event: 'done', data: { credits_used: 1, pool: null, left: null, answered } },
		],
	}) as unknown as StoredAnswer;
const failed = { question: 'Why?', events: [{ id: 1, event: 'error', data: {} }] } as unknown as StoredAnswer;

test('a conversation is what was asked and answered', () => {
	const told = answer('And to Austria?', '3 to 4 days [1], tracked [2].');
	expect(turnsOf([answer('Who?', 'I do not know', false), failed, answer(null, ''), told])).toEqual([
		{ question: 'And to Austria?', answer: '3 to 4 days, tracked.' },
	]);
});

test('of a long conversation only the latest turns are read again, in their order', () => {
	const turns = ['1', '2', '3'].map((question) => ({ question, answer: 'x' }));
	const each = (tokens: number) => () => tokens / 2; // question and answer
	expect(withinBudget(turns, each(CONVERSATION_TOKENS_MAX / 3))).toEqual(turns);
	expect(withinBudget(turns, each(CONVERSATION_TOKENS_MAX / 2))).toEqual(turns.slice(1));
	expect(withinBudget(turns, each(CONVERSATION_TOKENS_MAX + 2))).toEqual([]);
});
