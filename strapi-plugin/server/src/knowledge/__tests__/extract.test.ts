import { buildIndex, chunkDocument, extractAnswer, retrieve } from '..';
import { indexOf } from './shop';

const english = indexOf('en');
const german = indexOf('de');

function answer(index: typeof english, question: string, confidenceMin?: number) {
	return extractAnswer(index, retrieve(index, question), { confidenceMin });
}

describe('extractAnswer', () => {
	it.each([
		['Do you ship to Austria?', 'We ship to Germany, Austria and France.'],
		['How long does a parcel to Austria take?', 'A parcel to Austria takes three to four days.'],
		['Can the kettle go into the dishwasher?', 'Never put the kettle into the dishwasher.'],
		['Which setting do I need for French press?', 'Drink: French press · Setting: 30'],
		['When do you close on Saturday?', 'On Saturdays we close at 14.'],
	])('answers %s', (question, sentence) => {
		expect(answer(english, question)).toMatchObject({ answered: true, text: expect.stringContaining(sentence) });
	});

	it.each([
		['Was kostet der Versand?', 'Der Versand kostet 4,90 EUR'],
		['Wie lange dauert der Versand nach Österreich?', 'Nach Österreich dauert es z. B. drei bis vier Tage.'],
		['Darf der Kessel in die Spülmaschine?', 'Der Kessel darf nie in die Spülmaschine.'],
	])('answers in German %s', (question, sentence) => {
		expect(answer(german, question)).toMatchObject({ answered: true, text: expect.stringContaining(sentence) });
	});

	it('cites the passage that its text is from', () => {
		for (const question of [
			'refund after return',
			'French press',
			'open on Saturdays',
			'copper kettle litres',
			'Asutria',
		]) {
			const retrieval = retrieve(english, question);
			const { text, citations } = extractAnswer(english, retrieval);
			expect(citations).toHaveLength(1);
			const n = citations[0] as number;
			expect(text.endsWith(` [${n}]`)).toBe(true);
			expect(retrieval.passages[n - 1]?.passage.text).toContain(text.slice(0, -` [${n}]`.length));
		}
	});

	it('gives at most three sentences, and a row of a table alone', () => {
		expect(answer(english, 'Which setting for espresso in the grinder?').text).toMatch(
			/^(A grinder.*press\. It.*|Drink: Espresso · Setting: 8) \[1\]$/,
		);
		expect(answer(english, 'setting for filter coffee').text).toBe('Drink: Filter coffee · Setting: 20 [1]');
	});

	it.each(['Do you repair bicycles?', 'Who won the election in 1998?', '', 'What is it?'])(
		'abstains from %j',
		(question) => {
			expect(answer(english, question)).toEqual({ answered: false, text: '', citations: [] });
		},
	);

	it('abstains below the confidence that is asked for', () => {
		const retrieval = retrieve(english, 'How long does a parcel to Austria take?');
		expect(extractAnswer(english, retrieval, { confidenceMin: retrieval.confidence }).answered).toBe(true);
		expect(extractAnswer(english, retrieval, { confidenceMin: retrieval.confidence + 0.001 }).answered).toBe(false);
		expect(answer(english, '', 0).answered).toBe(false);
	});

	it('takes what a line announces along with it', () => {
		const text = 'We ship to these countries:\n\n- Austria\n- France\n- Italy\n\nOther words stand here.';
		const passages = chunkDocument({ id: 'a', title: 'Where', text, url: null, locale: 'en' });
		expect(answer(buildIndex(passages, 'en'), 'To which countries do you ship?').text).toBe(
			'We ship to these countries:\nAustria\nFrance [1]',
		);
	});
});
