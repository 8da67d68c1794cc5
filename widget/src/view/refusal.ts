import type { Failure } from '../api.js';
import type { Offer, RefusalDetails } from '../contract.js';
import { formatDuration, formatPrice } from '../format.js';
import type { Turn } from '../turn.js';
import { button, type Child, type Drawing, h } from './dom.js';
import { errorCard, failureText, freeBack, retryButton, signInButton, type Ui } from './ui.js';

/**
 * No credits for this question: what is used up, when it comes back, and what can be done now. Once there is something
 * to ask with again, the question waits behind one button.
 */
export function refusal(ui: Ui, turn: Turn, failure: Failure): Drawing {
	const { resets_at, offers } = (failure.details ?? {}) as Partial<RefusalDetails>;
	const until = Date.parse(resets_at as string);
	// An answer without a fixed price needs whatever there is.
	const canAsk =
		(ui.chat.memory.credits as number) >= (ui.chat.about?.credits_per_answer || 0.001) || until <= Date.now();
	const ways = [
		canAsk && retryButton(ui, () => ui.chat.retry(turn)),
		!ui.chat.isCustomer() && h('div.sign-in-box', {}, ui.texts.sign_in_to_buy, signInButton(ui)),
		offers && buyBox(ui), // comes when the shop has answered: last, so that nothing moves
	];
	return h(
		'div.refusal card',
		{},
		h('strong.refusal-title said', {}, failureText(ui, failure)),
		!!until && h('p.small', {}, freeBack(ui, until)),
		...(turn === ui.chat.shown.turns.at(-1) ? ways : []),
	);
}

/** What can be bought, once and as a plan, side by side; an honest word when the shop has nothing, or does not answer. */
function buyBox(ui: Ui): Child {
	const { onSale } = ui.chat;
	if (onSale === undefined) void ui.chat.loadOffers();
	if (!onSale) {
		return onSale === false && errorCard(ui.texts.shop_unreachable, retryButton(ui, ui.chat.loadOffers));
	}
	const column = (kind: Offer['kind'], title: string) => {
		const some = onSale.filter((offer) => offer.kind === kind);
		return some[0] && h('div.column', {}, h('strong.caption', {}, title), ...some.map((offer) => drawOffer(ui, offer)));
	};
	return h(
		'div.buy-box',
		{},
		!onSale[0] && ui.texts.no_offers,
		h('div.columns', {}, column('pack', ui.texts.packs), column('plan', ui.texts.plans)),
		h('p.small', {}, ui.texts.credits_are),
	);
}

function drawOffer(ui: Ui, offer: Offer): Drawing {
	const price = formatPrice(offer, ui.locale);
	const note = (text: string, n: number | string | false | null): Child =>
		!!n && h('span.small', {}, ui.say(text, { n }));
	const days = (n: number | null) => !!n && formatDuration(n, 'day', ui.locale);
	const label = { ariaLabel: ui.say(ui.texts.buy_for, { name: offer.name, price }) };
	return h(
		'div.offer',
		{},
		h('strong', {}, ui.say(ui.texts.credits, { n: offer.credits })),
		h('strong.price', {}, price),
		note(ui.texts.valid_for, days(offer.valid_days)),
		note(ui.texts.rollover, offer.rollover),
		note(ui.texts.trial, days(offer.trial_days)),
		button('buy button primary', ui.texts.buy, () => ui.buy(offer), label),
	);
}
