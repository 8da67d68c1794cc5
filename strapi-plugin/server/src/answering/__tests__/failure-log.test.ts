import { AnswerpackError } from '@answerpack/shared/contract';
import { createFailureLog } from '../failure-log';

test('a broken key is said once a minute, however many ask, and how many did', () => {
	let now = 0;
	const said: unknown[] = [];
	const fails = createFailureLog({ error: (line) => said.push(line) }, () => now);
	const broken = new AnswerpackError('model_unreachable', undefined, { cause: new Error('401 no such key') });
	for (let n = 0; n < 100; n++) fails(broken);
	expect(said).toEqual([expect.stringMatching(/^Answerpack: .*model_unreachable: 401 no such key$/)]);
	now = 60_000;
	fails(broken);
	expect(said[1]).toMatch(/401 no such key \(99 more failed/);
});

test('a failure of our own says where', () => {
	const said: unknown[] = [];
	createFailureLog({ error: (line) => said.push(line) })(new TypeError('no such thing'));
	expect(said).toEqual([expect.stringMatching(/TypeError: no such thing\n.*failure-log\.test/s)]);
});
