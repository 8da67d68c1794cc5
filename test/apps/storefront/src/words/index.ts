import type { Interval } from '@answerpack/shared/contract';
import { storage } from '../storage.js';
import { Value } from '../value.js';
import { de } from './de.js';
import { en, type Words } from './en.js';

export type Language = 'en' | 'de';
export const LANGUAGES: Record<Language, Words> = { en, de };

const KEY = 'kupferkanne.language';

/** What the visitor chose before, else what the browser asks for, else English. */
function firstLanguage(): Language {
	const chosen = storage.get(KEY);
	if (chosen === 'en' || chosen === 'de') return chosen;
	return globalThis.navigator?.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}

export const language = new Value<Language>(firstLanguage());

export function chooseLanguage(next: Language): void {
	storage.set(KEY, next);
	language.set(next);
}

/** The words of the language that is chosen now. */
export function words(): Words {
	return LANGUAGES[language.get()];
}

/** Fills `{name}` in; `one|many` is decided by `n`. Numbers are written as the language writes them. */
export function fill(text: string, values: Record<string, string | number>): string {
	const [one = '', many = one] = text.split('|');
	return (values.n === 1 ? one : many).replace(/\{(\w+)\}/g, (whole, name: string) => {
		const value = values[name];
		return typeof value === 'number' ? formatNumber(value) : (value ?? whole);
	});
}

/** The shop is in Europe: its English writes 22 November 2027, not November 22, 2027. */
const locale = () => (language.get() === 'en' ? 'en-GB' : 'de-DE');

export function formatNumber(value: number): string {
	return new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(value);
}

/** A price in the currency's main unit, as Medusa gives it. */
export function formatPrice(amount: number, currency_code: string): string {
	return new Intl.NumberFormat(locale(), { style: 'currency', currency: currency_code.toUpperCase() }).format(amount);
}

export function formatDate(time: string | Date): string {
	return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(new Date(time));
}

export function formatTime(time: string | Date): string {
	return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

/** How often a plan begins a new period: `every month`, `every 3 months`. */
export function every({
	interval,
	interval_count,
}: {
	interval: Interval | null;
	interval_count: number | null;
}): string {
	return interval ? fill(words().every[interval], { n: interval_count ?? 1 }) : '';
}

export function countryName(code: string): string {
	return new Intl.DisplayNames(locale(), { type: 'region' }).of(code.toUpperCase()) ?? code;
}
