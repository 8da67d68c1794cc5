import type {
	ConversationsExport,
	CreditsAnswer,
	CustomerUsageAnswer,
	ErasedAnswers,
	Offer,
	OffersAnswer,
	PublicBot,
} from '@answerpack/shared/contract';
import { config } from '../config.js';
import { storage } from '../storage.js';
import { call } from './call.js';
import { region } from './catalog.js';
import { once } from './medusa.js';

const KEY = 'kupferkanne.bot';

/** What everybody may know of the shop's bot; Strapi is its author. */
export const bot = once(async (): Promise<PublicBot> => {
	const { strapiUrl, botSlug } = config();
	try {
		const response = await fetch(`${strapiUrl}/api/answerpack/bots/${encodeURIComponent(botSlug)}`);
		if (!response.ok) throw new Error(`The bot answers with ${response.status}.`);
		const known = (await response.json()) as PublicBot;
		storage.set(KEY, JSON.stringify(known));
		return known;
	} catch (error) {
		// Medusa keeps the books without Strapi: whoever has been here before still sees and buys credits.
		const kept = JSON.parse(storage.get(KEY) ?? 'null') as PublicBot | null;
		if (kept?.slug !== botSlug) throw error;
		return kept;
	}
});

/** Where Medusa answers for this bot. */
export const botPath = async (): Promise<string> => `/store/answerpack/bots/${encodeURIComponent((await bot()).id)}`;

/** The packs and plans of the bot. They, and not any name, tell which products are credits. */
export const offers = once(async (): Promise<Offer[]> => {
	const [path, { id: region_id }] = await Promise.all([botPath(), region()]);
	return (await call<OffersAnswer>(`${path}/offers`, { query: { region_id } })).offers;
});

/** The offers, or none while the bot or its offers cannot be reached: the rest of the shop goes on without them. */
export async function offersOrNone(): Promise<Offer[]> {
	return offers().catch(() => []);
}

/** What the signed-in customer has at the bot, in credits. */
export async function myCredits(): Promise<CreditsAnswer> {
	return call<CreditsAnswer>(`${await botPath()}/credits`);
}

/** The signed-in customer's own answers, newest first. */
export async function myAnswers(limit: number, offset: number): Promise<CustomerUsageAnswer> {
	return call<CustomerUsageAnswer>(`${await botPath()}/usage`, { query: { limit, offset } });
}

/** Everything that bots keep of what the signed-in customer asked. */
export async function myConversations(): Promise<ConversationsExport> {
	return call<ConversationsExport>('/store/answerpack/conversations');
}

/** Erases it for good. */
export async function eraseMyConversations(): Promise<ErasedAnswers> {
	return call<ErasedAnswers>('/store/answerpack/conversations', { method: 'DELETE' });
}
