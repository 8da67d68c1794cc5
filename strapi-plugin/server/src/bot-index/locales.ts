/**
 * The locales to ask, best first: the question's language itself (`de-AT`), then its relatives (`de`, `de-DE`), then
 * the rest in their own order, since an answer in another language is better than none.
 */
export function localesFor(language: string | undefined, available: readonly string[]): string[] {
	if (!language) return [...available];
	const wanted = language.toLowerCase();
	const rank = (locale: string) => {
		const offered = locale.toLowerCase();
		if (offered === wanted) return 0;
		return primary(offered) === primary(wanted) ? 1 : 2;
	};
	return available
		.map((locale, position) => ({ locale, rank: rank(locale), position }))
		.sort((a, b) => a.rank - b.rank || a.position - b.position)
		.map(({ locale }) => locale);
}

function primary(tag: string): string {
	return tag.split('-')[0] as string;
}
