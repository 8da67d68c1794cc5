// The pages that the widget stands on, under the strictest policy a shop can have. What is in the query becomes the
// tag's attributes, so that every state has an address: /?lang=de&theme=dark&customer=cus_anna
import { readFile } from 'node:fs/promises';
import { loginOf } from './world.mjs';

/** @import { ServerResponse } from 'node:http' */

const WIDGET = new URL('../../../widget/dist/answerpack.js', import.meta.url);

export const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	'connect-src http:',
	"base-uri 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
].join('; ');

const HTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A shop</title>
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
<script type="module" src="/answerpack.js"></script>
<main>
<h1>A shop</h1>
<p>Kettles, coffee and everything that goes with them. <a href="/other">Another page</a></p>
</main>
</html>`;

const CSS = `html { color-scheme: light dark; background: Canvas; color: CanvasText; font: 16px/1.5 system-ui, sans-serif }
html[data-theme=dark] { color-scheme: dark }
html[data-theme=light] { color-scheme: light }
a { color: inherit }
main { max-width: 60ch; margin: 2rem }`;

/**
 * What the query may say besides attributes: `customer` (signed in with a token), `bots` (how many tags), `ltr`/`rtl` as
 * `dir`, `none` (attributes to leave out). The shop remembers the customer, as a shop does.
 */
const SCRIPT = `const query = new URLSearchParams(location.search);
const take = (name) => { const value = query.get(name); query.delete(name); return value; };
const [customer, count, dir, none, theme] = [take('customer'), take('bots') ?? 1, take('dir'), take('none'), query.get('theme')];
if (customer !== null) localStorage.setItem('login', customer);
if (dir) document.documentElement.dir = dir;
if (theme) document.documentElement.dataset.theme = theme;
const { logins, strapi } = await (await fetch('/shop.json')).json();
for (let n = 0; n < count; n++) {
	const bot = document.createElement('answer-bot');
	const attributes = { bot: 'shop-help', strapi, medusa: strapi, 'publishable-key': 'pk_test', ...Object.fromEntries(query) };
	for (const [name, value] of Object.entries(attributes)) if (name !== none) bot.setAttribute(name, value);
	bot.customerToken = () => logins[localStorage.getItem('login')] ?? null;
	document.querySelector('main').append(bot);
}
window.heard = [];
for (const name of ['open', 'ask', 'answer', 'buy', 'sign-in', 'credits', 'error'])
	addEventListener('answerpack:' + name, ({ type, detail }) => window.heard.push({ type, detail }));`;

/**
 * A page or a script of a test's own.
 * @typedef {{ type: string, text: string, policy?: string }} Page
 */

/**
 * @param {URL} url
 * @param {ServerResponse} response
 * @param {Map<string, Page>} pages by path; they come before ours
 */
export async function answerPage(url, response, pages) {
	const own = pages.get(url.pathname);
	if (own) {
		if (own.policy) response.setHeader('Content-Security-Policy', own.policy);
		return send(response, own.type, own.text);
	}
	if (url.pathname === '/answerpack.js') return send(response, 'text/javascript', await readFile(WIDGET, 'utf8'));
	if (url.pathname === '/page.js') return send(response, 'text/javascript', SCRIPT);
	if (url.pathname === '/page.css') return send(response, 'text/css', CSS);
	if (url.pathname === '/favicon.ico') return response.writeHead(204).end();
	if (url.pathname === '/shop.json') {
		const strapi = `http://localhost:${response.socket?.localPort}`;
		const logins = Object.fromEntries(['cus_anna', 'cus_ben', 'cus_gone'].map((id) => [id, loginOf(id)]));
		return send(response, 'application/json', JSON.stringify({ strapi, logins }));
	}
	response.setHeader('Content-Security-Policy', POLICY);
	send(response, 'text/html', HTML);
}

/** @param {ServerResponse} response @param {string} type @param {string} text */
function send(response, type, text) {
	response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' });
	response.end(text);
}
