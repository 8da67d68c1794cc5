import { BILLING_MODULE } from '../../../../../../modules/billing';
import type BillingModuleService from '../../../../../../modules/billing/service';
import { openBooks } from '../../../../../../plans/open-books';
import { workOff } from '../../../../../../plans/work-off';
import { adminCall } from '../../../admin-call';

/** Tries a message again, from its first attempt, and says what came of it. */
export const POST = adminCall(async ({ req, id }) => {
	const billing = req.scope.resolve<BillingModuleService>(BILLING_MODULE);
	const { id: webhookId } = await billing.tryWebhookAgain(id);
	await workOff(openBooks(req.scope), () => {}); // the message itself keeps why it failed
	return { webhook: await billing.findWebhook(webhookId) };
});
