// Amounts are integers of a currency's smallest unit. Which unit that is, and how small a charge may be.
import { badParameter } from '../http/errors.mjs';

const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));
/** Zero-decimal in fact, yet charged in hundredths for old times' sake: the last two digits must be 0. */
const WHOLE_UNITS = new Set(['isk', 'ugx']);
const TWO_DECIMAL = new Set(
	(
		'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop ' +
		'crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd ' +
		'kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php ' +
		'pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx uyu uzs wst ' +
		'xcd yer zar zmw'
	).split(' '),
);

/** The least charge, in the smallest unit, where Stripe publishes one. */
const MINIMUM = new Map(
	Object.entries({
		usd: 50,
		aed: 200,
		aud: 50,
		bgn: 100,
		brl: 50,
		cad: 50,
		chf: 50,
		czk: 1500,
		dkk: 250,
		eur: 50,
		gbp: 30,
		hkd: 400,
		huf: 17500,
		inr: 50,
		jpy: 50,
		mxn: 1000,
		myr: 200,
		nok: 300,
		nzd: 50,
		pln: 200,
		ron: 200,
		sek: 300,
		sgd: 50,
		thb: 1000,
	}),
);
const AMOUNT_MAX = 99_999_999;

/** @param {string} currency */
export const minimumCharge = (currency) => MINIMUM.get(currency) ?? 1;

/**
 * @param {string} currency
 * @param {string} [param]
 */
export function assertCurrency(currency, param = 'currency') {
	if (TWO_DECIMAL.has(currency) || ZERO_DECIMAL.has(currency) || THREE_DECIMAL.has(currency)) return;
	const all = [...TWO_DECIMAL, ...ZERO_DECIMAL, ...THREE_DECIMAL].join(', ');
	throw badParameter(`Invalid currency: ${currency}. Stripe currently supports these currencies: ${all}`, param);
}

/**
 * An amount that can be charged: neither below the minimum, nor above what a card network takes, nor between units.
 * @param {number} amount
 * @param {string} currency
 * @param {string} [param]
 */
export function assertChargeable(amount, currency, param = 'amount') {
	assertCurrency(currency);
	assertRounded(amount, currency, param);
	if (amount < minimumCharge(currency)) {
		throw badParameter(
			`Amount must be at least ${money(minimumCharge(currency), currency)}`,
			param,
			'amount_too_small',
		);
	}
	if (amount > AMOUNT_MAX) {
		throw badParameter(`Amount must be no more than ${money(AMOUNT_MAX, currency)}`, param, 'amount_too_large');
	}
}

/**
 * @param {number} amount
 * @param {string} currency
 * @param {string} param
 */
export function assertRounded(amount, currency, param) {
	const step = THREE_DECIMAL.has(currency) ? 10 : WHOLE_UNITS.has(currency) ? 100 : 1;
	if (amount % step === 0) return;
	throw badParameter(
		`Invalid amount: amounts in ${currency} must be a multiple of ${step}.`,
		param,
		'invalid_charge_amount',
	);
}

/**
 * As Stripe writes it in messages: `$0.50 usd`, `€5.00 eur`, `¥50 jpy`.
 * @param {number} amount
 * @param {string} currency
 */
export function money(amount, currency) {
	return `${price(amount, currency)} ${currency}`;
}

/**
 * `$0.50`
 * @param {number} amount
 * @param {string} currency
 */
export function price(amount, currency) {
	const decimals = ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;
	return new Intl.NumberFormat('en-US', {
		style: 'currency',
		currency,
		currencyDisplay: 'narrowSymbol',
		minimumFractionDigits: decimals,
		maximumFractionDigits: decimals,
	}).format(amount / 10 ** decimals);
}
