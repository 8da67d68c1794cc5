import { segments } from './segments';

/** Abbreviations that no sentence ends with, without their last dot. A single letter is one, too: "z. B.", "J. S. Bach". */
const ABBREVIATIONS = new Set(
	(
		'mr mrs ms dr prof rev hon gen col capt lt sgt st mt vs approx incl excl fig e.g i.e cf viz al ' +
		'bzw ca evtl ggf ggfs inkl exkl zzgl abzgl bspw sog vgl allg insb lfd bsp ehem gem gegr geb verh frl hr fr str tel mio mrd ' +
		'bzgl urspr zit etc. dipl ing mag'
	).split(' '),
);
/** Abbreviations when a number follows: "No. 5", "Nr. 3", "Sept. 4". */
const BEFORE_NUMBER = new Set(
	'no nos nr nrn vol pp art abs abb kap ziff pos max min mind jan feb apr jun jul aug sep sept oct okt nov dec dez'.split(
		' ',
	),
);
/** Languages that write an ordinal with a dot: "am 3. Mai". */
const DOTTED_ORDINALS = new Set([
	'cs',
	'da',
	'de',
	'et',
	'fi',
	'hr',
	'hu',
	'lv',
	'nb',
	'nn',
	'no',
	'pl',
	'sk',
	'sl',
	'tr',
]);

/** What has not ended by then is no sentence: "A. B. C. D. …". */
const LENGTH_MAX = 1000;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The sentences of a line of plain text, in order and trimmed. Unicode's rules (UAX 29) for the locale, mended where
 * they take the dot of an abbreviation or of an ordinal for the end of a sentence.
 */
export function sentences(line: string, locale: string): string[] {
	const language = locale.toLowerCase().split(/[-_]/, 1)[0] ?? '';
	let segmenter = segmenters.get(language);
	if (!segmenter) {
		segmenter = new Intl.Segmenter(/^[a-z]{2,3}$/.test(language) ? language : 'en', { granularity: 'sentence' });
		segmenters.set(language, segmenter);
	}
	const found: string[] = [];
	let open = '';
	for (const segment of segments(segmenter, line)) {
		if (open.length > LENGTH_MAX || (open && !goesOn(open.trimEnd(), segment, language))) {
			found.push(open.trim());
			open = '';
		}
		open += segment;
	}
	found.push(open.trim());
	return found.filter((sentence) => sentence !== '');
}

/** True when what follows still belongs to the sentence before. */
function goesOn(before: string, next: string, language: string): boolean {
	if (/^[^\p{L}\p{N}]*\p{Ll}/u.test(next)) return true;
	if (!before.endsWith('.')) return false;
	const last = (/[^\s("'„“»«/-]+$/u.exec(before.slice(0, -1))?.[0] ?? '').toLowerCase();
	if (/(?:^|\.)\p{L}$/u.test(last) || ABBREVIATIONS.has(last)) return true;
	if (/^\d/.test(next) && BEFORE_NUMBER.has(last)) return true;
	return DOTTED_ORDINALS.has(language) && /^\d{1,2}$/.test(last);
}
