import { AnswerpackError, botIdSchema, isAnswerpackError, parse } from '@answerpack/shared/contract';
import type { MedusaRequest, MedusaResponse } from '@medusajs/framework/http';
import { z } from 'zod';
import { CREDITS_MODULE } from '../../modules/credits';
import type CreditsModuleService from '../../modules/credits/service';
import { listSoldOffers } from '../../queries/bot-offers';
import { answering } from '../answering';
import { readJson } from '../json-body';

const botPathSchema = z.object({ bot_id: botIdSchema });
const holdPathSchema = z.object({ bot_id: botIdSchema, hold_id: z.uuid() });

interface Call<Body> {
	credits: CreditsModuleService;
	bot_id: string;
	body: Body;
	req: MedusaRequest;
	res: MedusaResponse;
}

/** A service route of one bot: its path and body are parsed, and its answer is sent with 200 unless it said otherwise. */
export function botCall<T extends z.ZodType>(schema: T, call: (call: Call<z.infer<T>>) => Promise<object>) {
	return answering<MedusaRequest>(async (req, res) => {
		const { bot_id } = parse(botPathSchema, req.params);
		const body = parse(schema, req.method === 'GET' ? req.query : await readJson(req));
		return call({ credits: req.scope.resolve(CREDITS_MODULE), bot_id, body, req, res });
	});
}

/** A service route of one hold. */
export function holdCall<T extends z.ZodType>(
	schema: T,
	call: (call: Call<z.infer<T>> & { hold_id: string }) => Promise<object>,
) {
	return botCall(schema, async (botsCall) => {
		const path = holdPathSchema.safeParse(botsCall.req.params);
		// An id that cannot be a hold's is a hold that does not exist.
		if (!path.success) throw new AnswerpackError('hold_not_found');
		return call({ ...botsCall, hold_id: path.data.hold_id });
	});
}

/** Says in a refusal whether this bot has anything to buy: looked up only then, to keep the way of an answer short. */
export async function tellingOffers<T>({ bot_id, req }: Call<unknown>, attempt: () => Promise<T>): Promise<T> {
	try {
		return await attempt();
	} catch (error) {
		if (!isAnswerpackError(error) || error.status !== 402) throw error;
		const offers = (await listSoldOffers(req.scope, { bot_id })).length > 0;
		throw new AnswerpackError(error.code, { ...error.details, offers }, { cause: error });
	}
}
