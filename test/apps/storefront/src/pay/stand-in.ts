import { h } from '../dom.js';
import { Sentence } from '../shop/explain.js';
import { words } from '../words/index.js';
import { type Intent, leaveFor, type PayForm, type Purpose, STRIPE, TEST_PAYMENT } from './index.js';
import { testBox } from './without-card.js';

/** Test cards by Stripe's names; what each does is in the words. `none` is Medusa's test payment. */
const CARDS = {
	payment: ['none', 'visa', 'chargeDeclined', 'authenticationRequiredOnSetup', 'authenticationRequired'],
	setup: ['visa', 'chargeDeclined', 'chargeCustomerFail', 'authenticationRequired'],
} as const;
type Card = (typeof CARDS)[keyof typeof CARDS][number];

/** The demo's stand-in for Stripe: a card is chosen, not entered, and it moves no money. */
export function standInForm(standIn: string, key: string, { kind, plan, back }: Purpose): PayForm {
	const w = words().pay;
	const cards = CARDS[kind].filter((card) => !(plan && card === 'none'));
	let chosen: Card = back ? 'visa' : (cards[0] ?? 'visa');
	const option = (card: Card) =>
		h(
			'label',
			{ class: 'choice-option' },
			h('input', {
				type: 'radio',
				name: 'test-card',
				id: `test-card-${card}`,
				checked: card === chosen,
				onchange: () => {
					chosen = card;
				},
			}),
			h('span', {}, w.cards[card]),
		);
	return {
		element: h(
			'div',
			{},
			testBox(w.stand_in),
			h('fieldset', { class: 'choice choice-stacked' }, h('legend', {}, w.choose), cards.map(option)),
		),
		provider: () => (chosen === 'none' ? TEST_PAYMENT : STRIPE),
		confirm: (intent, return_url) => confirm(`${standIn}/v1`, key, intent, `pm_card_${chosen}`, return_url),
	};
}

interface Answer {
	status: string;
	payment_method: string | null;
	next_action: { redirect_to_url?: { url: string } } | null;
	error?: { code?: string; decline_code?: string };
}

/** What Stripe's script does in a browser: with the intent's own secret, and a key that may do nothing else. */
async function confirm(api: string, key: string, intent: Intent, card: string, return_url: string): Promise<string> {
	const { client_secret } = intent;
	const path = `${api}/${intent.kind}_intents/${client_secret.split('_secret_')[0]}`;
	const ask = async (url: string, body?: Record<string, string>): Promise<Answer> => {
		const response = await fetch(url, {
			headers: { authorization: `Bearer ${key}` },
			...(body && { method: 'POST', body: new URLSearchParams(body) }),
		});
		return (await response.json()) as Answer;
	};
	const before = await ask(`${path}?${new URLSearchParams({ client_secret })}`);
	const done = ['succeeded', 'requires_capture'].includes(before.status);
	const after = done ? before : await ask(`${path}/confirm`, { client_secret, payment_method: card, return_url });
	if (after.error) throw refusal(after.error);
	const question = after.next_action?.redirect_to_url?.url;
	if (question) return leaveFor(question);
	return after.payment_method ?? '';
}

function refusal({ code = '', decline_code = '' }: NonNullable<Answer['error']>): Sentence {
	const reasons: Record<string, string> = words().pay.refusals;
	return new Sentence(reasons[decline_code] ?? reasons[code] ?? words().errors.codes.card_refused);
}
