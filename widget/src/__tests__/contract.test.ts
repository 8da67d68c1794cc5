import type * as contract from '@answerpack/shared/contract';
import { HEARTBEAT_SECONDS, PASS_HEADER, QUESTION_LENGTH_MAX } from '@answerpack/shared/contract';
import { forbiddenWord, words } from '@answerpack/shared/words';
import * as own from '../contract.js';
import { IDLE_MS_MAX } from '../retry.js';

/** Holds when each can stand for the other. */
type Same<A, B> = [A, B] extends [B, A] ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

it('reads the contract as it is written', () => {
	// Checked by the compiler: a field that changes there does not build here.
	same<own.PublicBot, contract.PublicBot>(true);
	same<own.Source, contract.Source>(true);
	same<own.Offer, contract.Offer>(true);
	same<own.RefusalDetails, contract.RefusalDetails>(true);
	same<own.AnswerEvent, contract.AnswerEvent>(true);
	expect([own.PASS_HEADER, own.QUESTION_LENGTH_MAX]).toEqual([PASS_HEADER, QUESTION_LENGTH_MAX]);
});

it('takes a connection for lost only after three heartbeats', () => {
	expect(IDLE_MS_MAX).toBe(3 * HEARTBEAT_SECONDS * 1000);
});

/** Every text, with errors among them, by its name. */
const texts = (language: 'en' | 'de') => Object.entries({ ...words[language], ...words[language].errors, errors: '' });

it('says the same in both languages, with the same values and forms', () => {
	const shape = (language: 'en' | 'de') =>
		texts(language).map(([name, text]) => [name, [...new Set(text.match(/\{\w+\}/g))].sort(), text.includes('(')]);
	expect(shape('de')).toEqual(shape('en'));
});

it.each(['en', 'de'] as const)('never makes credits sound like money: %s', (language) => {
	for (const [name, text] of texts(language)) expect([name, forbiddenWord(text)]).toEqual([name, undefined]);
});
