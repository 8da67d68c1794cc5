// Narrow declarations of the parts that this folder uses: these packages ship no types.

declare module 'snowball-stemmers' {
	/** Throws a TypeError when the algorithm is unknown. */
	export function newStemmer(algorithm: string): { stem(word: string): string };
}

declare module 'stopword' {
	/** Lower-case stop words. The package exports one such list for each ISO 639-3 code. */
	type Words = readonly string[];
	export const afr: Words, ara: Words, ben: Words, bul: Words, cat: Words, ces: Words, dan: Words, deu: Words;
	export const ell: Words, eng: Words, est: Words, eus: Words, fas: Words, fin: Words, fra: Words, gle: Words;
	export const glg: Words, heb: Words, hin: Words, hrv: Words, hun: Words, hye: Words, ind: Words, ita: Words;
	export const jpn: Words, kor: Words, lav: Words, lit: Words, nld: Words, nob: Words, pol: Words, por: Words;
	export const ron: Words, rus: Words, slk: Words, slv: Words, spa: Words, swe: Words, tha: Words, tur: Words;
	export const ukr: Words, vie: Words, zho: Words;
}

declare module 'markdown-it' {
	export interface Token {
		type: string;
		tag: string;
		content: string;
		children: Token[] | null;
	}
	export default class MarkdownIt {
		constructor(options?: { html?: boolean });
		parse(source: string, env: object): Token[];
		readonly utils: { unescapeAll(text: string): string };
	}
}
