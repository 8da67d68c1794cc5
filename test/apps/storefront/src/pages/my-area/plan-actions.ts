import type { Offer, PlanView } from '@answerpack/shared/contract';
import { h, swap } from '../../dom.js';
import { explain } from '../../shop/explain.js';
import { endPlan, switchPlan } from '../../shop/plans.js';
import { offerName } from '../../ui/offers.js';
import { problemLine, work } from '../../ui/work.js';
import { every, fill, formatDate, formatPrice, words } from '../../words/index.js';
import { cardPanel } from './card.js';
import type { Changed, Shelf } from './plans.js';

type Open = 'switch' | 'card' | 'end';

/** The buttons of a plan, each of which opens what it is about below; nothing is done by the first click. */
export function planActions(plan: PlanView, shelf: Shelf, changed: Changed): HTMLElement {
	const w = words().plans;
	const others = switchable(plan, shelf);
	const panel = h('div', { class: 'plan-panel', id: `panel-${plan.id}`, hidden: true });
	const problem = problemLine();
	const buttons: HTMLElement[] = [];

	function opener(what: Open, label: string, load: () => HTMLElement | Promise<HTMLElement>): HTMLElement {
		const button = h(
			'button',
			{
				type: 'button',
				class: 'button',
				id: `${what}-${plan.id}`,
				'aria-expanded': 'false',
				'aria-controls': panel.id,
			},
			label,
		);
		button.addEventListener('click', async () => {
			const opens = button.getAttribute('aria-expanded') !== 'true';
			for (const other of buttons) other.setAttribute('aria-expanded', 'false');
			panel.hidden = true;
			if (!opens) return;
			button.setAttribute('aria-expanded', 'true');
			swap(panel, h('p', { class: 'hint' }, words().loading));
			panel.hidden = false;
			try {
				const content = await load();
				// Something else was opened meanwhile.
				if (button.getAttribute('aria-expanded') === 'true') swap(panel, content);
			} catch (error) {
				swap(panel, h('p', { class: 'notice notice-problem', role: 'alert' }, explain(error)));
			}
		});
		buttons.push(button);
		return button;
	}

	const done = async (said: string) => {
		await changed(said);
		document.getElementById('plan-said')?.focus();
	};
	const resume = h('button', { type: 'button', class: 'button button-main', id: `resume-${plan.id}` }, w.resume);
	resume.addEventListener('click', () =>
		work(resume, problem, async () => {
			await endPlan(plan, 'resume');
			await done(w.resumed);
		}),
	);
	const runs = plan.status === 'active' && !plan.ends_at;
	const offered = [
		plan.ends_at && resume,
		runs && others.length > 0 && opener('switch', w.switch, () => switchPanel(plan, others, shelf, done)),
		plan.status !== 'starting' && opener('card', w.card, () => cardPanel(plan, done)),
		plan.status !== 'starting' && !plan.ends_at && opener('end', w.end, () => endPanel(plan, done)),
	];
	return h('div', {}, h('div', { class: 'actions' }, offered), panel, problem);
}

/** Offers that this plan can become: of another amount, but billed as often, in the same currency. */
function switchable(plan: PlanView, { offers }: Shelf): Offer[] {
	const will_be = plan.next ?? plan;
	return offers.filter(
		({ name, price, interval, interval_count }) =>
			price?.currency_code.toLowerCase() === plan.price.currency_code.toLowerCase() &&
			interval === plan.interval &&
			interval_count === plan.interval_count &&
			!(name === will_be.name && price.amount === will_be.price.amount),
	);
}

/** What each other plan would mean, and when. */
function switchPanel(
	plan: PlanView,
	others: Offer[],
	shelf: Shelf,
	done: (said: string) => Promise<void>,
): HTMLElement {
	const w = words().plans;
	return h(
		'ul',
		{ class: 'switches' },
		others.map((offer) => {
			const name = offerName(offer, shelf.products);
			const amount = offer.price?.amount ?? 0;
			const date = formatDate(plan.renews_at ?? new Date());
			const is_more = amount > plan.price.amount;
			const is_same = amount === plan.price.amount && offer.name === plan.name;
			const problem = problemLine();
			const button = h('button', { type: 'button', class: 'button button-main' }, fill(w.switch_to, { name }));
			button.addEventListener('click', () =>
				work(button, problem, async () => {
					await switchPlan(plan, offer);
					await done(is_more ? w.switched_now : fill(w.switched_later, { date }));
				}),
			);
			return h(
				'li',
				{},
				h('h4', {}, name, ' · ', formatPrice(amount, plan.price.currency_code), ' ', every(offer)),
				h('p', { class: 'hint' }, is_same ? w.switch_back : is_more ? w.switch_more : fill(w.switch_less, { date })),
				button,
				problem,
			);
		}),
	);
}

/** What ending means, before it is done. */
function endPanel(plan: PlanView, done: (said: string) => Promise<void>): HTMLElement {
	const w = words().plans;
	const problem = problemLine();
	const button = h('button', { type: 'button', class: 'button button-main' }, w.end_yes);
	button.addEventListener('click', () =>
		work(button, problem, async () => {
			const ended = await endPlan(plan, 'cancel');
			const date = formatDate(ended.ends_at ?? new Date());
			await done(fill(w.ended_now, { date }));
		}),
	);
	const text = plan.renews_at ? fill(w.end_text, { date: formatDate(plan.renews_at) }) : w.end_text_plain;
	return h('div', {}, h('p', {}, text), h('div', { class: 'actions' }, button), problem);
}
