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
	const { words, chat } = ui;
	const { resets_at, offers } = failure.details as Partial<RefusalDetails>;
	const until = Date.parse(resets_at as string);
	// An answer without a fixed price needs whatever there is.
	const canAsk = (chat.memory.credits as number) >= (chat.bot?.credits_per_answer || 0.001) || until <= Date.now();
	const ways = [
		canAsk && retryButton(ui, () => chat.retry(turn)),
		!chat.isCustomer() && h('div.sign-in-box', {}, words.sign_in_to_buy, signInButton(ui)),
		offers && buyBox(ui), // comes when the shop has answered: last, so that nothing moves
	];
	return h(
		'div.refusal card',
		{},
		h('p.refusal-title said', {}, failureText(ui, failure)),
		!!until && h('p.small', {}, freeBack(ui, until)),
		...(turn === chat.shown.turns.at(-1) ? ways : []),
	);
}

/** What can be bought, once and as a plan, side by side; an honest word when the shop has nothing, or does not answer. */
function buyBox(ui: Ui): Child {
	const { chat, words } = ui;
	const { onSale } = chat;
	if (onSale === undefined) void chat.loadOffers();
	if (!onSale) {
		return onSale === false && errorCard(words.errors.shop_unreachable, retryButton(ui, chat.loadOffers));
	}
	const column = (kind: Offer['kind'], title: string) => {
		const some = onSale.filter((offer) => offer.kind === kind);
		return some[0] && h('div.column', {}, h('p.caption', {}, title), ...some.map((offer) => drawOffer(ui, offer)));
	};
	return h(
		'div.buy-box',
		{},
		!onSale[0] && words.no_offers,
		h('div.columns', {}, column('pack', words.packs), column('plan', words.plans)),
		h('p.small', {}, words.what_credits_are),
	);
}

function drawOffer({ words, say, buy, locale }: Ui, offer: Offer): Drawing {
	const { name, credits, valid_days, trial_days } = offer;
	const price = formatPrice(offer, locale);
	const days = (text: string, n: number | null): Child =>
		!!n && h('span.small', {}, say(text, { n: formatDuration(n, 'day', locale) }));
	const label = { 'aria-label': say(words.buy_for, { name, price }) };
	return h(
		'div.offer',
		{},
		h('strong', {}, say(words.credits, { n: credits })),
		h('span.price', {}, price),
		days(words.valid_for, valid_days),
		days(words.trial, trial_days),
		button('buy button primary', words.buy, () => buy(offer), label),
	);
}
