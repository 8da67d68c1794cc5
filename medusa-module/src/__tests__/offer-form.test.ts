import { draftOf, type Market, NEW_OFFER, type OfferDraft, readChange, readNew } from '../admin/offers/draft';
import type { AdminOffer } from '../api/admin/answerpack/types';

const market: Market = {
	currencies: [
		{ code: 'eur', name: 'Euro', symbol: '€', decimals: 2 },
		{ code: 'usd', name: 'US Dollar', symbol: '$', decimals: 2 },
	],
	regions: [
		{ id: 'reg_de', name: 'Germany', currency_code: 'eur' },
		{ id: 'reg_fr', name: 'France', currency_code: 'eur' },
	],
	sales_channels: [{ id: 'sc_1', name: 'Web' }],
	default_sales_channel_id: 'sc_1',
};
const pack: OfferDraft = {
	...NEW_OFFER,
	bot_id: 'bot',
	name: ' 10 credits ',
	credits: '10',
	prices: { eur: 4.99 },
	sales_channel_ids: ['sc_1'],
};
const plan: OfferDraft = { ...pack, kind: 'plan', interval: 'month', interval_count: '3' };
const product = { prices: [{ currency_code: 'eur', amount: 4.99 }], sales_channel_ids: ['sc_1'] };

describe('the form of a new offer', () => {
	test('sends a pack with what its product costs, in currencies and in regions that differ', () => {
		const sent = { kind: 'pack', bot_id: 'bot', name: '10 credits', credits: 10, valid_days: null };
		expect(readNew(pack, market)).toEqual({ offer: { ...sent, product } });
		const prices = { usd: 6, reg_fr: 4.5, eur: 4.99, gone: 1 };
		expect(readNew({ ...pack, valid_days: '365', prices }, market)).toEqual({
			offer: {
				...sent,
				valid_days: 365,
				product: {
					...product,
					prices: [
						{ currency_code: 'eur', amount: 4.99 },
						{ currency_code: 'usd', amount: 6 },
						{ currency_code: 'eur', region_id: 'reg_fr', amount: 4.5 },
					],
				},
			},
		});
	});

	test('sends a plan with its period, and nothing of what was typed for a pack', () => {
		const sent = { kind: 'plan', bot_id: 'bot', name: '10 credits', credits: 10, interval: 'month', interval_count: 3 };
		const read = readNew({ ...plan, valid_days: '5', rollover: '7' }, market);
		expect(read).toEqual({ offer: { ...sent, rollover: 0, trial_days: 0, product } }); // it was switched off again
		expect(readNew({ ...plan, rolls_over: true, rollover: '2.5' }, market)).toEqual({
			offer: { ...sent, rollover: 2.5, trial_days: 0, product },
		});
		expect(readNew({ ...plan, trial_days: '84' }, market)).toEqual({
			offer: { ...sent, rollover: 0, trial_days: 84, product },
		});
	});

	test('asks for no price where a variant is there', () => {
		const { offer } = readNew({ ...pack, prices: {}, variant_id: 'variant_1' }, undefined) as { offer: object };
		expect(offer).toMatchObject({ variant_id: 'variant_1', name: '10 credits' });
		expect(offer).not.toHaveProperty('product');
	});

	test.each<[string, Partial<OfferDraft>, keyof OfferDraft]>([
		['no name', { name: ' ' }, 'name'],
		['no credits', { credits: '' }, 'credits'],
		['credits of nothing', { credits: '0' }, 'credits'],
		['fewer than none', { credits: '-1' }, 'credits'],
		['four decimals', { credits: '1.0005' }, 'credits'],
		['more than a piece can grant', { credits: '2000001' }, 'credits'],
		['half a day', { valid_days: '0.5' }, 'valid_days'],
		['eleven years', { valid_days: '4015' }, 'valid_days'],
		['no price', { prices: {} }, 'prices'],
		['a price of zero', { prices: { eur: 4, usd: 0 } }, 'prices'],
		['no sales channel', { sales_channel_ids: [] }, 'sales_channel_ids'],
		['no bot', { bot_id: '' }, 'bot_id'],
		['a period of four years', { kind: 'plan', interval: 'year', interval_count: '4' }, 'interval_count'],
		['no period', { kind: 'plan', interval_count: '' }, 'interval_count'],
		['a trial that is longer than a period', { kind: 'plan', trial_days: '29' }, 'trial_days'],
		['nothing to roll over', { kind: 'plan', rolls_over: true, rollover: '' }, 'rollover'],
	])('finds %s', (_, change, field) => {
		const read = readNew({ ...pack, ...change }, market);
		expect(read).toEqual({ problems: { [field]: expect.any(String) } });
	});

	test('takes three decimals exactly as they are', () => {
		for (const credits of ['0.001', '1.005', '4.35', '1999999.999']) {
			expect(readNew({ ...pack, credits }, market)).toMatchObject({ offer: { credits: Number(credits) } });
		}
	});
});

describe('the form of an offer that is there', () => {
	const offer: AdminOffer = {
		id: 'aoffer_1',
		kind: 'plan',
		name: '50 a month',
		bot_id: 'bot',
		bot_name: 'Help',
		credits: 50,
		valid_days: null,
		interval: 'month',
		interval_count: 1,
		rollover: 25,
		trial_days: 14,
		variants: [],
		prices: [],
	};

	test('changes nothing while nothing is typed', () => {
		const { name, credits, interval, interval_count, rollover, trial_days } = offer;
		expect(readChange(draftOf(offer))).toEqual({
			change: { name, credits, interval, interval_count, rollover, trial_days },
		});
		const pack = {
			...offer,
			kind: 'pack' as const,
			interval: null,
			interval_count: null,
			rollover: 0,
			trial_days: 0,
			valid_days: 30,
		};
		expect(readChange(draftOf(pack))).toEqual({ change: { name, credits, valid_days: 30 } });
	});
});
