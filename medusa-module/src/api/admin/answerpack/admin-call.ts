import type { MedusaRequest, MedusaResponse } from '@medusajs/framework/http';
import { CREDITS_MODULE } from '../../../modules/credits';
import type CreditsModuleService from '../../../modules/credits/service';
import { answering } from '../../answering';

interface Call {
	req: MedusaRequest;
	/** For a route that sends something else than JSON, and sends it itself. */
	res: MedusaResponse;
	credits: CreditsModuleService;
	/** The `:id` of the path; empty where the path has none. */
	id: string;
}

/** Which of the shop's people calls. */
export function actorOf(req: MedusaRequest): string {
	return (req as MedusaRequest & { auth_context: { actor_id: string } }).auth_context.actor_id;
}

/** A route for the shop's own people; Medusa has signed them in before it comes here. */
export function adminCall(call: (call: Call) => Promise<object | undefined>) {
	return answering<MedusaRequest>(async (req, res) =>
		call({ req, res, credits: req.scope.resolve(CREDITS_MODULE), id: req.params.id ?? '' }),
	);
}
