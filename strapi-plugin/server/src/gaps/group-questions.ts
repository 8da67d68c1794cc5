/** A question that its asker got no good answer to. */
export interface Asked {
	id: string;
	question: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** How alike two questions must be to ask the same, 0 to 1. */
const ALIKE = 0.6;

/**
 * Puts questions together that ask the same in other words: those whose telling words are mostly the same, each weighed
 * by how much it tells. "Do you deliver to Switzerland?" goes with "How long does delivery to Switzerland take?", since
 * Switzerland tells most, and not with the same question about Austria. Each question goes to the group that it is most
 * like, by the group's first question; the newest come first.
 * @param weigh the telling words of a question in a form that inflections share, with how much each tells
 * @returns groups, the largest first, then the one asked last; in a group the newest question first
 */
export function groupQuestions(
	questions: readonly Asked[],
	weigh: (question: string) => ReadonlyMap<string, number>,
): Asked[][] {
	const groups: { words: ReadonlyMap<string, number>; own: Asked[] }[] = [];
	for (const question of [...questions].sort((a, b) => b.at - a.at)) {
		const words = weigh(question.question);
		let best: (typeof groups)[number] | undefined;
		let most = ALIKE;
		for (const group of groups) {
			const alike = likeness(words, group.words);
			if (alike < most) continue;
			most = alike;
			best = group;
		}
		if (best) best.own.push(question);
		else groups.push({ words, own: [question] });
	}
	return groups.map(({ own }) => own).sort((a, b) => b.length - a.length || (b[0]?.at ?? 0) - (a[0]?.at ?? 0));
}

/** Twice what both have, by what each has; two without any telling word are alike. */
function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
	const all = weightOf(a.values()) + weightOf(b.values());
	if (all === 0) return 1;
	const both = [...a].filter(([word]) => b.has(word)).map(([, weight]) => weight);
	return (2 * weightOf(both.values())) / all;
}

function weightOf(weights: Iterable<number>): number {
	let sum = 0;
	for (const weight of weights) sum += weight;
	return sum;
}

/** The wording that was used most, as it was asked last. */
export function commonestWording(group: readonly Asked[]): string {
	const counts = new Map<string, { question: string; count: number }>();
	for (const { question } of group) {
		const key = wordingKey(question);
		const known = counts.get(key);
		if (known) known.count += 1;
		else counts.set(key, { question: question.trim(), count: 1 });
	}
	let best = { question: '', count: 0 };
	for (const one of counts.values()) if (one.count > best.count) best = one;
	return best.question;
}

/** Every wording once, the commonest first, without differences of case and punctuation. */
export function wordings(group: readonly Asked[]): string[] {
	const first = commonestWording(group);
	const seen = new Set<string>();
	return [first, ...group.map(({ question }) => question.trim())].filter((question) => {
		const key = wordingKey(question);
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}

function wordingKey(question: string): string {
	return question
		.toLowerCase()
		.replace(/[\s?!.]+/g, ' ')
		.trim();
}
