import type { CreditsAnswer } from '@answerpack/shared/contract';
import { sessionExpired, signInPath, signOut } from '../account.js';
import { onCreditsChanged } from '../bot-widget.js';
import { h, swap } from '../dom.js';
import { type Page, type PageRequest, Redirect } from '../router.js';
import { myCredits } from '../shop/bot.js';
import { hasStatus, medusa } from '../shop/medusa.js';
import { session } from '../shop/session.js';
import { table } from '../ui/table.js';
import { fill, formatDate, formatNumber, formatPrice, words } from '../words/index.js';
import { myAnswersList } from './my-answers.js';

/** What belongs to the person: credits, answers, orders. Parts that cannot be reached do not take the others along. */
export async function myAreaPage({ signal }: PageRequest): Promise<Page> {
	const customer = session.get();
	if (!customer) throw new Redirect(signInPath('/my-area'));
	const w = words();
	const credits = h('div', { class: 'area-part' });
	const answers = h('div', { class: 'area-part' });
	const orders = h('div', { class: 'area-part' });

	const show = (part: Element, load: () => Promise<HTMLElement>) =>
		load().then(
			(content) => swap(part, content),
			async (error) => {
				// Signed out meanwhile: the answer is nobody's any more, and another page is on its way.
				if (signal.aborted || session.get() !== customer) return;
				if (hasStatus(error, 401)) await sessionExpired();
				else swap(part, h('p', { class: 'notice' }, w.area.unavailable));
			},
		);
	const showUsage = () => Promise.all([show(credits, creditsPart), show(answers, myAnswersList)]);
	await Promise.all([showUsage(), show(orders, ordersPart)]);
	onCreditsChanged(() => void (session.get() === customer && showUsage()), signal);

	const name = [customer.first_name, customer.last_name].filter(Boolean).join(' ') || customer.email;
	const part = (id: string, title: string, content: HTMLElement) =>
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
			part('my-credits', w.area.credits, credits),
			part('my-answers', w.area.answers, answers),
			part('my-orders', w.area.orders, orders),
		),
	};
}

async function creditsPart(): Promise<HTMLElement> {
	const w = words().area;
	const { left, held, lots } = await myCredits();
	return h(
		'div',
		{},
		h(
			'p',
			{ class: 'credits-left' },
			h('strong', { class: 'credits-number' }, formatNumber(left)),
			' ',
			fill(w.left, { n: left }),
		),
		held > 0 && h('p', { class: 'hint' }, fill(w.held, { n: held })),
		lots.length ? lotsTable(lots) : h('p', { class: 'hint' }, w.none),
		h('p', {}, h('a', { class: 'button', href: '/credits' }, w.get)),
	);
}

function lotsTable(lots: CreditsAnswer['lots']): HTMLElement {
	const w = words().area;
	return table(
		w.lots,
		[w.from, w.until, w.lot],
		lots.map((lot) => [
			w.category[lot.category],
			lot.expires_at ? formatDate(lot.expires_at) : w.forever,
			formatNumber(lot.left),
		]),
	);
}

async function ordersPart(): Promise<HTMLElement> {
	const w = words().area;
	const { orders } = await medusa().store.order.list({ limit: 50, order: '-created_at' });
	if (!orders.length) return h('p', { class: 'hint' }, w.orders_none);
	return table(
		w.orders,
		[w.number, words().order.date, w.total],
		orders.map((order) => [
			h('a', { href: `/order/${order.id}` }, `#${order.display_id}`),
			formatDate(order.created_at),
			formatPrice(order.total, order.currency_code),
		]),
	);
}
