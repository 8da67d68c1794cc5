const LENGTH_MAX = 60;
const LETTERS: Readonly<Record<string, string>> = {
	ä: 'ae',
	ö: 'oe',
	ü: 'ue',
	ß: 'ss',
	æ: 'ae',
	ø: 'o',
	đ: 'd',
	ł: 'l',
};

/** What the widget could call a bot of this name: a-z, 0-9 and single hyphens; empty where nothing of it is left. */
export function slugOf(name: string): string {
	return name
		.toLowerCase()
		.replace(/[äöüßæøđł]/g, (letter) => LETTERS[letter] ?? '')
		.normalize('NFKD')
		.replace(/\p{M}+/gu, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, LENGTH_MAX)
		.replace(/^-+|-+$/g, '');
}
