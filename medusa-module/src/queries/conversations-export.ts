import type { ConversationsExport } from '@answerpack/shared/contract';
import type PrivacyModuleService from '../modules/privacy/service';

/**
 * Everything that Strapi keeps of a customer's conversations, the oldest first.
 * @throws AnswerpackError `bot_unreachable`
 */
export async function exportConversations(
	privacy: PrivacyModuleService,
	customerId: string,
): Promise<ConversationsExport> {
	const conversations = new Map<string, ConversationsExport['conversations'][number]>();
	for (let after: number | null = 0; after !== null; ) {
		const page: Awaited<ReturnType<ReturnType<PrivacyModuleService['bots']>['answers']>> = await privacy
			.bots()
			.answers(customerId, after);
		for (const { bot_id, conversation_id: id, ...answer } of page.answers) {
			const key = `${bot_id} ${id}`;
			const known = conversations.get(key) ?? { id, bot_id, answers: [] };
			known.answers.push(answer);
			conversations.set(key, known);
		}
		after = page.next;
	}
	return {
		customer_id: customerId,
		exported_at: new Date().toISOString(),
		conversations: [...conversations.values()],
	};
}
