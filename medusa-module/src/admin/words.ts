import { useTranslation } from 'react-i18next';
import { Refused } from './call';

/** Our words in the language of the admin, and numbers and times as that language writes them. */
export function useWords() {
	const { t, i18n } = useTranslation('answerpack');
	const locale = localeOf(i18n.language);
	const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
	const time = (iso: string, options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(locale, options).format(new Date(iso));
	return {
		t,
		locale,
		/** Why something was refused, in the language of the admin; what has no words there, in the server's. */
		explain: (error: Error) =>
			error instanceof Refused && i18n.exists(`errors.${error.code}`, { ns: 'answerpack' })
				? t(`errors.${error.code}`)
				: error.message || t('errors.unreachable'),
		/** `1 month`, `3 months`. */
		interval: (interval: string, count: number) => t(`interval.${interval}`, { count, n: number(count) }),
		number,
		credits: (value: number) => t('credits', { count: value, n: number(value) }),
		money: (amount: number, currency: string) =>
			new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() }).format(amount),
		days: (value: number) => t('offer.days', { count: value, n: number(value) }),
		date: (iso: string) => time(iso, { dateStyle: 'medium' }),
		dateTime: (iso: string) => time(iso, { dateStyle: 'medium', timeStyle: 'short' }),
	};
}

/** The admin says `enGB` and `ptBR` where `Intl` wants `en-GB` and `pt-BR`. */
function localeOf(language: string): string {
	return language.replace(/^([a-z]{2})([A-Z]{2})$/, '$1-$2');
}
