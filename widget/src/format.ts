import type { Offer, PublicBot } from './contract.js';

/** Fills a text of `@answerpack/shared/words`. */
export type Say = (text: string, values: Record<string, string | number>) => string;

/**
 * Fills in `{name}`s, numbers as the locale writes them. Where a text has two forms (`one|many`), the number `n` decides.
 * Values go in as they are: they are shown as text, never as markup.
 */
export function createSay(locale: string): Say {
	return (text, values) => {
		const [one = '', many = one] = text.split('|');
		return (values.n === 1 ? one : many).replace(/\{(\w+)\}/g, (_, name) => values[name]?.toLocaleString(locale) ?? '');
	};
}

/** The language of the texts, as a tag for `Intl`: the wanted one where we speak it, else English. */
export function localeOf(wanted: string): string {
	return /^(en|de)(-[a-z]{2})?(?![a-z])/i.exec(wanted)?.[0] ?? 'en';
}

/** A moment within the next weeks, in local time: `Sunday, March 29 at 00:00`. */
export function formatWhen(moment: Date, locale: string): string {
	return moment.toLocaleString(locale, {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	});
}

/** So many days, weeks, months or years, as the locale says it. */
export function formatDuration(count: number, unit: NonNullable<Offer['interval']>, locale: string): string {
	return count.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long' });
}

/** What an offer costs, as the locale writes it; a plan with what it is paid for each time: `€9.00 / month`. */
export function formatPrice({ price, interval, interval_count }: Offer, locale: string): string {
	const amount = price?.amount.toLocaleString(locale, { style: 'currency', currency: price.currency_code }) ?? '';
	return interval ? `${amount} / ${formatDuration(interval_count ?? 1, interval, locale).replace(/^1 /, '')}` : amount;
}

/** How many whole answers credits pay for; nothing when an answer has no fixed price. */
export function answersFor(credits: number, { credits_per_answer }: PublicBot): number | undefined {
	// In millicredits: 0.3 / 0.1 is less than 3.
	return credits_per_answer
		? Math.floor(Math.round(credits * 1000) / Math.round(credits_per_answer * 1000))
		: undefined;
}
