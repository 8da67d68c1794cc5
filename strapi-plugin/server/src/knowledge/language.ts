import { newStemmer } from 'snowball-stemmers';
import * as stopword from 'stopword';
import { cistem } from './cistem';

/** How many stems are remembered: visitors may ask for any word, for ever. */
const STEMS_MAX = 100_000;

/** What the index must know of a language. */
export interface Language {
	/** ISO 639-1: `de`; `und` when the locale has none. */
	code: string;
	/** The word's stem; the word itself where there is no stemmer. Takes a word as `words` gives it. */
	stem(word: string): string;
	/** True for words that say nothing about what is asked: articles, pronouns, question words. */
	isStopWord(word: string): boolean;
}

interface Known {
	stopWords: readonly string[];
	/** A Snowball algorithm, or a function where there is a better one. */
	stemmer?: string | ((word: string) => string);
	/** Words of questions that the stop word list lacks. */
	questionWords?: string;
	/** Words that the stop word list should not have. */
	tellingWords?: string;
}

const QUESTION_WORDS_EN =
	'what which who whom whose when where why how does do did done is are was were be been can could will would shall should may ' +
	'has have had am tell please there any something anything someone anyone thing things need want know';
const QUESTION_WORDS_DE =
	'was welche welcher welches welchem welchen wer wem wen wessen wann wo wohin woher warum weshalb wieso wie wieviel wieviele ' +
	'womit wofür wodurch woran worauf woraus worin worüber wovon wozu wonach wobei gibt bitte';

/** Words that the German list takes for empty, and that visitors of a shop ask about. */
const TELLING_DE =
	'offen uhr zeit tag tage tagen jahr jahre jahren heute morgen früher später zurück ohne ordnung recht richtig mensch menschen ' +
	'groß große großen großer großes gross grosse grossen grosser grosses klein kleine kleinen kleiner kleines neu neue neuen ' +
	'kurz leicht schlecht gut gute guter gutes zusammen mittel startseite gott';

const LANGUAGES: Readonly<Record<string, Known>> = {
	af: { stopWords: stopword.afr },
	ar: { stopWords: stopword.ara, stemmer: 'arabic' },
	bg: { stopWords: stopword.bul },
	bn: { stopWords: stopword.ben },
	ca: { stopWords: stopword.cat, stemmer: 'catalan' },
	cs: { stopWords: stopword.ces, stemmer: 'czech' },
	da: { stopWords: stopword.dan, stemmer: 'danish' },
	de: { stopWords: stopword.deu, stemmer: cistem, questionWords: QUESTION_WORDS_DE, tellingWords: TELLING_DE },
	el: { stopWords: stopword.ell },
	en: { stopWords: stopword.eng, stemmer: 'english', questionWords: QUESTION_WORDS_EN },
	es: { stopWords: stopword.spa, stemmer: 'spanish' },
	et: { stopWords: stopword.est },
	eu: { stopWords: stopword.eus, stemmer: 'basque' },
	fa: { stopWords: stopword.fas },
	fi: { stopWords: stopword.fin, stemmer: 'finnish' },
	fr: { stopWords: stopword.fra, stemmer: 'french' },
	ga: { stopWords: stopword.gle, stemmer: 'irish' },
	gl: { stopWords: stopword.glg },
	he: { stopWords: stopword.heb },
	hi: { stopWords: stopword.hin },
	hr: { stopWords: stopword.hrv },
	hu: { stopWords: stopword.hun, stemmer: 'hungarian' },
	hy: { stopWords: stopword.hye, stemmer: 'armenian' },
	id: { stopWords: stopword.ind },
	it: { stopWords: stopword.ita, stemmer: 'italian' },
	ja: { stopWords: stopword.jpn },
	ko: { stopWords: stopword.kor },
	lt: { stopWords: stopword.lit },
	lv: { stopWords: stopword.lav },
	nb: { stopWords: stopword.nob, stemmer: 'norwegian' },
	nl: { stopWords: stopword.nld, stemmer: 'dutch' },
	nn: { stopWords: stopword.nob, stemmer: 'norwegian' },
	no: { stopWords: stopword.nob, stemmer: 'norwegian' },
	pl: { stopWords: stopword.pol },
	pt: { stopWords: stopword.por, stemmer: 'portuguese' },
	ro: { stopWords: stopword.ron, stemmer: 'romanian' },
	ru: { stopWords: stopword.rus, stemmer: 'russian' },
	sk: { stopWords: stopword.slk },
	sl: { stopWords: stopword.slv, stemmer: 'slovene' },
	sv: { stopWords: stopword.swe, stemmer: 'swedish' },
	ta: { stopWords: [], stemmer: 'tamil' },
	th: { stopWords: stopword.tha },
	tr: { stopWords: stopword.tur, stemmer: 'turkish' },
	uk: { stopWords: stopword.ukr },
	vi: { stopWords: stopword.vie },
	zh: { stopWords: stopword.zho },
};

/**
 * The language of a locale (BCP 47: `de`, `de-AT`, also `de_AT`). An unknown one is neutral: no stems, no stop words;
 * the character n-grams of the index do the work there.
 */
export function languageOf(locale: string): Language {
	const code = locale.toLowerCase().split(/[-_]/, 1)[0] ?? '';
	const known = Object.hasOwn(LANGUAGES, code) ? LANGUAGES[code] : undefined;
	if (!known) return { code: 'und', stem: (word) => word, isStopWord: () => false };
	const stopWords = new Set([...known.stopWords, ...(known.questionWords ?? '').split(' ')]);
	for (const word of (known.tellingWords ?? '').split(' ')) stopWords.delete(word);
	const stem = stemmerOf(known);
	const stems = new Map<string, string>();
	return {
		code,
		isStopWord: (word) => stopWords.has(word),
		stem: (word) => {
			let known = stems.get(word);
			if (known === undefined) {
				if (stems.size >= STEMS_MAX) stems.clear();
				known = stem(word);
				stems.set(word, known);
			}
			return known;
		},
	};
}

function stemmerOf({ stemmer }: Known): (word: string) => string {
	if (typeof stemmer === 'function') return stemmer;
	if (!stemmer) return (word) => word;
	const snowball = newStemmer(stemmer);
	return (word) => snowball.stem(word);
}
