import { LiveAnswer } from '../live-answer';

const ID = '8f14e45f-ceea-467f-9d5b-2f6bb1d1d0a1';
const start = { answer_id: ID, sources: [], pool: null };
const done = { credits_used: 0, pool: null, left: null, answered: true };

async function idsOf(answer: LiveAnswer, afterId: number, signal = new AbortController().signal): Promise<number[]> {
	const ids = [];
	for await (const { id } of answer.follow(afterId, signal)) ids.push(id);
	return ids;
}

test('everyone who follows reads every event once, whenever they came', async () => {
	const answer = new LiveAnswer(ID);
	const early = idsOf(answer, 0);
	answer.append('start', start);
	answer.append('delta', { text: 'a' });
	const late = idsOf(answer, 0);
	const rest = idsOf(answer, 1);
	answer.append('delta', { text: 'b' });
	answer.append('done', done);
	expect(await Promise.all([early, late, rest])).toEqual([
		[1, 2, 3, 4],
		[1, 2, 3, 4],
		[2, 3, 4],
	]);
	expect(await idsOf(answer, 4)).toEqual([]);
});

test('one who leaves stops reading, and nobody else does', async () => {
	const answer = new LiveAnswer(ID);
	const leaving = new AbortController();
	const left = idsOf(answer, 0, leaving.signal);
	const stayed = idsOf(answer, 0);
	answer.append('start', start);
	await new Promise(setImmediate);
	leaving.abort();
	answer.append('done', done);
	expect(await left).toEqual([1]);
	expect(await stayed).toEqual([1, 2]);
});

test('it has started with its first event, or is refused', async () => {
	const started = new LiveAnswer(ID);
	started.append('start', start);
	await expect(started.started).resolves.toBeUndefined();
	const refused = new LiveAnswer(ID);
	refused.refuse(new Error('no'));
	await expect(refused.started).rejects.toThrow('no');
});

test('a pump that breaks leaves nobody waiting for the last event', async () => {
	const answer = new LiveAnswer(ID);
	answer.append('start', start);
	const followed = idsOf(answer, 0);
	answer.finish();
	expect(await followed).toEqual([1, 2]);
	expect(answer.events.at(-1)).toMatchObject({ event: 'error', data: { code: 'internal' } });
});

test('an answer that was refused before its first event ends for those who follow it', async () => {
	const answer = new LiveAnswer(ID);
	const followed = idsOf(answer, 0);
	answer.refuse(new Error('no'));
	answer.finish();
	expect(await followed).toEqual([]);
});
