/** Gives two of five words of more than four letters one slip: a letter lost, doubled, wrong, or swapped with the next. */
export function misspell(texts) {
	let state = 1;
	const random = (below) => {
		// Lehmer's generator: the same slips at every run.
		state = (state * 48_271) % 2_147_483_647;
		return state % below;
	};
	return texts.map((text) =>
		text.replace(/\p{L}{5,}/gu, (word) => {
			if (random(5) >= 2) return word;
			const at = 1 + random(word.length - 2);
			const slip = random(4);
			if (slip === 0) return word.slice(0, at) + word.slice(at + 1);
			if (slip === 1) return word.slice(0, at) + word[at] + word.slice(at);
			if (slip === 2) return word.slice(0, at) + 'aeinrst'[random(7)] + word.slice(at + 1);
			return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
		}),
	);
}
