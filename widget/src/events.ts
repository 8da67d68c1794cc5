import type { Offer, Outcome, Source } from './contract.js';

/** What each event of `<answer-bot>` says in its `detail`. All of them bubble, cross shadow roots and can be cancelled. */
export interface AnswerBotEventDetails {
	/** The panel is about to open; cancelled, it stays closed. */
	'answerpack:open': Record<string, never>;
	/** A question is about to be asked; cancelled, it is not. */
	'answerpack:ask': { id: string; question: string };
	/** An answer is complete. */
	'answerpack:answer': { id: string; question: string; text: string; sources: Source[] } & Outcome;
	/** The visitor wants to buy: put `offer.variant_id` into the cart. */
	'answerpack:buy': { offer: Offer };
	/** The visitor wants to sign in. */
	'answerpack:sign-in': Record<string, never>;
	/** What the signed-in customer has left at this bot; `null` after signing out. */
	'answerpack:credits': { left: number | null };
	/** Something went wrong; the visitor has been told. */
	'answerpack:error': { code: string; message: string };
}

export type AnswerBotEventMap = {
	[Name in keyof AnswerBotEventDetails]: CustomEvent<AnswerBotEventDetails[Name]>;
};

/** Tells the host; `false` when the host has cancelled it. */
export type Emit = <Name extends EventName>(name: Name, detail: AnswerBotEventDetails[`answerpack:${Name}`]) => boolean;
type EventName = keyof AnswerBotEventDetails extends `answerpack:${infer Name}` ? Name : never;
