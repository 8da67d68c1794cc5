import type { MedusaResponse } from '@medusajs/framework/http';
import type PrivacyModuleService from '../modules/privacy/service';
import { exportConversations } from '../queries/conversations-export';

/** Sends everything that is kept of a customer as a file. Nobody between here and there is to keep it. */
export async function sendConversations(
	res: MedusaResponse,
	privacy: PrivacyModuleService,
	customerId: string,
): Promise<undefined> {
	const found = await exportConversations(privacy, customerId);
	res
		.set('Content-Type', 'application/json; charset=utf-8')
		.set('Content-Disposition', 'attachment; filename="conversations.json"')
		.set('Cache-Control', 'no-store')
		.end(JSON.stringify(found, undefined, '\t'));
	return undefined;
}
