import type { Offer, RefusalDetails } from '../contract.js';
import { formatDuration, formatPrice, formatWhen } from '../format.js';
import type { Turn, TurnFailure } from '../turn.js';
import { button, h } from './dom.js';
import { failureText, signInButton, type Ui } from './ui.js';

/**
 * No credits for this question: what is used up, when it comes back, and what can be done now. Once there is something
 * to ask with again, the question waits behind one button.
 */
export function createRefusal(ui: Ui, turn: Turn, failure: TurnFailure) {
	const { words, say, chat, locale } = ui;
	const details = failure.details as unknown as RefusalDetails;
	const resets_at = new Date(details.resets_at ?? Number.NaN);
	const again = button('retry button primary', words.retry, () => chat.retry(turn));
	const signIn = h('div', 'sign-in-box', null, words.sign_in_to_buy, signInButton(ui));
	const offers = h('ul', 'offers');
	const buy = h(
		'div',
		'buy-box',
		null,
		h('p', 'caption', null, words.buy_title),
		offers,
		h('p', 'small', null, words.what_credits_are),
	);
	const root = h(
		'div',
		'refusal card',
		null,
		h('p', 'refusal-title', null, failureText(ui, failure)),
		!!+resets_at && h('p', 'small', null, say(words.free_back, { when: formatWhen(resets_at, locale) })),
		again,
		details.offers && buy,
		signIn,
	);

	/** Asks the shop; an honest word when it has nothing, or does not answer. */
	async function load(): Promise<void> {
		try {
			const priced = (await chat.offers()).filter(({ price }) => price);
			offers.replaceChildren(...priced.map(draw));
			if (!priced.length) buy.replaceChildren(words.no_offers);
		} catch {
			const retry = button('retry button', words.retry, load);
			offers.replaceChildren(
				h('li', 'offer', null, h('span', 'offer-text', null, words.errors.shop_unreachable), retry),
			);
		}
		ui.changed();
	}

	function draw(offer: Offer): HTMLElement {
		const price = formatPrice(offer, locale);
		const buyButton = button('buy button primary', words.buy, () => chat.emit('answerpack:buy', { offer }));
		buyButton.ariaLabel = say(words.buy_for, { name: offer.name, price });
		return h(
			'li',
			'offer',
			null,
			h(
				'span',
				'offer-text',
				null,
				h('strong', '', null, say(words.credits, { n: offer.credits })),
				offer.valid_days &&
					h('span', 'small', null, say(words.valid_for, { n: formatDuration(offer.valid_days, 'day', locale) })),
			),
			h('span', 'price', null, price),
			buyButton,
		);
	}

	if (details.offers) void load();
	return {
		root,
		update() {
			const { credits, bot } = chat.state;
			// An answer without a fixed price needs whatever there is.
			again.hidden = !((credits ?? 0) >= (bot?.credits_per_answer || 0.001) || +resets_at <= Date.now());
			signIn.hidden = chat.isCustomer();
		},
	};
}
