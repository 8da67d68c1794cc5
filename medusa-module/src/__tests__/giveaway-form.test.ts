import { type GiveawayDraft, readGiveaway } from '../admin/giveaways/draft';

const now = new Date('2026-11-22T12:00:00Z');
const draft: GiveawayDraft = {
	bot_id: 'bot',
	code: ' spring-26 ',
	name: 'Spring',
	credits: '5',
	total: '500',
	ends_at: new Date('2026-12-01T00:00:00Z'),
	valid_days: '',
};

describe('the form of a giveaway', () => {
	test('sends one that begins now, with its code in capitals', () => {
		expect(readGiveaway(draft, now)).toEqual({
			giveaway: {
				bot_id: 'bot',
				code: 'SPRING-26',
				name: 'Spring',
				credits: 5,
				total_credits: 500,
				starts_at: '2026-11-22T12:00:00.000Z',
				ends_at: '2026-12-01T00:00:00.000Z',
				valid_days: null,
			},
		});
	});

	test.each<[string, Partial<GiveawayDraft>, keyof GiveawayDraft]>([
		['a code with a space', { code: 'SPRING 26' }, 'code'],
		['a code of two letters', { code: 'AB' }, 'code'],
		['no name', { name: '' }, 'name'],
		['no credits', { credits: '' }, 'credits'],
		['less for all than for one', { total: '4.999' }, 'total'],
		['no end', { ends_at: null }, 'ends_at'],
		['an end that is over', { ends_at: now }, 'ends_at'],
		['half a day', { valid_days: '0.5' }, 'valid_days'],
	])('finds %s', (_, change, field) => {
		expect(readGiveaway({ ...draft, ...change }, now)).toEqual({ problems: { [field]: expect.any(String) } });
	});
});
