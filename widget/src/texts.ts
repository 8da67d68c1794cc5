/**
 * Makes sure that what came from outside are texts: then the rest of it is what we take it for.
 * @throws TypeError when one of them is something else.
 */
export function expectTexts(texts: unknown[]): void {
	for (const text of texts) (text as string).trim();
}
