import { type Books, DONE, type Followed, ignored } from './books';
import { planOf } from './follow-invoice';

/** Makes a plan say how its subscription stands now. It never grants: what is paid does. */
export async function followSubscription(books: Books, id: string): Promise<Followed> {
	const { billing } = books;
	const known = await billing.biller().subscription(id);
	if (!known) return ignored('there is no such subscription in this account');
	const plan = await planOf(books, { plan_id: known.plan_id, subscription_id: id });
	if (!plan) return ignored('it is for no plan of this shop');
	await billing.writeSubscription(plan.id, () => billing.biller().subscription(id));
	return DONE;
}
