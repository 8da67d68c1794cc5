import type { MedusaRequest } from '@medusajs/framework/http';
import { CREDITS_MODULE } from '../../../modules/credits';
import type CreditsModuleService from '../../../modules/credits/service';
import { answering } from '../../answering';

interface Call {
	req: MedusaRequest;
	credits: CreditsModuleService;
	/** The `:id` of the path; empty where the path has none. */
	id: string;
}

/** Which of the shop's people calls. */
export function actorOf(req: MedusaRequest): string {
	return (req as MedusaRequest & { auth_context: { actor_id: string } }).auth_context.actor_id;
}

/** A route for the shop's own people; Medusa has signed them in before it comes here. */
export function adminCall(call: (call: Call) => Promise<object>) {
	return answering<MedusaRequest>(async (req) =>
		call({ req, credits: req.scope.resolve(CREDITS_MODULE), id: req.params.id ?? '' }),
	);
}
