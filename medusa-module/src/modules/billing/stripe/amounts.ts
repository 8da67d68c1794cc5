// Stripe counts money in each currency's smallest unit, with exceptions of its own (https://docs.stripe.com/currencies).

/** Without a smaller unit. Iceland's and Uganda's have none either, but Stripe counts them in hundredths. */
const WHOLE = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
/** In thousandths, of which cards can be charged no single ones: amounts end in 0. */
const THOUSANDTHS = new Set('bhd jod kwd omr tnd'.split(' '));

function unitsIn(currencyCode: string): number {
	const code = currencyCode.toLowerCase();
	if (WHOLE.has(code)) return 1;
	return THOUSANDTHS.has(code) ? 1000 : 100;
}

/** An amount as Medusa writes it, for Stripe. Halves are rounded up, as Medusa's own provider does. */
export function toUnits(amount: number, currencyCode: string): number {
	const units = unitsIn(currencyCode);
	// Through decimal text, since 8.165 * 100 is 816.4999….
	const exact = Math.round(Number(`${amount}e${Math.log10(units)}`));
	return units === 1000 ? Math.round(exact / 10) * 10 : exact;
}

/** An amount as Stripe writes it, for people and for Medusa. */
export function fromUnits(units: number, currencyCode: string): number {
	return units / unitsIn(currencyCode);
}
