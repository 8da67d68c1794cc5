import { MathBN } from '@medusajs/framework/utils';
import type { AdminMoney } from '../api/admin/answerpack/types';

/** Adds up what is in the same currency, and nothing else; to the currency's smallest unit, the currencies in order. */
export function addUp(money: AdminMoney[]): AdminMoney[] {
	const currencies = [...new Set(money.map(({ currency_code }) => currency_code))].sort();
	return currencies.map((currency_code) => {
		const amounts = money.flatMap((one) => (one.currency_code === currency_code ? one.amount : []));
		return { amount: Number(MathBN.sum(0, ...amounts).toFixed(decimalsOf(currency_code))), currency_code };
	});
}

function decimalsOf(currency: string): number {
	return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
