// The demo storefront's own page with one widget on it, served by the stand-in for the bot, which also plays the shop.
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { inRoot } from '../../stack/root.mjs';

/** @import { BotDouble } from '../../doubles/bot/server.mjs' */
/** @import { Peer } from './peers.mjs' */

const STOREFRONT = inRoot('test/apps/storefront/dist');
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** The policy that the widget promises to need no exception from. @param {BotDouble} bot */
export const strictPolicy = (bot) =>
	[
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		`connect-src 'self' ${bot.url}`,
		"img-src 'self'",
		"base-uri 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	].join('; ');

/**
 * Serves the storefront's files and what its first page asks a shop for.
 * @param {BotDouble} bot
 */
export function openShop(bot) {
	for (const name of readdirSync(`${STOREFRONT}/assets`))
		serve(bot, `/assets/${name}`, readFileSync(`${STOREFRONT}/assets/${name}`));
	serve(bot, '/favicon.svg', readFileSync(`${STOREFRONT}/favicon.svg`));
	const config = {
		medusaUrl: bot.url,
		strapiUrl: bot.url,
		publishableKey: 'pk_bench',
		botSlug: bot.world.bot.slug,
		stripe: null,
	};
	json(bot, '/config.json', config);
	json(bot, '/store/regions', { regions: [{ id: 'reg_1', currency_code: 'eur', countries: [] }] });
	json(bot, '/store/products', {
		products: [
			['copper-kettle', 'Copper gooseneck kettle', 89],
			['hand-grinder', 'Hand grinder', 119],
			['pour-over-dripper', 'Pour-over dripper', 34],
		].map(product),
	});
	// Whatever the others ask their servers for.
	for (const path of [
		'chat',
		'webhook',
		'api/v1/public-chatbotConfig/bench',
		'api/v1/chatflows-streaming/bench',
		'api/v1/chatflows-uploads/bench',
	])
		json(bot, `/peer-api/${path}`, {});
}

/**
 * Puts a widget on the page, or (without one) leaves the page as it is.
 * @param {BotDouble} bot
 * @param {{ ours?: boolean, peer?: Peer, files?: Map<string, Buffer>, policy?: string | undefined }} what
 */
export function furnish(bot, { ours, peer, files, policy }) {
	const at = `/peers/${peer?.name}`;
	for (const [path, content] of files ?? []) serve(bot, `${at}/${path}`, content);
	if (peer) bot.pages.set('/peer.js', { type: 'text/javascript', text: peer.script(at) });
	const tags = [
		peer?.style && `<link rel="stylesheet" href="${at}/${peer.style}" />`,
		peer && '<script type="module" src="/peer.js"></script>',
		ours && '<script type="module" src="/answerpack.js"></script>',
	];
	const html = readFileSync(`${STOREFRONT}/index.html`, 'utf8').replace(
		'<script type="module" src="/answerpack.js"></script>',
		tags.filter(Boolean).join(''),
	);
	bot.pages.set('/', { type: 'text/html', text: html, ...(policy && { policy }) });
}

/** @param {BotDouble} bot @param {string} path @param {Buffer} content */
function serve(bot, path, content) {
	const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path))];
	bot.pages.set(path, { type, text: content.toString() });
}

/** @param {BotDouble} bot @param {string} path @param {unknown} answer */
function json(bot, path, answer) {
	bot.pages.set(path, { type: 'application/json', text: JSON.stringify(answer) });
}

/** @param {[string, string, number]} article @param {number} n */
function product([handle, title, amount], n) {
	const variants = [{ id: `variant_${n}`, calculated_price: { calculated_amount: amount, currency_code: 'eur' } }];
	return { id: `prod_${n}`, handle, title, subtitle: 'Made to last', variants, metadata: null };
}
