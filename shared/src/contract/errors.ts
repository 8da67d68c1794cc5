import { z } from 'zod';

/**
 * Every error that crosses a border, with its HTTP status and a sentence a visitor may read. The list is closed:
 * routes throw {@link AnswerpackError} by code, and each framework maps it to HTTP in one place.
 */
export const ERRORS = {
	invalid_request: [400, 'This request is not in the form that is expected.'],
	webhook_signature_wrong: [400, 'This message was not signed with a secret that is known here, or too long ago.'],
	question_empty: [400, 'Please write a question.'],
	service_secret_wrong: [401, 'The service secret is missing or wrong: both sides must be given the same one.'],
	pass_missing: [401, 'This request needs a pass or a visitor token.'],
	pass_invalid: [401, 'This pass was not issued here. Please reload the page.'],
	pass_expired: [401, 'This pass has expired. A new one is needed.'],
	customer_required: [401, 'Please sign in first: credits belong to a person.'],
	credits_used_up: [402, 'The credits are used up.'],
	free_reserve_used_up: [402, 'The free answers are used up for now.'],
	visitor_limit_reached: [402, 'Your free answers are used up for now.'],
	owner_cap_reached: [402, 'The budget of this bot is used up for now.'],
	training_limit_reached: [402, 'The training budget of this bot is used up for now.'],
	card_refused: [402, 'The card was refused. Nothing has changed; please use another card.'],
	not_allowed: [403, 'This is not allowed.'],
	origin_not_allowed: [403, 'This bot is not meant for this website.'],
	bot_not_found: [404, 'There is no such bot.'],
	hold_not_found: [404, 'There is no such hold.'],
	lot_not_found: [404, 'There is no such lot of credits.'],
	dispute_not_found: [404, 'There is no such dispute.'],
	giveaway_not_found: [404, 'There is no giveaway with this code.'],
	plan_not_found: [404, 'There is no such plan.'],
	webhook_not_found: [404, 'There is no such message.'],
	order_not_found: [404, 'There is no such order.'],
	cart_not_found: [404, 'There is no such cart.'],
	offer_not_found: [404, 'There is no such offer.'],
	answer_not_found: [404, 'There is no such answer.'],
	hold_conflict: [409, 'This hold exists with other content, or has already ended otherwise.'],
	answer_conflict: [409, 'An answer with this id exists for another question.'],
	answer_running: [409, 'One answer at a time, please: another one is still being written.'],
	giveaway_claimed: [409, 'You have claimed this giveaway already.'],
	giveaway_conflict: [409, 'A giveaway with this code exists already.'],
	grant_conflict: [409, 'This grant exists with other content.'],
	reversal_conflict: [409, 'This reversal exists with other content.'],
	consent_required: [
		409,
		'Please confirm that your credits may be ready at once, and that you know that the right to cancel ends with their use.',
	],
	nothing_unused: [409, 'There are no unused credits to refund.'],
	refund_refused: [409, 'This was not refunded.'],
	plan_payment_required: [409, 'A plan is paid by card, through Stripe: that card pays for the periods that follow.'],
	offer_unavailable: [409, 'This is not for sale at the moment.'],
	trial_unavailable: [409, 'This cannot be tried for nothing.'],
	plan_conflict: [409, 'This cannot be done with the plan as it is now.'],
	giveaway_ended: [410, 'This giveaway has ended.'],
	giveaway_used_up: [410, 'Everything there was to give away has been claimed for now.'],
	question_too_long: [413, 'This question is too long: please use at most 2,000 characters.'],
	bot_paused: [423, 'This bot is taking a break. Please come back later.'],
	too_many_requests: [429, 'That was a little fast. Please wait a moment.'],
	answer_interrupted: [500, 'The answer was interrupted. It cost nothing; please ask again.'],
	internal: [500, 'Something went wrong here. It cost nothing; please try again.'],
	shop_unreachable: [
		503,
		'The bot cannot reach the shop right now, so it cannot answer. It cost nothing; please try again soon.',
	],
	plans_unavailable: [503, 'This shop sells no plans at the moment: they need Stripe.'],
	ledger_unreachable: [503, 'Credits cannot be looked up right now. Please try again soon: nothing is paid twice.'],
	bot_unreachable: [503, 'The bot cannot be reached right now. Please try again soon.'],
	busy: [503, 'Many are asking right now. It cost nothing; please try again in a moment.'],
	model_unreachable: [503, 'The bot cannot answer right now. It cost nothing; please try again soon.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** The refusals of a hold, in order of precedence: what the asker can do most about comes first. */
export const REFUSALS = [
	'credits_used_up',
	'visitor_limit_reached',
	'free_reserve_used_up',
	'training_limit_reached',
	'owner_cap_reached',
] as const satisfies ErrorCode[];
export type Refusal = (typeof REFUSALS)[number];

/** What a 402 carries: when the window opens again (ISO 8601, UTC), and whether something can be bought. */
export const refusalDetailsSchema = z.object({ resets_at: z.iso.datetime().optional(), offers: z.boolean() });
export type RefusalDetails = z.infer<typeof refusalDetailsSchema>;

/** The JSON body of every error. */
export const errorBodySchema = z.object({
	error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional() }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export function isErrorCode(code: string): code is ErrorCode {
	return Object.hasOwn(ERRORS, code);
}

/** An error with a code from {@link ERRORS}; status and message follow from it. */
export class AnswerpackError extends Error {
	override readonly name = 'AnswerpackError';
	readonly status: number;

	constructor(
		readonly code: ErrorCode,
		readonly details?: Record<string, unknown>,
		options?: ErrorOptions & { message?: string },
	) {
		super(options?.message ?? ERRORS[code][1], options);
		this.status = ERRORS[code][0];
	}

	/** The body that goes over the wire. */
	toBody(): ErrorBody {
		return { error: { code: this.code, message: this.message, ...(this.details && { details: this.details }) } };
	}
}

/**
 * True for our error, also when two copies of this package are loaded (CommonJS beside ESM): `instanceof` would miss
 * the other copy's.
 */
export function isAnswerpackError(error: unknown): error is AnswerpackError {
	return (
		error instanceof Error && error.name === 'AnswerpackError' && 'code' in error && isErrorCode(String(error.code))
	);
}

/**
 * Parses what came in over a border.
 * @throws AnswerpackError `invalid_request`, naming the first field that is wrong and why.
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
	const result = schema.safeParse(input);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	const field = issue?.path.join('.') || 'body';
	throw new AnswerpackError(
		'invalid_request',
		{ field, reason: issue?.message },
		{ message: `${field}: ${issue?.message}` },
	);
}
