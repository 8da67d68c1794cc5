import { createLedgerClient } from '@answerpack/shared/server';
import { stack } from './stage.ts';

/** The books, read as Strapi reads them. */
export const ledger = createLedgerClient({ url: stack.medusa, secret: stack.service_secret });

/** What was spent of each pool so far, in millicredits. */
export async function spentByPool(): Promise<Record<string, number>> {
	const day = 24 * 3600 * 1000;
	const { usage } = await ledger.usage(stack.bot_id, {
		from: new Date(Date.now() - 2 * day).toISOString(),
		to: new Date(Date.now() + 2 * day).toISOString(),
		by: 'day',
	});
	const spent: Record<string, number> = {};
	for (const row of usage) spent[row.pool] = (spent[row.pool] ?? 0) + row.spent;
	return spent;
}
