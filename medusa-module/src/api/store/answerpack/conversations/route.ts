import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import { PRIVACY_MODULE } from '../../../../modules/privacy';
import type PrivacyModuleService from '../../../../modules/privacy/service';
import { answering } from '../../../answering';
import { sendConversations } from '../../../conversations';
import { signedInCustomer } from '../customer-call';

/** The signed-in customer's id, and where their conversations are. @throws AnswerpackError `customer_required` */
function openOwn(req: MedusaRequest): { customer_id: string; privacy: PrivacyModuleService } {
	const customer_id = signedInCustomer(req);
	if (!customer_id) throw new AnswerpackError('customer_required');
	return { customer_id, privacy: req.scope.resolve<PrivacyModuleService>(PRIVACY_MODULE) };
}

/** Everything that the bots keep of what the signed-in customer asked, as a file. */
export const GET = answering<MedusaRequest>(async (req, res) => {
	const { privacy, customer_id } = openOwn(req);
	return sendConversations(res, privacy, customer_id);
});

/** Erases all of it for good. What the answers cost stays in the books. */
export const DELETE = answering<MedusaRequest>(async (req) => {
	const { privacy, customer_id } = openOwn(req);
	return privacy.bots().erase(customer_id);
});
