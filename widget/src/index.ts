import { AnswerBotElement } from './element.js';

export type { Offer, Outcome, Pool, PublicBot, Source } from './contract.js';
export type { HostWords } from './element.js';
export type { AnswerBotEventDetails, AnswerBotEventMap } from './events.js';
export type { CustomerToken } from './session.js';
export { AnswerBotElement };

// Two tags may load the file twice, and a server has no registry.
if (globalThis.customElements && !customElements.get('answer-bot'))
	customElements.define('answer-bot', AnswerBotElement);
