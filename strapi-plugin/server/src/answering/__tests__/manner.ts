import type { Manner } from '../answerer';

/** A bot of which nothing in particular is wanted. */
export const plain: Manner = {
	name: 'Help',
	instructions: null,
	tone: 'neutral',
	declined_topics: [],
	model: null,
	output_tokens_max: null,
};
