import type { AdminMoney } from '../../api/admin/answerpack/types';
import { useWords } from '../words';

/** Local days, money and shares as the admin's language writes them. */
export function useFormats() {
	const { locale, money, number } = useWords();
	// A local day has no time zone any more, so it is written in the one that it is parsed in.
	const write = (options: Intl.DateTimeFormatOptions) => {
		const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
		return (day: string) => format.format(new Date(day));
	};
	const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 3 });
	const share = new Intl.NumberFormat(locale, {
		style: 'percent',
		signDisplay: 'exceptZero',
		maximumFractionDigits: 0,
	});
	const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
	return {
		number,
		compact: (value: number) => compact.format(value),
		share: (value: number) => share.format(value),
		/** `3 Nov 2026`, and shorter for an axis; a month's first day stands for the month. */
		day: write({ dateStyle: 'medium' }),
		shortDay: write({ day: 'numeric', month: 'short' }),
		longDay: write({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
		month: write({ month: 'short', year: '2-digit' }),
		longMonth: write({ month: 'long', year: 'numeric' }),
		/** Different currencies stand beside each other, and are never added. */
		monies: (all: AdminMoney[]) => list.format(all.map(({ amount, currency_code }) => money(amount, currency_code))),
	};
}
