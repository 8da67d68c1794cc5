import type { PublicBot } from './contract.js';

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

/** A moment to come, as people say it: `today at 18:00`, `tomorrow at 00:00`, `on 1 December at 00:00`; local time. */
export function formatWhen(
	moment: Date,
	locale: string,
	texts: { when: string; on_day: string },
	now = new Date(),
): string {
	const say = createSay(locale);
	const midnight = (date: Date) => new Date(date).setHours(0, 0, 0, 0);
	const days = Math.round((midnight(moment) - midnight(now)) / 86_400_000); // rounded: clock changes move it
	return say(texts.when, {
		day:
			days === 0 || days === 1
				? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
				: say(texts.on_day, { day: moment.toLocaleDateString(locale, { day: 'numeric', month: 'long' }) }),
		time: moment.toLocaleTimeString(locale, { timeStyle: 'short', hourCycle: 'h23' }),
	});
}

/** A price as the locale writes it. */
export function formatPrice(price: { amount: number; currency_code: string }, locale: string): string {
	return price.amount.toLocaleString(locale, { style: 'currency', currency: price.currency_code });
}

/** How many whole answers credits pay for; nothing when an answer has no fixed price. */
export function answersFor(credits: number, { credits_per_answer }: PublicBot): number | undefined {
	// In millicredits: 0.3 / 0.1 is less than 3.
	return credits_per_answer
		? Math.floor(Math.round(credits * 1000) / Math.round(credits_per_answer * 1000))
		: undefined;
}
