import { customerAnswersSchema, erasedAnswersSchema } from '../contract/index.js';
import { createServiceCall } from './service-call.js';

/**
 * Medusa's way to what Strapi keeps of a customer.
 * @param options `url`: where Strapi's API is, such as `https://cms.example/api`
 * @throws AnswerpackError with Strapi's code, or `bot_unreachable` when it did not answer, or not as the plugin would.
 */
export function createBotsClient({
	url,
	secret,
	timeout_ms = 30_000,
}: {
	url: string;
	secret: string;
	timeout_ms?: number;
}) {
	const base = `${url.replace(/\/+$/, '')}/answerpack/service`;
	const call = createServiceCall({ base, secret, timeout_ms, unreachable: 'bot_unreachable' });
	const conversations = (customerId: string) => `customers/${encodeURIComponent(customerId)}/conversations`;
	return {
		/** One page of a customer's answers, the oldest first. */
		answers: (customerId: string, after: number) =>
			call('GET', `${conversations(customerId)}?after=${after}`, customerAnswersSchema),
		/** Erases everything that this customer asked and was answered. May be repeated. */
		erase: (customerId: string) => call('DELETE', conversations(customerId), erasedAnswersSchema),
	};
}

export type BotsClient = ReturnType<typeof createBotsClient>;
