import { sessionExpired, signInPath, signOut } from '../../account.js';
import { onCreditsChanged, refreshWidgetCredits } from '../../bot-widget.js';
import { h, swap } from '../../dom.js';
import { type Page, type PageRequest, Redirect, refresh } from '../../router.js';
import { hasStatus } from '../../shop/medusa.js';
import { session } from '../../shop/session.js';
import { fill, words } from '../../words/index.js';
import { myAnswersList } from './answers.js';
import { backFromBank } from './card.js';
import { codeForm } from './code.js';
import { conversationsPart } from './conversations.js';
import { creditsPart } from './credits.js';
import { ordersPart } from './orders.js';
import { plansPart } from './plans.js';

/** Credits that something here has caused come by Stripe's messages, a moment later. */
const LOOK_AGAIN_AFTER_MS = [400, 800, 1600, 3200, 6400];

/** What belongs to the person: credits, plans, answers, orders. Parts that cannot be reached do not take the others along. */
export async function myAreaPage({ query, signal }: PageRequest): Promise<Page> {
	const customer = session.get();
	if (!customer) throw new Redirect(signInPath('/my-area'));
	const w = words();
	const [credits, plans, answers, orders] = [part(), part(), part(), part()];
	const isMine = () => !signal.aborted && session.get() === customer;

	const show = (place: Element, load: () => Promise<HTMLElement>) =>
		load().then(
			(content) => isMine() && swap(place, content),
			async (error) => {
				// Signed out meanwhile: the answer is nobody's any more, and another page is on its way.
				if (!isMine()) return;
				if (hasStatus(error, 401)) await sessionExpired();
				else swap(place, unavailable());
			},
		);
	const showUsage = () => Promise.all([show(credits, creditsPart), show(answers, myAnswersList)]);
	const showPlans = (said?: string) => show(plans, () => plansPart(changed, said));
	/** Something was changed here: shows what came of it, and goes on looking for what comes of it later. */
	async function changed(said?: string): Promise<void> {
		await Promise.all([showPlans(said), showUsage(), show(orders, ordersPart)]);
		for (const wait_ms of LOOK_AGAIN_AFTER_MS) {
			setTimeout(() => {
				if (!isMine()) return;
				void showUsage();
				refreshWidgetCredits();
			}, wait_ms);
		}
	}

	const said = await backFromBank(query);
	await Promise.all([showUsage(), showPlans(said), show(orders, ordersPart)]);
	onCreditsChanged(() => void (session.get() === customer && showUsage()), signal);
	// Back from a page of Stripe's, where something may have been paid.
	const back = () => {
		if (document.visibilityState === 'visible' && plans.querySelector('[data-unpaid]')) void changed();
	};
	document.addEventListener('visibilitychange', back, { signal });
	addEventListener('focus', back, { signal });

	const name = [customer.first_name, customer.last_name].filter(Boolean).join(' ') || customer.email;
	const section = (id: string, title: string, ...content: HTMLElement[]) =>
		h('section', { 'aria-labelledby': id, class: 'area-section' }, h('h2', { id }, title), content);
	return {
		title: w.area.title,
		content: h(
			'div',
			{ class: 'area' },
			h(
				'div',
				{ class: 'area-head' },
				h('div', {}, h('h1', {}, w.area.title), h('p', { class: 'lead' }, fill(w.area.hello, { name }))),
				h('button', { type: 'button', class: 'button', onclick: () => void signOut() }, w.sign_out),
			),
			section('my-credits', w.area.credits, credits, codeForm(changed)),
			section('my-plan', w.plans.title, plans),
			section('my-answers', w.area.answers, answers),
			section('my-conversations', w.area.conversations, conversationsPart()),
			section('my-orders', w.area.orders, orders),
		),
	};
}

const part = () => h('div', { class: 'area-part' });

function unavailable(): HTMLElement {
	return h(
		'div',
		{ class: 'notice notice-row' },
		h('p', {}, words().area.unavailable),
		h('button', { type: 'button', class: 'button', onclick: refresh }, words().retry),
	);
}
