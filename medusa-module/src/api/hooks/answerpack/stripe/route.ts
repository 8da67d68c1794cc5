import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../../../../modules/billing';
import type BillingModuleService from '../../../../modules/billing/service';
import { mirrorPeriods } from '../../../../orders/mirror-periods';
import { openBooks } from '../../../../plans/open-books';
import { workOff } from '../../../../plans/work-off';
import { Worker } from '../../../../plans/worker';
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
	if (kept) setImmediate(() => workerOf(req.scope, billing).wake());
	return { received: true };
});

const workers = new WeakMap<BillingModuleService, Worker>();

/** One run at a time in each process, however many messages come at once. */
function workerOf(container: MedusaContainer, billing: BillingModuleService): Worker {
	const known = workers.get(billing);
	if (known) return known;
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	const books = openBooks(container);
	const report = (message: string, error: Error) => logger.error(`Answerpack: ${message}`, error);
	const worker = new Worker(
		async () => {
			const begun = await workOff(books, report);
			// Medusa's modules can be left out, its orders among them.
			if (begun > 0 && container.hasRegistration(Modules.ORDER)) await mirrorPeriods(container, report);
		},
		(error) => report("Stripe's messages could not be worked off", error),
	);
	workers.set(billing, worker);
	return worker;
}
