import { AnswerpackError } from '@answerpack/shared/contract';
import { describeQuietly } from '../quiet-log';
import { withoutTexts } from '../without-texts';

const QUESTION = 'Why does my rash - the red one - not go away?';

describe('a line of the log', () => {
	test('of a refusal of the database has its code and place, and nothing of the row', () => {
		const error = Object.assign(new Error(`insert into "a" values ('${QUESTION}') - violates not-null constraint`), {
			code: '23502',
			severity: 'ERROR',
			table: 'answerpack_answers',
			column: 'state',
			detail: `Failing row contains (${QUESTION})`,
		});
		const line = describeQuietly(error);
		expect(line).toMatch(/^the database refused a query with 23502 \(answerpack_answers, state\)\n\s+at /);
		expect(line).not.toContain('rash');
	});

	test('of a connection that was lost has the words of the driver, and nothing of the query before them', () => {
		const line = describeQuietly(
			new Error(`select * from a where q = '${QUESTION}' - Connection terminated unexpectedly`),
		);
		expect(line).toMatch(/^Error: Connection terminated unexpectedly\n\s+at /);
		expect(line).not.toContain('rash');
	});

	test('of a text that is no JSON says so, and not which', () => {
		let thrown: unknown;
		try {
			JSON.parse(QUESTION);
		} catch (error) {
			thrown = error;
		}
		expect(describeQuietly(thrown)).toMatch(/^SyntaxError while something was parsed\n\s+at /);
	});

	test('of a question with line breaks in an error of ours has the places alone after its message', () => {
		const error = new Error('fetch failed', {
			cause: new Error(`update a set q = 'x\n    at my home (x:1:2)\n' - read ECONNRESET`),
		});
		const line = describeQuietly(new AnswerpackError('shop_unreachable', undefined, { cause: error }));
		expect(line).toMatch(/^AnswerpackError: shop_unreachable\n/);
		expect(line).toContain('caused by Error: fetch failed');
		expect(line).toContain('caused by Error: read ECONNRESET');
		expect(line).not.toContain('my home');
	});
});

describe('the words of a provider', () => {
	test('are told as they are while they repeat nothing', () => {
		const words = '401 Incorrect API key provided: (key)';
		expect(withoutTexts(words, [QUESTION, 'Why?'])).toBe(words);
	});

	test.each([
		['as it was asked', `400 Invalid message: ${QUESTION}`],
		['cut off', '400 The message "Why does my rash" was refused'],
		['escaped', `400 {"content":"Why does my rash \\u2013 the red one"}`],
		['in other letters and spaces', '400 WHY  DOES MY RASH\n- the red one'],
	])('are left out where they repeat the question %s', (_how, words) => {
		expect(withoutTexts(words, ['Hello', QUESTION])).toBe('400 (its words repeat what was asked, and are left out)');
	});

	test('are left out where they repeat a short question whole', () => {
		expect(withoutTexts('refused: "HIV test?"', ['HIV test?'])).not.toContain('HIV');
	});
});
