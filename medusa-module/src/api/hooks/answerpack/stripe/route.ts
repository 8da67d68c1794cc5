import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../../../../modules/billing';
import type BillingModuleService from '../../../../modules/billing/service';
import { openBooks } from '../../../../plans/open-books';
import { workOff } from '../../../../plans/work-off';
import { answering } from '../../../answering';
import { readBody } from '../../../json-body';

/** The largest message, in bytes: an invoice of many lines. */
const BODY_BYTES_MAX = 1024 * 1024;

/**
 * Stripe's messages about plans. One is answered when it has been kept, and not before: what is answered is never lost. The work
 * begins right after, and the job finds what is left over.
 */
export const POST = answering(async (req) => {
	const billing = req.scope.resolve<BillingModuleService>(BILLING_MODULE);
	const signature = req.headers['stripe-signature'];
	const { kept } = await billing.receive(
		await readBody(req, BODY_BYTES_MAX),
		typeof signature === 'string' ? signature : undefined,
	);
	if (kept) setImmediate(() => begin(req.scope));
	return { received: true };
});

function begin(container: MedusaContainer): void {
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	const report = (message: string, error: Error) => logger.error(`Answerpack: ${message}`, error);
	workOff(openBooks(container), report).catch((error) => report("Stripe's messages could not be worked off", error));
}
