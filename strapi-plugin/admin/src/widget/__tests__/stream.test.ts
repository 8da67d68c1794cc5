import type { PlaygroundAnswer } from '../../api';
import { toVisitorsAnswer } from '../stream';

const ID = '4f5e0d4e-2f7a-4f3e-9a53-0a8f0e8c1a11';
const passage = {
	score: 1,
	terms: [],
	title: 'Delivery',
	heading: 'Austria',
	text: '3 to 4 working days.',
	url: null,
	page: null,
	source: '',
	entry: null,
};
const answer: PlaygroundAnswer = {
	failure: null,
	answered: true,
	declined: false,
	text: '3 to 4 working days [1].',
	passages: [passage],
	confidence: 0.9,
	confidence_min: 0.45,
	messages: [],
	usage: null,
	pool: 'owner_cap',
	credits_used: 1,
	left: 99,
	took_ms: 12,
};
const dataOf = ({ body }: { body: string }) =>
	[...body.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => [event, JSON.parse(String(data))]);

test('an answer is the stream that visitors get, with its sources numbered, and says nothing of what the operator has left', () => {
	const stream = toVisitorsAnswer(ID, answer);
	expect(stream).toMatchObject({ status: 200, type: 'text/event-stream' });
	expect(dataOf(stream)).toEqual([
		['start', { answer_id: ID, sources: [expect.objectContaining({ n: 1, title: 'Delivery' })], pool: 'owner_cap' }],
		['delta', { text: answer.text }],
		['done', { credits_used: 1, pool: 'owner_cap', left: null, answered: true }],
	]);
});

test('who does not know shows no sources, whatever it has looked at', () => {
	const [start] = dataOf(toVisitorsAnswer(ID, { ...answer, answered: false, text: 'I do not know.' }));
	expect(start).toEqual(['start', expect.objectContaining({ sources: [] })]);
});

test.each([
	['owner_cap_reached', 402],
	['shop_unreachable', 503],
])('%s before a word was there is a refusal with its code and %i', (code, status) => {
	const refused = toVisitorsAnswer(ID, { ...answer, text: '', failure: { code, resets_at: null } });
	expect(refused).toMatchObject({ status, type: 'application/json' });
	expect(JSON.parse(refused.body)).toMatchObject({ error: { code } });
});

test('what breaks off ends as it does for visitors', () => {
	const events = dataOf(toVisitorsAnswer(ID, { ...answer, failure: { code: 'model_unreachable', resets_at: null } }));
	expect(events.at(-1)).toEqual(['error', expect.objectContaining({ code: 'model_unreachable' })]);
});
