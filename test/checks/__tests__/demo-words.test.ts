import { forbiddenWord } from '@answerpack/shared/words';
import { articles } from '../../apps/strapi/src/seed/articles.js';
import { bot } from '../../apps/strapi/src/seed/bot.js';

// What visitors read of the demo comes from seeds too: the bot answers with these very sentences.

/** Every text in a value, however deep, with the path that leads to it. */
function textsIn(value: unknown, path: string): [string, string][] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

test.each([...textsIn(articles, 'article'), ...textsIn(bot, 'bot')])(
	'%s does not make credits sound like money',
	(_path, text) => {
		expect(forbiddenWord(text)).toBeUndefined();
	},
);

test('there are articles in both languages', () => {
	expect(articles.length).toBeGreaterThan(5);
	for (const article of articles) expect(Object.keys(article).sort()).toEqual(['de', 'en']);
});
