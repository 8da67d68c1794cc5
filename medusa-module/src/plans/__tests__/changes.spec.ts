import { settings } from '../../modules/credits/__tests__/ledger';
import { cancelPlan, changeCard, saveCard, switchPlan } from '../change-plan';
import { reconcile } from '../reconcile';
import { startPlan } from '../start-plan';
import { CUSTOMER, DAY_SECONDS, LARGE, openStage, SMALL, YEARLY } from './stage';

// What a customer may do with a plan; and what is left to do when no message ever comes.

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
	stage = await openStage('answerpack_plan_changes');
});
beforeEach(() => stage.begin());
afterEach(async () => {
	expect(await stage.books.ledger.audit()).toEqual([]);
	expect(await stage.failed()).toEqual([]);
});
afterAll(() => stage.close());

const HOUR_SECONDS = 3600;
const books = () => stage.plansBooks();
const planNow = async (id: string) => {
	const plan = await stage.billing().findPlan(id);
	if (!plan) throw new Error('there is no such plan');
	return plan;
};
/** A plan in its second period, and a little: the first one that Stripe has billed. */
async function renewed(terms = SMALL) {
	const { plan, started } = await stage.start({ ...terms, rollover_max: 0 });
	await stage.pass((+plan.period_ends_at - +(await stage.clock())) / 1000 + 3 * HOUR_SECONDS);
	await stage.deliver();
	return { plan: await planNow(plan.id), started };
}
async function nextPeriod(id: string) {
	const { period_ends_at } = await planNow(id);
	await stage.pass((+period_ends_at - +(await stage.clock())) / 1000 + 3 * HOUR_SECONDS);
	await stage.deliver();
}
const TO_LARGE = { ...LARGE, rollover_max: 0 };

describe('a switch', () => {
	it('to more is paid and granted at once, in the same part', async () => {
		const { plan } = await renewed();
		const half = (+plan.period_ends_at - +(await stage.clock())) / 2000;
		await stage.pass(half);
		await switchPlan(books(), plan, TO_LARGE);
		await stage.deliver();
		const invoice = (await stage.paidInvoices(plan.subscription_id)).at(-1);
		const [upgrade] = await stage.billing().periodsOf(plan.id);
		expect(upgrade).toMatchObject({ reason: 'upgrade', paid: invoice?.amount_paid, invoice_id: invoice?.id });
		const charged = Math.max(...(invoice?.lines.data ?? []).map(({ amount }) => amount));
		expect(upgrade?.amount).toBe(Math.ceil((40_000 * charged) / TO_LARGE.unit_amount));
		expect(await stage.left(plan.customer_id)).toBe(10_000 + Number(upgrade?.amount));
		await nextPeriod(plan.id);
		expect(await stage.left(plan.customer_id)).toBe(50_000);
	});

	it('to less comes with the next period, and can be taken back for nothing', async () => {
		const { plan } = await renewed(TO_LARGE);
		const announced = await switchPlan(books(), plan, { ...SMALL, rollover_max: 0 });
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(50_000);
		expect(announced.price_id).not.toBe(plan.price_id);
		expect(await switchPlan(books(), announced, TO_LARGE)).toMatchObject({ price_id: plan.price_id });
		await switchPlan(books(), await planNow(plan.id), { ...SMALL, rollover_max: 0 });
		await nextPeriod(plan.id);
		expect(await stage.left(plan.customer_id)).toBe(10_000);
		expect(await stage.paidInvoices(plan.subscription_id)).toHaveLength(2);
	});

	it('to more after less was announced costs the difference to what was paid', async () => {
		const middle = { ...SMALL, offer_id: 'aoffer_middle', unit_amount: 1990, amount: 30_000 };
		const { plan } = await renewed(middle);
		await switchPlan(books(), plan, { ...SMALL, rollover_max: 0 });
		await switchPlan(books(), await planNow(plan.id), TO_LARGE);
		await stage.deliver();
		const [upgrade] = await stage.billing().periodsOf(plan.id);
		expect(upgrade?.paid).toBeLessThanOrEqual(1000);
		expect(upgrade?.paid).toBeGreaterThan(980);
		expect(upgrade?.amount).toBeLessThanOrEqual(20_000);
	});

	it('whose card is refused changes nothing', async () => {
		const { plan, started } = await renewed();
		await stage.control(`/payment_methods/${started.payment_method_id}`, { behaves_like: 'pm_card_chargeDeclined' });
		await expect(switchPlan(books(), plan, TO_LARGE)).rejects.toMatchObject({ code: 'card_refused' });
		await stage.deliver();
		expect(await planNow(plan.id)).toMatchObject({ price_id: plan.price_id, status: 'active' });
		expect(await stage.left(plan.customer_id)).toBe(10_000);
	});

	it('to another interval is refused', async () => {
		const { plan } = await stage.start();
		await expect(switchPlan(books(), plan, { ...LARGE, interval: 'year' })).rejects.toMatchObject({
			code: 'plan_conflict',
		});
	});
});

