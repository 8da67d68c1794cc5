import type { MedusaContainer } from '@medusajs/framework/types';
import { Modules } from '@medusajs/framework/utils';

/** How far back a deletion is looked for that no event told of. */
const LOOK_BACK_DAYS = 30;
const PAGE = 500;

/** Ids of customers who were deleted lately, a page at a time: events of it are lost in a crash. */
export async function* deletedCustomers(container: MedusaContainer): AsyncGenerator<string[]> {
	const customers = container.resolve(Modules.CUSTOMER);
	const since = new Date(Date.now() - LOOK_BACK_DAYS * 86_400_000);
	for (let skip = 0; ; skip += PAGE) {
		const page = await customers.listCustomers(
			// Medusa's types do not know that a filter may ask for it.
			{ deleted_at: { $gte: since } } as object,
			{ withDeleted: true, select: ['id'], order: { id: 'ASC' }, take: PAGE, skip },
		);
		if (page.length > 0) yield page.map(({ id }) => id);
		if (page.length < PAGE) return;
	}
}
