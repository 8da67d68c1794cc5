/** So many letters and digits in a row are taken from a text; fewer can be anybody's. */
const RUN = 12;
const LEFT_OUT = 'its words repeat what was asked, and are left out';

/**
 * What another server says of a failure, for the log, without what visitors and bots said: some servers repeat what they were
 * sent. One that does is left with its status.
 * @param texts that must not be read in the log
 */
export function withoutTexts(words: string, texts: readonly string[]): string {
	const said = bare(words);
	if (!texts.some((text) => holds(said, bare(text)))) return words;
	const status = /^\d{3}\b/.exec(words)?.[0];
	return status ? `${status} (${LEFT_OUT})` : LEFT_OUT;
}

function holds(said: string, text: string): boolean {
	if (text.length < RUN) return text.length >= RUN / 2 && said.includes(text);
	for (let at = 0; at + RUN <= text.length; at++) if (said.includes(text.slice(at, at + RUN))) return true;
	return false;
}

/** However it is quoted, broken or escaped: letters and digits are what remains. */
function bare(text: string): string {
	return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
