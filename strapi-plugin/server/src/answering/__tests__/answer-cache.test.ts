import { cacheParts } from '../answer-cache';
import type { AskedBot } from '../pump';
import { plain } from './manner';

const bot: AskedBot = {
	...plain,
	id: 'bot',
	languages: ['en'],
	paused: false,
	price: { mode: 'per_answer', credits: 1 },
	cache: { credits: 0 },
};
const asked = { question: 'How long does delivery take?', language: 'en' };
const of = (
	over: { bot?: Partial<AskedBot>; answerer?: string; knowledge?: string; asked?: Partial<typeof asked> } = {},
) => cacheParts({ ...bot, ...over.bot }, over.answerer ?? 'a', over.knowledge ?? 'k', { ...asked, ...over.asked });

test.each([
	'how long does delivery take',
	'  HOW long\n does  delivery take ?! ',
	'¿How long does delivery take?',
	'How long does delivery take …',
])('%j is the same question', (question) => {
	expect(of({ asked: { question } })).toEqual(of());
});

test.each([
	'How long does delivery take',
	'Was kostet C?',
	'Was kostet C++?',
	'Was kostet C#?',
	'Was kostet "C"?',
	'Kosten 10 m?',
	'Kosten 10 m²?',
	'?',
	'!',
])('%j is no other question', (question) => {
	const all = [
		'Was kostet C?',
		'Was kostet C++?',
		'Was kostet C#?',
		'Was kostet "C"?',
		'Kosten 10 m?',
		'Kosten 10 m²?',
		'?',
		'!',
	];
	for (const other of all) {
		if (other !== question) expect(of({ asked: { question } })).not.toEqual(of({ asked: { question: other } }));
	}
});

test.each([
	['another bot', { bot: { id: 'other' } }],
	['other instructions', { bot: { instructions: 'Be brief.' } }],
	['another tone', { bot: { tone: 'formal' } }],
	['another model of the bot', { bot: { model: 'm' } }],
	['another longest answer', { bot: { output_tokens_max: 100 } }],
	['another topic to decline', { bot: { declined_topics: ['politics'] } }],
	['another answerer', { answerer: 'b' }],
	['other knowledge', { knowledge: 'l' }],
	['another language', { asked: { language: 'de' } }],
	['no language', { asked: { language: undefined } }],
	['another question', { asked: { question: 'How long does delivery not take?' } }],
] as const)('%s: another answer', (_what, over) => {
	expect(of(over as Parameters<typeof of>[0])).not.toEqual(of());
});

test('what it costs does not change what is said', () => {
	expect(of({ bot: { price: { mode: 'per_answer', credits: 2 }, cache: { credits: 1 } } })).toEqual(of());
});

test('nothing is given again where the owner does not want it, or while knowledge changes', () => {
	expect(of({ bot: { cache: null } })).toBeUndefined();
	expect(cacheParts(bot, 'a', undefined, asked)).toBeUndefined();
});
