// Articles that no editor wrote, with the words of a language as unevenly spread as they are: a few everywhere, most seldom.
const WORDS = 30_000;
const SYLLABLES = 'ba ce di fo gu ka le mi no pu ra se ti vo wu za kel tan dor mis per lun gar hol'.split(' ');
const SECTIONS = 4;
const SENTENCES_OF_SECTION = 12;
const SENTENCES_OF_SHORT = 5;
/** What a question begins with: words that tell nothing. */
const ASKED = 'What does it say about';

/** Numbers from 0 to 1, the same in every run. @param {number} seed */
function random(seed) {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

const next = random(20_261_123);
const vocabulary = Array.from({ length: WORDS }, () =>
	Array.from({ length: 2 + Math.floor(next() * 3) }, () => SYLLABLES[Math.floor(next() * SYLLABLES.length)]).join(''),
);
/** Zipf's law: the rank of a word is spread evenly on a logarithmic scale. */
const word = () => vocabulary[Math.floor(WORDS ** next())];

function sentence() {
	const words = Array.from({ length: 8 + Math.floor(next() * 10) }, word);
	const [first = '', ...rest] = words;
	return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${rest.join(' ')}.`;
}

/**
 * Four sections of about 1,300 characters; a short one is a single passage, as an FAQ or a product is.
 * @param {number} n
 * @param {{short?: boolean}} [options]
 */
export function article(n, { short = false } = {}) {
	const sentences = (/** @type {number} */ count) => Array.from({ length: count }, sentence).join(' ');
	const section = () => `## ${word()} ${word()}\n\n${sentences(SENTENCES_OF_SECTION)}`;
	const body = short ? sentences(SENTENCES_OF_SHORT) : Array.from({ length: SECTIONS }, section).join('\n\n');
	return { title: `${word()} ${word()} ${n}`, body };
}

/** Asks for six words of an article that follow each other, as far as they are no names of all. @param {string} body */
export function questionAbout(body) {
	const words = body.split(/[^a-z]+/).filter((one) => one.length > 4);
	const from = Math.floor(next() * (words.length - 6));
	return `${ASKED} ${words.slice(from, from + 6).join(' ')}?`;
}
