import type { Core } from '@strapi/strapi';
import { createBotIndexes } from '../bot-index';

const ARTICLE = { documentId: 'a', title: 'Delivery', body: 'Delivery takes 3 days.', url: null, locale: 'en' };

/** A database as far as indexes ask it: its fingerprint is `state.ids`, and each reading of articles waits to be let go. */
function createDatabase(state: { ids: number }) {
	const readings: (() => void)[] = [];
	const aggregate = {
		whereNotNull: () => aggregate,
		count: () => aggregate,
		max: () => aggregate,
		first: async () => ({ count: 1, newest: state.ids }),
	};
	const db = {
		metadata: { get: () => ({ tableName: 'articles', attributes: { bots: { joinTable: { name: 'links' } } } }) },
		getConnection: () => aggregate,
		query: () => ({
			findMany: () => new Promise((done) => readings.push(() => done([ARTICLE]))),
		}),
	};
	return { strapi: { db } as unknown as Core.Strapi, readings };
}

const settle = () => new Promise(setImmediate);

test('what is published while an index is being built does not break the questions that wait for it', async () => {
	const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
	const state = { ids: 1 };
	const { strapi, readings } = createDatabase(state);
	const indexes = createBotIndexes({ strapi });
	const first = indexes.passageCounts('bot');
	await settle();

	clock.mockReturnValue(2000);
	state.ids = 2;
	const second = indexes.passageCounts('bot'); // waits for the first, and will find it outdated
	await settle();
	indexes.invalidate();
	readings[0]?.();
	await settle();
	readings[1]?.();
	expect(await first).toEqual({ en: 1 });
	expect(await second).toEqual({ en: 1 });
	expect(readings).toHaveLength(2);
	clock.mockRestore();
});
