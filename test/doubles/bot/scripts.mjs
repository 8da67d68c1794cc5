// What the bot answers: a script for each of the states that a widget can be in, chosen by a word in the question.
/** @import { Source } from '@answerpack/shared/contract' */

/**
 * One step of an answer: text that is sent, or something that is waited for: a gate that the test opens
 * (`bot.gates.open(name)`), or, for looking at it, some time.
 * @typedef {{ text: string } | { until: string } | { pause_ms: number }} Step
 */

/**
 * @typedef {object} Script
 * @property {{ status: number, code: string, message?: string, details?: object }} [refuse] in place of an answer
 * @property {Source[]} [sources]
 * @property {'owner_cap' | 'free_reserve' | 'end_user_credits' | null} [pool] who pays; without it, whoever asks
 * @property {Step[]} steps
 * @property {number[]} [cuts] after which events the connection is cut, once each; 0: before anything has come
 * @property {string} [error] ends with this error instead of `done`
 * @property {string} [message] what that error says
 * @property {boolean} [answered]
 * @property {object} [done] fields of `done` that are to be otherwise
 */

/** @type {Source[]} */
export const SOURCES = [
	{
		n: 1,
		title: 'Warranty',
		heading: 'Copper kettles',
		url: '/shipping',
		text: 'Copper kettles come with a warranty of 5 years from the day of delivery. Normal wear is not covered.',
	},
	{ n: 2, title: 'Care', heading: null, url: 'https://example.com/care', text: 'Descale the kettle once a month.' },
];

/** @param {string} text */
const pieces = (text) => text.split(/(?<=\s)/).map((piece) => ({ text: piece }));

const ANSWER = 'Copper kettles have a warranty of **5 years** [1]. Descaling keeps it in force [2].';

const EVERYTHING = `## How the kettles compare

| Kettle | Holds | Price |
|:---|---:|---:|
| Copper | 1.2 l | €89.00 |
| Steel, *brushed* | 1.7 l | €49.00 |
| Glass | 1.0 l | €39.00 |

1. Fill it with **cold** water.
2. Descale it:
   - with citric acid
   - never with vinegar
3. Rinse twice [2].

\`\`\`
temperature = 92
\`\`\`

More is [in the care guide](https://example.com/care), or write to <https://example.com/help>. [1]`;

/** @type {Record<string, Script>} */
export const SCRIPTS = {
	plain: { sources: SOURCES, steps: pieces(ANSWER) },
	everything: { sources: SOURCES, steps: pieces(EVERYTHING) },
	/** As a model would: a word now and then. */
	slow: { sources: SOURCES, steps: pieces(EVERYTHING).flatMap((step) => [step, { pause_ms: 40 }]) },
	/** The same, with its source named in the first half. */
	'cited half': {
		sources: SOURCES,
		steps: [{ text: 'The first half [1]. ' }, { until: 'rest' }, { text: 'And the second. '.repeat(40) }],
	},
	/** Half of it, and the rest when the test opens the gate `rest`. */
	half: { sources: SOURCES, steps: [{ text: 'The first half. ' }, { until: 'rest' }, { text: 'And the second.' }] },
	long: {
		sources: SOURCES,
		steps: Array.from({ length: 40 }, (_, n) => ({
			text: `Paragraph ${n + 1} of a long answer, which goes on. [1]\n\n`,
		})),
	},
	unknown: { answered: false, steps: [{ text: 'I do not know that from what I have been given to read.' }] },
	/** Names a source, and does not know after all. */
	doubtful: { answered: false, sources: SOURCES, steps: [{ text: 'Perhaps five years [1], perhaps not.' }] },
	owner: { sources: SOURCES, steps: pieces(ANSWER), pool: 'owner_cap' },
	cached: { sources: SOURCES, steps: pieces(ANSWER), done: { credits_used: 0, pool: null, left: null, cached: true } },
	interrupted: { steps: [{ text: 'It began well' }], error: 'answer_interrupted' },
	refused: { refuse: { status: 402, code: 'visitor_limit_reached' }, steps: [] },
	fast: { refuse: { status: 429, code: 'too_many_requests', details: { retry_after_seconds: 5 } }, steps: [] },
	busy: { refuse: { status: 503, code: 'busy', details: { retry_after_seconds: 5 } }, steps: [] },
	/** Cut in every way there is: before anything, after `start`, in mid-answer twice, and before `done`. */
	cut: { sources: SOURCES, steps: pieces('One two three four five. [1]'), cuts: [0, 1, 3, 5, 7] },
};

/**
 * @param {string} question
 * @returns {Script}
 */
export function scriptFor(question) {
	const name = Object.keys(SCRIPTS).find((each) => question.toLowerCase().includes(each)) ?? 'plain';
	return /** @type {Script} */ (SCRIPTS[name]);
}
