/**
 * Words that would make credits sound like money. No visitor and no document for visitors reads them, except to say
 * that credits are not that. Used by tests over everything that visitors read.
 */
export const FORBIDDEN_WORDS: RegExp[] = [
	/\bbalances?\b/i,
	/\bwallets?\b/i,
	/\baccount money\b/i,
	/\bwithdraw(s|n|als?|ing)?\b/i,
	/\bpay(s|ing)?[ -]?outs?\b/i,
	/\bcash\b/i,
	/\btop[ -]?ups?\b/i,
	/guthaben/i,
	/geldb(ö|oe)rse/i,
	/(?<!s)konto|konten\b/i,
	/aus(zu)?zahl(en|bar|ung)/i,
	/auf(zu)?lad(en|ung)|aufgeladen/i,
];

/** The first forbidden word in a text, if there is one. */
export function forbiddenWord(text: string): string | undefined {
	for (const word of FORBIDDEN_WORDS) {
		const found = word.exec(text);
		if (found) return found[0];
	}
	return undefined;
}
