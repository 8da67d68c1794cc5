import { removeCreditOffersWorkflow } from '../../../../../workflows/remove-credit-offers';
import { adminCall } from '../../admin-call';

/** Takes an offer off sale; one that is not there is off sale already. */
export const DELETE = adminCall(async ({ req, id }) => {
	await removeCreditOffersWorkflow(req.scope).run({ input: { ids: [id] } });
	return { id, object: 'credit_offer', deleted: true };
});
