import type { Interval } from '@answerpack/shared/contract';
import type { AdminNewOffer, AdminNewProduct, AdminOffer, AdminOfferChange } from '../../api/admin/answerpack/types';

/** What a new product is priced in, and where it can be sold. */
export interface Market {
	currencies: { code: string; name: string; symbol: string; decimals: number }[];
	regions: { id: string; name: string; currency_code: string }[];
	sales_channels: { id: string; name: string }[];
	default_sales_channel_id: string | null;
}

/** An offer as it stands in the form: what was typed, not yet what it means. */
export interface OfferDraft {
	kind: 'pack' | 'plan';
	bot_id: string;
	name: string;
	credits: string;
	/** Of a pack; empty: without end. */
	valid_days: string;
	/** Of a plan. */
	interval: Interval;
	interval_count: string;
	rolls_over: boolean;
	rollover: string;
	/** Of a plan: how long it can be had for nothing first; empty: not at all. */
	trial_days: string;
	/** The variant that sells it, where it is there already. */
	variant_id: string;
	/** Amounts by currency or region, in the main unit; one that is not there is not priced. */
	prices: Record<string, number>;
	sales_channel_ids: string[];
}

/** What is wrong with a field, by the name of the words that say it. */
export type OfferProblems = Partial<Record<keyof OfferDraft, string>>;

/** The most one piece may grant, as the route has it. */
const CREDITS_MAX = 2_000_000;
const VALID_DAYS_MAX = 3650;
/** Stripe bills at least every three years. */
const INTERVAL_COUNT_MAX: Record<Interval, number> = { day: 1095, week: 156, month: 36, year: 3 };
/** The shortest that a period can be; a trial is no longer. */
const DAYS: Record<Interval, number> = { day: 1, week: 7, month: 28, year: 365 };

export const NEW_OFFER: OfferDraft = {
	kind: 'pack',
	bot_id: '',
	name: '',
	credits: '',
	valid_days: '',
	interval: 'month',
	interval_count: '1',
	rolls_over: false,
	rollover: '',
	trial_days: '',
	variant_id: '',
	prices: {},
	sales_channel_ids: [],
};

/** An offer that is there, as the form shows it. */
export function draftOf(offer: AdminOffer): OfferDraft {
	return {
		...NEW_OFFER,
		kind: offer.kind,
		bot_id: offer.bot_id,
		name: offer.name,
		credits: String(offer.credits),
		valid_days: offer.valid_days === null ? '' : String(offer.valid_days),
		interval: offer.interval ?? 'month',
		interval_count: String(offer.interval_count ?? 1),
		rolls_over: offer.rollover > 0,
		rollover: offer.rollover > 0 ? String(offer.rollover) : '',
		trial_days: offer.trial_days > 0 ? String(offer.trial_days) : '',
	};
}

/** What an offer grants, or what is wrong with it. */
function readTerms(draft: OfferDraft) {
	const problems: OfferProblems = {};
	const name = draft.name.trim();
	if (!name) problems.name = 'product.name_missing';
	const credits = readCredits(draft.credits);
	if (credits === undefined) problems.credits = 'product.credits_missing';
	if (draft.kind === 'pack') {
		const valid_days = draft.valid_days.trim() === '' ? null : readWhole(draft.valid_days, VALID_DAYS_MAX);
		if (valid_days === undefined) problems.valid_days = 'form.days_wrong';
		return { problems, terms: { kind: 'pack' as const, name, credits: credits ?? 0, valid_days: valid_days ?? null } };
	}
	const { interval } = draft;
	const interval_count = readWhole(draft.interval_count, INTERVAL_COUNT_MAX[interval]);
	if (interval_count === undefined) problems.interval_count = 'form.interval_wrong';
	const rollover = draft.rolls_over ? readCredits(draft.rollover) : 0;
	if (rollover === undefined) problems.rollover = 'product.credits_missing';
	const trial_days =
		draft.trial_days.trim() === '' ? 0 : readWhole(draft.trial_days, DAYS[interval] * (interval_count ?? 1));
	if (trial_days === undefined) problems.trial_days = 'form.trial_wrong';
	const period = { interval, interval_count: interval_count ?? 1 };
	const plan = { ...period, rollover: rollover ?? 0, trial_days: trial_days ?? 0 };
	return { problems, terms: { kind: 'plan' as const, name, credits: credits ?? 0, ...plan } };
}

/** What is sent to change an offer, or what is wrong. */
export function readChange(draft: OfferDraft): { problems: OfferProblems } | { change: AdminOfferChange } {
	const { problems, terms } = readTerms(draft);
	if (Object.keys(problems).length > 0) return { problems };
	const { kind: _, ...change } = terms;
	return { change };
}

/**
 * What is sent to make an offer, or what is wrong.
 * @param market where a new product is sold; without it, the draft names a variant.
 */
export function readNew(
	draft: OfferDraft,
	market: Market | undefined,
): { problems: OfferProblems } | { offer: AdminNewOffer } {
	const { problems, terms } = readTerms(draft);
	if (!draft.bot_id) problems.bot_id = 'form.bot_missing';
	if (!market) {
		if (!draft.variant_id) problems.variant_id = 'form.variant_missing';
		if (Object.keys(problems).length > 0) return { problems };
		return { offer: { ...terms, bot_id: draft.bot_id, variant_id: draft.variant_id } };
	}
	const product = readProduct(draft, market);
	if (product.prices.length === 0) problems.prices = 'form.price_missing';
	if (product.prices.some(({ amount }) => !(amount > 0))) problems.prices = 'form.price_zero';
	if (product.sales_channel_ids.length === 0) problems.sales_channel_ids = 'form.channel_missing';
	if (Object.keys(problems).length > 0) return { problems };
	return { offer: { ...terms, bot_id: draft.bot_id, product } };
}

function readProduct({ prices, sales_channel_ids }: OfferDraft, { currencies, regions }: Market): AdminNewProduct {
	const priced = <Place>(places: Place[], key: (place: Place) => string, price: (place: Place) => object) =>
		places.flatMap((place) => {
			const amount = prices[key(place)];
			return amount === undefined ? [] : [{ ...price(place), amount }];
		});
	return {
		prices: [
			...priced(
				currencies,
				({ code }) => code,
				({ code }) => ({ currency_code: code }),
			),
			...priced(
				regions,
				({ id }) => id,
				({ id, currency_code }) => ({ currency_code, region_id: id }),
			),
		] as AdminNewProduct['prices'],
		sales_channel_ids,
	};
}

/** More than nothing, with at most three decimals. */
export function readCredits(text: string, max = CREDITS_MAX): number | undefined {
	const credits = Number(text);
	const exact = Math.abs(credits * 1000 - Math.round(credits * 1000)) < 1e-6;
	return text.trim() !== '' && credits > 0 && credits <= max && exact ? credits : undefined;
}

/** A whole number from 1. */
export function readWhole(text: string, max: number): number | undefined {
	const number = Number(text);
	return text.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= max ? number : undefined;
}