describe('a cancellation', () => {
	it('can be taken back until the period ends, and not after', async () => {
		const { plan, started } = await renewed();
		expect(await cancelPlan(books(), plan, true)).toMatchObject({ cancel_at_period_end: true, status: 'active' });
		expect(await cancelPlan(books(), plan, false)).toMatchObject({ cancel_at_period_end: false });
		await cancelPlan(books(), plan, true);
		await nextPeriod(plan.id);
		const ended = await planNow(plan.id);
		expect(ended).toMatchObject({ status: 'ended', ended_at: expect.any(Date) });
		await expect(cancelPlan(books(), ended, false)).rejects.toMatchObject({ code: 'plan_conflict' });
		// Nor by the order that sold it, if that is looked at again.
		expect(await startPlan(books(), started)).toMatchObject({ id: plan.id, status: 'ended' });
	});
});

describe('a card', () => {
	it('is saved by its browser, and then billed', async () => {
		const { plan, started } = await renewed();
		const { client_secret } = await saveCard(books(), plan);
		const setup = await stage.stripe.setupIntents.confirm(client_secret.split('_secret_')[0] as string, {
			payment_method: 'pm_card_mastercard',
			return_url: 'https://example.com',
		});
		await changeCard(books(), plan, String(setup.payment_method));
		await stage.control(`/payment_methods/${started.payment_method_id}`, { behaves_like: 'pm_card_chargeDeclined' });
		await nextPeriod(plan.id);
		expect(await planNow(plan.id)).toMatchObject({ status: 'active' });
		expect(await stage.left(plan.customer_id)).toBe(10_000);
	});

	it('that is refused for what is open does not become the one that is billed', async () => {
		const { plan, started } = await renewed();
		await stage.control(`/payment_methods/${started.payment_method_id}`, { behaves_like: 'pm_card_chargeDeclined' });
		await nextPeriod(plan.id);
		expect(await planNow(plan.id)).toMatchObject({ status: 'past_due' });
		const card = await stage.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: started.payer_id });
		await expect(changeCard(books(), plan, card.id)).rejects.toMatchObject({ code: 'card_refused' });
		expect(await stage.stripe.subscriptions.retrieve(String(plan.subscription_id))).toMatchObject({
			default_payment_method: started.payment_method_id,
		});
	});

	it('of somebody else is refused, and so is one that there is not', async () => {
		const { plan } = await stage.start();
		const { started: other } = await stage.start(SMALL, `${CUSTOMER}_other`);
		for (const card of [other.payment_method_id, 'pm_of_nobody']) {
			await expect(changeCard(books(), plan, card)).rejects.toMatchObject({ code: 'not_allowed' });
		}
	});
});

describe('a bot that is gone', () => {
	it('whose plans are still billed is told to the operator, once', async () => {
		await stage.start();
		await stage.start();
		await stage.books.ledger.putBot('bot1', settings({ version: 2, status: 'paused', gone: true }));
		const told: string[] = [];
		await reconcile(books(), await stage.clock(), (message) => told.push(message));
		expect(told).toEqual([expect.stringMatching(/is gone.*still billed/)]);
	});
});

describe('without a single message', () => {
	const reconcileNow = async () => {
		const failures: string[] = [];
		await reconcile(books(), await stage.clock(), (message, { message: why }) => failures.push(`${message}: ${why}`));
		expect(failures).toEqual([]);
	};
	beforeEach(() => stage.control('/webhooks', { hold: false, drop: 1_000_000 }));
	afterEach(() => stage.control('/webhooks', { drop: 0 }));

	it('reconciling grants what was paid, says how plans stand, takes back what was refunded and freezes what is disputed', async () => {
		const { plan: disputed, payment: asked, invoice } = await stage.renewed(YEARLY, `${CUSTOMER}_disputed`);
		const { plan: refunded, payment } = await stage.renewed(SMALL, `${CUSTOMER}_refunded`);
		const { plan } = await stage.start();
		await stage.stripe.refunds.create({ payment_intent: payment.id });
		await stage.control('/disputes', { payment_intent: asked.id });
		await stage.stripe.subscriptions.update(String(refunded.subscription_id), { cancel_at_period_end: true });
		await reconcileNow();
		expect(await stage.left(refunded.customer_id)).toBe(0);
		expect((await stage.lots(disputed.customer_id))[`plan:${invoice}`]).toMatchObject({ frozen: 10_000 });
		expect(await planNow(refunded.id)).toMatchObject({ cancel_at_period_end: true });

		await stage.pass((+plan.period_ends_at - +(await stage.clock())) / 1000 + 4 * DAY_SECONDS);
		await reconcileNow();
		await reconcileNow();
		expect(await stage.left(plan.customer_id)).toBe(13_000);
		expect(await planNow(refunded.id)).toMatchObject({ status: 'ended' });
		expect((await planNow(plan.id)).period_ends_at.getTime()).toBeGreaterThan(plan.period_ends_at.getTime());
	});
});
