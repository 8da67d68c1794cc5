import { forbiddenWord } from '@answerpack/shared/words';
import { ARTICLES } from '../catalogue';

test('no article makes credits sound like money, in either language', () => {
	for (const { handle, title, subtitle, description, de } of ARTICLES) {
		for (const text of [title, subtitle, description, de.title, de.subtitle, de.description]) {
			expect([handle, forbiddenWord(text)]).toEqual([handle, undefined]);
		}
	}
});
