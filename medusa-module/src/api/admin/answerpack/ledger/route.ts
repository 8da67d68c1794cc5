import { adminCall } from '../admin-call';

/** Whether the books are right: the first row that breaks each broken invariant. Amounts in millicredits. Not cheap. */
export const GET = adminCall(async ({ credits }) => {
	const breaches = await credits.audit();
	return { right: breaches.length === 0, breaches };
});
