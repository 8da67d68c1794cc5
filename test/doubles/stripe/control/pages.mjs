// What a person sees of the stand-in: its objects and switches, the bank's question, an invoice to pay. No money moves.
/** @import { Account } from '../account.mjs' */
import { intentIdOf, paymentOf } from '../billing/invoices.mjs';
import { officeOf } from '../webhooks/deliveries.mjs';
import { CARD_NAMES } from '../world/cards.mjs';
import { price } from '../world/currencies.mjs';
import { now } from '../world/time.mjs';

const ROWS = 12;

/**
 * @param {Account} account
 * @param {URL} url
 * @returns {string | undefined} HTML, if this is a page
 */
export function pageFor(account, url) {
	if (url.pathname === '/') return statusPage(account);
	const [, kind, id = ''] = /^\/_double\/(authenticate|invoices)\/(\w+)$/.exec(url.pathname) ?? [];
	if (kind === 'authenticate') return authenticationPage(account, id, url.searchParams.get('client_secret') ?? '');
	if (kind === 'invoices') return invoicePage(account, id, url.searchParams.get('secret') ?? '');
	return undefined;
}

/** @param {Account} account */
function statusPage({ world, faults }) {
	const { switches, log } = officeOf(world);
	const kinds = /** @type {const} */ ([
		['Payments', world.paymentIntents],
		['Setups', world.setupIntents],
		['Refunds', world.refunds],
		['Disputes', world.disputes],
		['Customers', world.customers],
		['Subscriptions', world.subscriptions],
		['Invoices', world.invoices],
		['Prices', world.prices],
		['Test clocks', world.testClocks],
		['Webhook endpoints', world.webhookEndpoints],
	]);
	const tables = kinds
		.filter(([, table]) => table.size > 0)
		.map(([name, table]) => {
			const rows = table.all().slice(-ROWS).toReversed().map(rowOf);
			return `<h2>${name} <small>${table.size}</small></h2><table>${rows.join('')}</table>`;
		});
	const deliveries = log
		.slice(-ROWS)
		.toReversed()
		.map(({ event, endpoint, status, attempts, response_status, error }) =>
			row([event.type, endpoint.url, status, `${attempts} tries`, String(response_status ?? error ?? '')]),
		);
	const day = 86_400;
	const controls = [
		button('1 hour on', '/_double/clock', { advance_seconds: 3_600 }),
		button('1 day on', '/_double/clock', { advance_seconds: day }),
		button('31 days on', '/_double/clock', { advance_seconds: 31 * day }),
		...switchButtons(switches),
		button('Send what waits', '/_double/webhooks/flush', {}),
		button('Send it shuffled', '/_double/webhooks/flush', { order: 'shuffled' }),
		button('Drop the next event', '/_double/webhooks', { drop: 1 }),
		button('Fail the next payment call', '/_double/faults', {
			effect: 'error',
			path: '/v1/payment_intents',
			status: 500,
		}),
		button('Forget everything', '/_double/reset', {}),
	];
	return document(
		'Stand-in for Stripe',
		`<p>It is <b>${new Date(now(world) * 1000).toISOString()}</b> here. Speaks ${world.apiVersion} unless asked otherwise.
		${faults.all.length} faults ordered. After the last retry a subscription is set to
		<b>${safe(world.settings.dunning_end)}</b>.</p>
		<p class="buttons">${controls.join(' ')}</p>
		${tables.join('')}
		<h2>Webhooks <small>${log.length}</small></h2><table>${deliveries.join('')}</table>`,
	);
}

/** @param {import('../webhooks/deliveries.mjs').Switches} switches */
function switchButtons({ hold, duplicate, reorder }) {
	return [
		button(hold ? 'Webhooks: go on' : 'Webhooks: hold', '/_double/webhooks', { hold: !hold }),
		button(duplicate > 0 ? 'Webhooks: once each' : 'Webhooks: twice each', '/_double/webhooks', {
			duplicate: duplicate > 0 ? 0 : 1,
		}),
		button(reorder ? 'Webhooks: in order' : 'Webhooks: shuffle', '/_double/webhooks', { reorder: !reorder }),
	];
}

