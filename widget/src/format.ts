import type { Offer, PublicBot } from './contract.js';

/** Fills a text of `@answerpack/shared/words`. */
export type Say = (text: string, values: object) => string;

/**
 * Fills in `{name}`s, numbers as the locale writes them; what is in brackets goes where `n` is one. Values go in as they
 * are: they are shown as text, never as markup.
 */
export const createSay =
	(locale: string): Say =>
	(text, values) =>
		text.replace(/\{(\w+)\}|\((\w+)\)/g, (_, name, plural) => {
			const value = (values as Record<string, string | number | null | undefined>)[name ?? 'n'];
			return name ? (value?.toLocaleString(locale) ?? '') : value === 1 ? '' : plural;
		});

/** The language of the texts, as a tag for `Intl`: the wanted one where we speak it, else English. */
export function localeOf(wanted: string): string {
	return /^(en|de)(-[a-z]{2}\b)?/i.exec(wanted)?.[0] ?? 'en';
}

/** A moment in local time, with its day of the week: people plan by it. */
export const formatWhen = (moment: Date, locale: string): string =>
	moment.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' });

/** So many days, weeks, months or years, as the locale says it. */
export function formatDuration(count: number, unit: NonNullable<Offer['interval']>, locale: string): string {
	return count.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long' });
}

/** What an offer costs, as the locale writes it; a plan with what it is paid for each time: `€9.00 / month`. */
export function formatPrice(offer: Offer, locale: string): string {
	const { amount, currency_code: currency } = offer.price as NonNullable<Offer['price']>;
	const text = amount.toLocaleString(locale, { style: 'currency', currency });
	return offer.interval
		? `${text} / ${formatDuration(offer.interval_count as number, offer.interval, locale).replace(/^1 /, '')}`
		: text;
}

/** How many whole answers credits pay for; nothing when an answer has no fixed price. */
export function answersFor(credits: number, bot: PublicBot): number | undefined {
	// 0.3 / 0.1 is less than 3; credits have three decimals at most.
	return bot.credits_per_answer ? Math.floor(credits / bot.credits_per_answer + 1e-6) : undefined;
}
