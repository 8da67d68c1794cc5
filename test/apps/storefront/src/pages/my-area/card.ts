import type { PlanView } from '@answerpack/shared/contract';
import { h } from '../../dom.js';
import { bankAnswer, payForm } from '../../pay/index.js';
import { explain } from '../../shop/explain.js';
import { cardToSave, changeCard } from '../../shop/plans.js';
import { problemLine, work } from '../../ui/work.js';
import { words } from '../../words/index.js';

/** Another card for a plan: it is saved at Stripe by this browser, and pays from then on, and at once what is open. */
export async function cardPanel(plan: PlanView, changed: (said: string) => Promise<void>): Promise<HTMLElement> {
	const w = words().plans;
	const { amount, currency_code } = plan.price;
	const form = await payForm({ kind: 'setup', amount, currency_code, plan: true, back: false });
	const problem = problemLine();
	const save = h('button', { type: 'button', class: 'button button-main' }, w.card_save);
	save.addEventListener('click', () =>
		work(save, problem, async () => {
			const client_secret = await cardToSave(plan.id);
			const card = await form.confirm({ kind: 'setup', client_secret }, backTo(plan));
			await changeCard(plan.id, card);
			await changed(w.card_changed);
		}),
	);
	return h(
		'div',
		{},
		h('p', { class: 'hint' }, w.card_text),
		form.element,
		h('div', { class: 'actions' }, save),
		problem,
	);
}

const backTo = ({ id }: PlanView) => `${location.origin}/my-area?${new URLSearchParams({ card_of: id })}`;

/**
 * Goes on where the card's bank had a question, when the customer comes back from there.
 * @returns what to say of it
 */
export async function backFromBank(query: URLSearchParams): Promise<string | undefined> {
	const [plan_id, client_secret] = [query.get('card_of'), query.get('setup_intent_client_secret')];
	const answer = bankAnswer(query);
	if (!plan_id || !client_secret || !answer) return undefined;
	// Once: a reload must not do it again.
	history.replaceState(history.state, '', '/my-area');
	if (answer === 'no') return words().pay.bank_no;
	try {
		const form = await payForm({ kind: 'setup', amount: 0, currency_code: 'eur', plan: true, back: true });
		await changeCard(plan_id, await form.confirm({ kind: 'setup', client_secret }, location.href));
		return words().plans.card_changed;
	} catch (error) {
		return explain(error);
	}
}