/** @param {object} object */
function rowOf(object) {
	const of = /** @type {Record<string, unknown>} */ (object);
	const amount = of.amount ?? of.amount_due ?? of.unit_amount;
	const worth = typeof amount === 'number' && typeof of.currency === 'string' ? price(amount, of.currency) : '';
	const about = of.email ?? of.url ?? of.reason ?? of.description ?? of.nickname ?? of.billing_reason ?? of.name;
	const link = of.object === 'invoice' && typeof of.hosted_invoice_url === 'string' ? of.hosted_invoice_url : undefined;
	const id = link ? `<a href="${safe(link)}">${safe(of.id)}</a>` : safe(of.id);
	return `<tr><td><code>${id}</code>${[of.status, worth, about, of.customer].map(cell).join('')}</tr>`;
}

/** @param {Account} account @param {string} id @param {string} secret */
function authenticationPage({ world }, id, secret) {
	const intent = world.paymentIntents.find(id) ?? world.setupIntents.find(id);
	if (!intent || intent.client_secret !== secret) return document('Not here', '<p>There is no such payment.</p>');
	if (intent.status !== 'requires_action') {
		return document('Answered', `<p>Your bank has nothing to ask: this is <b>${safe(intent.status)}</b>.</p>`);
	}
	const path = `/_double/authenticate/${id}`;
	return document(
		'Your bank asks: is it you?',
		`<p>${'amount' in intent ? price(intent.amount, intent.currency) : 'Save this card'}</p><p class="buttons">
		${button('Yes, it is me', path, { client_secret: secret, outcome: 'succeeded' })}
		${button('No', path, { client_secret: secret, outcome: 'failed' })}</p>`,
	);
}

/** @param {Account} account @param {string} id @param {string} secret */
function invoicePage({ world }, id, secret) {
	const invoice = world.invoices.find(id);
	if (!invoice?.hosted_invoice_url?.endsWith(`?secret=${secret}`)) {
		return document('Not here', '<p>There is no such invoice.</p>');
	}
	const lines = invoice.lines.data.map(({ description, amount }) =>
		row([description ?? '', price(amount, invoice.currency)]),
	);
	const open = invoice.status === 'open';
	const question = bankQuestion(world, invoice);
	const bank = question ? `<p><a href="${safe(question)}">Your bank has a question.</a></p>` : '';
	const pay = CARD_NAMES.map((name) => {
		return button(name, `/_double/invoices/${id}/pay`, { payment_method: name, secret });
	});
	return document(
		`Invoice ${safe(invoice.number)}`,
		`<table>${lines.join('')}</table><p>${price(invoice.amount_due, invoice.currency)}, <b>${safe(invoice.status)}</b></p>${bank}
		${open ? `<p>Pay with the test card …</p><p class="buttons">${pay.join(' ')}</p>` : ''}`,
	);
}

/**
 * Where the owner of the card that is to pay an invoice says that it is them, if that is what it waits for.
 * @param {Account['world']} world
 * @param {import('../types.ts').Invoice} invoice
 */
export function bankQuestion(world, invoice) {
	const intent = world.paymentIntents.find(intentIdOf(paymentOf(world, invoice)));
	if (intent?.status !== 'requires_action') return undefined;
	return `/_double/authenticate/${intent.id}?client_secret=${intent.client_secret}`;
}

/** @param {string} label @param {string} path @param {object} body */
function button(label, path, body) {
	return `<button data-path="${safe(path)}" data-body="${safe(JSON.stringify(body))}">${safe(label)}</button>`;
}

/** @param {unknown[]} cells */
const row = (cells) => `<tr>${cells.map(cell).join('')}</tr>`;
/** @param {unknown} value */
const cell = (value) => `<td>${safe(value ?? '')}`;

/** @param {unknown} value */
function safe(value) {
	const entities = /** @type {Record<string, string>} */ ({
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	});
	return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** @param {string} title @param {string} body */
const document = (title, body) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; color: #222; background: #fff }
.banner { background: #fff3cd; color: #4d3b00; border: 1px solid #e0c566; border-radius: .5rem; padding: .5rem 1rem }
table { border-collapse: collapse; width: 100% } td { border-top: 1px solid #ddd; padding: .25rem .5rem; overflow-wrap: anywhere }
button { font: inherit; padding: .25rem .75rem; margin: 0 .25rem .5rem 0 } small { color: #555; font-weight: normal }
</style>
<p class="banner"><b>This is a stand-in for Stripe. It moves no money</b>, and knows no bank.</p>
<main><h1>${title}</h1>${body}</main><p id="says" role="status"></p>
<script>
addEventListener('click', async ({ target }) => {
	const { path, body } = target.dataset;
	if (!path) return;
	const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
	const answer = await response.json();
	if (!response.ok) document.getElementById('says').textContent = answer.error.message;
	else if (answer.return_url) location.href = answer.return_url;
	else location.reload();
});
</script>`;
