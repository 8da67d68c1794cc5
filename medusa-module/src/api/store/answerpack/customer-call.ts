import { AnswerpackError, botIdSchema, parse } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import { z } from 'zod';
import { CREDITS_MODULE } from '../../../modules/credits';
import type CreditsModuleService from '../../../modules/credits/service';
import { answering } from '../../answering';

const botPathSchema = z.object({ bot_id: botIdSchema });

/** The customer who is signed in, by whatever Medusa accepts on store routes. */
export function signedInCustomer(req: MedusaRequest): string | undefined {
	const { auth_context } = req as MedusaRequest & { auth_context?: { actor_id: string; actor_type: string } };
	return auth_context?.actor_type === 'customer' && auth_context.actor_id ? auth_context.actor_id : undefined;
}

interface Call {
	req: MedusaRequest;
	bot_id: string;
	credits: CreditsModuleService;
}

/** A store route about one bot, which anybody may call. */
export function visitorCall(call: (call: Call) => Promise<object>) {
	return answering<MedusaRequest>(async (req) => {
		const { bot_id } = parse(botPathSchema, req.params);
		return call({ req, bot_id, credits: req.scope.resolve(CREDITS_MODULE) });
	});
}

/** A store route about the signed-in customer's own things at one bot. @throws `customer_required`, `bot_not_found` */
export function customerCall(call: (call: Call & { customer_id: string }) => Promise<object>) {
	return visitorCall(async (visitorsCall) => {
		const customer_id = signedInCustomer(visitorsCall.req);
		if (!customer_id) throw new AnswerpackError('customer_required');
		await visitorsCall.credits.retrieveBot(visitorsCall.bot_id);
		return call({ ...visitorsCall, customer_id });
	});
}
