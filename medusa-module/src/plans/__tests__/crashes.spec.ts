import type { Books, Followed } from '../books';
import { followDispute } from '../follow-dispute';
import { followInvoice } from '../follow-invoice';
import { followRefund } from '../follow-refund';
import { startPlan } from '../start-plan';
import { CUSTOMER, openStage, SMALL, YEARLY } from './stage';

// A process that ends in the middle of following something: after any step of it, doing it again comes to the same.

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
	stage = await openStage('answerpack_plan_crashes');
});
beforeEach(() => stage.begin());
afterAll(() => stage.close());

const HOUR_SECONDS = 3600;
class Crash extends Error {}

/** Books whose process ends before their n-th step, or after it was done and before anybody heard of it. */
function crashing(books: Books, n: number, when: 'before' | 'after'): Books {
	let step = 0;
	const watched = <T extends object>(target: T): T =>
		new Proxy(target, {
			get(_, member) {
				const value = Reflect.get(target, member);
				if (typeof value !== 'function') return value;
				if (member === 'biller') return () => watched(value.call(target));
				return async (...args: unknown[]) => {
					step += 1;
					const mine = step;
					if (mine > n) throw new Crash(); // it is over, also for what runs beside
					if (mine === n && when === 'before') throw new Crash();
					const result = await value.apply(target, args);
					if (mine === n) throw new Crash();
					return result;
				};
			},
		});
	return { ...books, billing: watched(books.billing), credits: watched(books.credits) };
}

/** Does something with a crash at its first step, then at its second one, and so on until it comes through. */
async function crashEverywhere(
	when: 'before' | 'after',
	prepare: (nth: number) => Promise<{ customer_id: string; act: (books: Books) => Promise<unknown> }>,
	expectRight: (customerId: string) => Promise<void>,
): Promise<void> {
	for (let n = 1; n < 60; n++) {
		const { customer_id, act } = await prepare(n);
		const crashed = await act(crashing(stage.plansBooks(), n, when)).then(
			() => false,
			(error) => {
				if (!(error instanceof Crash)) throw error;
				return true;
			},
		);
		await act(stage.plansBooks());
		await act(stage.plansBooks());
		await expectRight(customer_id);
		expect(await stage.books.ledger.audit()).toEqual([]);
		if (!crashed) {
			expect(n).toBeGreaterThan(3);
			return;
		}
	}
	throw new Error('it never came through');
}

const follow =
	(what: (books: Books, id: string) => Promise<Followed>, id: string) =>
	(books: Books): Promise<Followed> =>
		what(books, id);

describe.each(['before', 'after'] as const)('a process that ends %s any step', (when) => {
	it('of a beginning begins one plan, with one subscription and one allowance', async () => {
		let payer = '';
		await crashEverywhere(
			when,
			async (n) => {
				const customer_id = `${CUSTOMER}_${when}_${n}`;
				const { started } = await stage.start(SMALL, customer_id);
				// The same again for somebody else, who has not begun yet.
				const mine = { ...started, customer_id: `${customer_id}_b`, line_item_id: `line_${customer_id}_b` };
				const card = await stage.stripe.customers.create({});
				const method = await stage.stripe.paymentMethods.attach('pm_card_visa', { customer: card.id });
				payer = card.id;
				const whole = { ...mine, payer_id: card.id, payment_method_id: method.id };
				return { customer_id: mine.customer_id, act: (books) => startPlan(books, whole) };
			},
			async (customerId) => {
				expect(await stage.left(customerId)).toBe(10_000);
				expect((await stage.stripe.subscriptions.list({ customer: payer, status: 'all' })).data).toHaveLength(1);
				expect(await stage.billing().plansOf(customerId)).toMatchObject([{ status: 'active' }]);
			},
		);
	});

	it('of a renewal grants it once, with what moves on', async () => {
		const plans = await Promise.all(
			Array.from({ length: 20 }, (_, n) => stage.start(SMALL, `${CUSTOMER}_renewed_${n}`)),
		);
		const [first] = plans;
		await stage.pass((Number(first?.plan.period_ends_at) - +(await stage.clock())) / 1000 + 1.5 * HOUR_SECONDS);
		await crashEverywhere(
			when,
			async (n) => {
				const plan = plans[n - 1]?.plan;
				const [invoice] = await stage.paidInvoices(String(plan?.subscription_id));
				return { customer_id: String(plan?.customer_id), act: follow(followInvoice, String(invoice?.id)) };
			},
			async (customerId) => {
				// 10 new ones, 3 that moved on, and 7 that stay until their two hours are over.
				expect(await stage.left(customerId)).toBe(20_000);
				expect((await stage.books.ledger.customerCredits('bot1', customerId)).lots).toHaveLength(3);
			},
		);
	});

	it('of a refund takes it back once, and gives it again once when it fails', async () => {
		let refund = '';
		const prepare = async (n: number) => {
			const { plan, payment } = await stage.renewed(YEARLY, `${CUSTOMER}_refunded_${when}_${n}`);
			refund = (await stage.stripe.refunds.create({ payment_intent: payment.id, amount: 495 })).id;
			return { customer_id: plan.customer_id, act: follow(followRefund, refund) };
		};
		await crashEverywhere(when, prepare, async (customerId) => expect(await stage.left(customerId)).toBe(5000));
		await crashEverywhere(
			when,
			async (n) => {
				const prepared = await prepare(n + 100);
				await prepared.act(stage.plansBooks());
				await stage.control(`/refunds/${refund}/fail`, {});
				return prepared;
			},
			async (customerId) => expect(await stage.left(customerId)).toBe(10_000),
		);
	});

	it('of a dispute that is lost takes it back once, and freezes nothing for ever', async () => {
		await crashEverywhere(
			when,
			async (n) => {
				const { plan, payment } = await stage.renewed(YEARLY, `${CUSTOMER}_disputed_${when}_${n}`);
				const { id } = await stage.control('/disputes', { payment_intent: payment.id, amount: 495 });
				if (n % 2) await followDispute(stage.plansBooks(), String(id));
				await stage.control(`/disputes/${id}`, { outcome: 'lost' });
				return { customer_id: plan.customer_id, act: follow(followDispute, String(id)) };
			},
			async (customerId) => {
				const { lots } = await stage.books.ledger.customerCredits('bot1', customerId);
				const paid = lots.filter(({ reference }) => !String(reference.invoice_id).startsWith('first:'));
				expect(paid).toMatchObject([{ left: 5000, revoked: 5000, frozen: 0 }]);
			},
		);
	});
});
