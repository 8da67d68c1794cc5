import type { Offer, PlanView } from '@answerpack/shared/contract';
import { h } from '../../dom.js';
import { offersOrNone } from '../../shop/bot.js';
import { listProducts, type Product } from '../../shop/catalog.js';
import { myPlans } from '../../shop/plans.js';
import { offerName } from '../../ui/offers.js';
import { table } from '../../ui/table.js';
import { every, fill, formatDate, formatNumber, formatPrice, words } from '../../words/index.js';
import { planActions } from './plan-actions.js';

/** Shows what came of a change, and says it. */
export type Changed = (said?: string) => Promise<void>;

/** What the page knows of the plans that can be bought now. */
export interface Shelf {
	offers: Offer[];
	products: Product[];
}

/**
 * The plan that runs, with everything that can be done with it, and what was before.
 * @param said what came of the last click; read out
 */
export async function plansPart(changed: Changed, said?: string): Promise<HTMLElement> {
	const w = words().plans;
	const [plans, offers, products] = await Promise.all([
		myPlans(),
		offersOrNone(),
		listProducts().catch((): Product[] => []),
	]);
	const shelf = { offers: offers.filter(({ kind }) => kind === 'plan'), products };
	const running = plans.filter(({ status }) => status !== 'ended');
	const ended = plans.filter(({ status }) => status === 'ended');
	return h(
		'div',
		{},
		h('p', { role: 'status', id: 'plan-said', class: 'said', tabindex: '-1' }, said),
		running.map((plan) => planCard(plan, shelf, changed)),
		!running.length && h('p', { class: 'hint' }, w.none),
		!running.length && shelf.offers.length > 0 && h('p', {}, h('a', { class: 'button', href: '/credits' }, w.see)),
		ended.length > 0 &&
			h(
				'details',
				{ class: 'more' },
				h('summary', {}, fill(w.ended, { n: ended.length })),
				ended.map((plan) =>
					h(
						'div',
						{ class: 'plan' },
						h('h3', {}, nameOf(plan, shelf)),
						h('p', {}, plan.ends_at ? fill(w.ended_on, { date: formatDate(plan.ends_at) }) : null),
						payments(plan),
					),
				),
			),
	);
}

function planCard(plan: PlanView, shelf: Shelf, changed: Changed): HTMLElement {
	const w = words().plans;
	const { status, credits, price, rollover } = plan;
	return h(
		'article',
		{ class: 'plan', 'aria-labelledby': `plan-${plan.id}`, 'data-unpaid': status === 'past_due' },
		h('h3', { id: `plan-${plan.id}` }, nameOf(plan, shelf)),
		h('p', { class: 'card-price' }, formatPrice(price.amount, price.currency_code), ' ', every(plan)),
		h(
			'p',
			{ class: 'hint' },
			fill(w.brings, { n: credits, every: every(plan) }),
			' ',
			rollover > 0 ? fill(words().credits.rollover, { n: rollover }) : words().credits.rollover_none,
			'.',
		),
		standing(plan, shelf),
		planActions(plan, shelf, changed),
		payments(plan),
	);
}

/** How it stands, and what comes next. */
function standing(plan: PlanView, shelf: Shelf): HTMLElement {
	const w = words().plans;
	const { status, renews_at, ends_at, next, pay_url } = plan;
	if (status === 'starting') return h('p', { class: 'plan-state' }, w.starting);
	if (status === 'past_due')
		return h(
			'div',
			{ class: 'notice notice-problem' },
			h('p', {}, h('strong', {}, w.past_due), ' ', w.past_due_text),
			pay_url &&
				h(
					'p',
					{},
					h('a', { class: 'button', href: pay_url, target: '_blank', rel: 'noopener', id: `pay-${plan.id}` }, w.pay),
				),
		);
	if (ends_at) return h('p', { class: 'plan-state' }, fill(w.ends, { date: formatDate(ends_at) }));
	if (!renews_at) return h('p', { class: 'plan-state' });
	const date = formatDate(renews_at);
	if (!next) return h('p', { class: 'plan-state' }, fill(plan.trial ? w.trial : w.renews, { date }));
	return h(
		'p',
		{ class: 'plan-state' },
		fill(w.becomes, {
			date,
			name: nameOf(next, shelf),
			price: formatPrice(next.price.amount, next.price.currency_code),
		}),
	);
}

function payments({ payments: paid }: PlanView): HTMLElement | null {
	const w = words().plans;
	if (!paid.length) return null;
	return h(
		'details',
		{ class: 'more' },
		h('summary', {}, fill(w.payments, { n: paid.length })),
		table(
			w.payments_caption,
			[words().order.date, words().area.lot, words().area.total],
			paid.map(({ at, amount, currency_code, credits }) => [
				formatDate(at),
				formatNumber(credits),
				formatPrice(amount, currency_code),
			]),
		),
	);
}

/** A plan's name in the visitor's language, as long as its offer is sold under the name that it was bought by. */
export function nameOf({ name }: { name: string }, { offers, products }: Shelf): string {
	const offer = offers.find((candidate) => candidate.name === name);
	return offer ? offerName(offer, products) : name;
}
