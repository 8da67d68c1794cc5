import type { ErrorCode } from '../contract/errors.js';

/**
 * What visitors read. `{name}` is filled in by the caller. Where a number decides the form, the text has both forms
 * with `|` between: `one|many`.
 */
export const en = {
	launcher: 'Ask a question',
	close: 'Close',
	ask: 'Ask',
	question: 'Your question',
	stop: 'Stop',
	thinking: 'Looking it up …',
	answer_ready: 'The answer is complete.',
	sources: 'Sources',
	unknown: 'I do not know that from what I have been given to read. This cost nothing.',
	cost_credits: 'Paid with {n} credit|Paid with {n} credits',
	cost_free: 'Free answer',
	cost_nothing: 'This cost nothing',
	credits_left: '{n} credit left|{n} credits left',
	free_left: '{n} free answer left|{n} free answers left',
	free_back: 'Free answers are back {when}.',
	price: 'An answer costs {n} credit|An answer costs {n} credits',
	used_up_title: 'Your free answers are used up',
	credits_used_up_title: 'Your credits are used up',
	buy_title: 'Keep asking with credits',
	buy: 'Buy',
	buy_for: 'Buy {name} for {price}',
	sign_in: 'Sign in',
	sign_in_to_buy: 'To buy credits, sign in first: credits belong to a person.',
	no_offers: 'There is nothing to buy right now.',
	what_credits_are: 'Credits are answers of this bot, used up as you ask. They are not money and cannot be handed on.',
	retry: 'Try again',
	offline: 'You are offline. Your question is still here.',
	ai_notice: 'Answers are put together by a machine from the shop’s own texts.',
	errors: {} as Partial<Record<ErrorCode, string>>,
};

export type Words = typeof en;
