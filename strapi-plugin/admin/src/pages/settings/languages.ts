/** The languages that a bot's field names and that are some, each once; English where there is none yet. */
export function languagesOf(text: string | null): string[] {
	const tags = (text ?? '').split(/[,\s]+/).filter(isLanguage);
	return tags.length ? [...new Set(tags)] : ['en'];
}

function isLanguage(tag: string): boolean {
	try {
		return Intl.getCanonicalLocales(tag).length === 1;
	} catch {
		return false;
	}
}
