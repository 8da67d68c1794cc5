import { h, swap } from '../dom.js';
import { liveRegion } from '../flash.js';
import { cart, countOf } from '../shop/cart.js';
import { customerToken } from '../shop/medusa.js';
import { session } from '../shop/session.js';
import { chooseLanguage, fill, LANGUAGES, type Language, language, words } from '../words/index.js';
import { icon } from './icons.js';

/** Where pages are shown. */
export const main = h('main', { id: 'main', tabindex: '-1' });

const header = h('header', { class: 'header' });
const footer = h('footer', { class: 'footer' });
const skip = h('a', { class: 'skip', href: '#main' });
const progress = h('div', { class: 'progress', hidden: true });

/** Shows (after a moment, so that fast pages do not flicker) that a page is on its way. */
export function setLoading(loading: boolean): void {
	progress.hidden = !loading;
	main.setAttribute('aria-busy', String(loading));
}

/** Builds what surrounds every page, and keeps it true: language, who is signed in, what is in the cart. */
export function mountShell(): void {
	document.body.append(skip, header, progress, main, footer, liveRegion);
	drawShell();
	language.watch(drawShell);
	session.watch(drawShell);
	cart.watch(drawShell);
}

/** Draws it anew: for another page, too, since a link tells which page is shown, and a log-in may have ended. */
export function drawShell(): void {
	document.documentElement.lang = language.get();
	swap(skip, words().skip);
	swap(header, headerContent());
	swap(footer, footerContent());
	for (const link of document.querySelectorAll<HTMLAnchorElement>('.header a, .footer a')) {
		if (link.pathname === location.pathname && !link.hash) link.setAttribute('aria-current', 'page');
		else link.removeAttribute('aria-current');
	}
}

function headerContent(): HTMLElement {
	const w = words();
	// A stored log-in counts before it is checked, so that the header does not jump.
	const signed_in = session.get() !== null || customerToken() !== null;
	const count = countOf(cart.get());
	const area = signed_in ? w.my_area : w.sign_in;
	return h(
		'div',
		{ class: 'header-row' },
		h('a', { id: 'to-home', class: 'brand', href: '/', 'aria-label': w.nav.home }, w.shop),
		h(
			'nav',
			{ class: 'header-nav', 'aria-label': w.nav.main },
			h('a', { id: 'to-credits', href: '/credits' }, w.nav.credits),
			h('a', { id: 'to-about', href: '/about' }, w.texts_nav.about),
		),
		h(
			'div',
			{ class: 'header-tools' },
			languageSwitch(),
			h(
				'a',
				{ id: 'to-area', class: 'tool', href: signed_in ? '/my-area' : '/sign-in', 'aria-label': area },
				icon('person'),
				h('span', { class: 'tool-text' }, area),
			),
			h(
				'a',
				{
					id: 'to-cart',
					class: 'tool',
					href: '/cart',
					'aria-label': count ? fill(w.cart_link, { n: count }) : w.cart_link_empty,
				},
				icon('cart'),
				h('span', { class: count ? 'count' : 'count count-none', 'aria-hidden': 'true' }, count),
			),
		),
	);
}

function languageSwitch(): HTMLElement {
	const now = language.get();
	const choice = (code: Language) =>
		h(
			'button',
			{
				id: `language-${code}`,
				type: 'button',
				lang: code,
				'aria-pressed': String(code === now),
				'aria-label': code === 'de' ? 'Deutsch' : 'English',
				onclick: () => chooseLanguage(code),
			},
			code.toUpperCase(),
		);
	return h(
		'div',
		{ class: 'languages', role: 'group', 'aria-label': words().language },
		(Object.keys(LANGUAGES) as Language[]).map(choice),
	);
}

function footerContent(): HTMLElement {
	const w = words();
	return h(
		'div',
		{ class: 'footer-row' },
		h('p', { class: 'footer-note' }, w.footer_note),
		h(
			'nav',
			{ 'aria-label': w.nav.footer },
			h('a', { href: '/credits' }, w.nav.credits),
			h('a', { href: '/shipping' }, w.texts_nav.shipping),
			h('a', { href: '/about' }, w.texts_nav.about),
			h('a', { href: '/demo' }, w.texts_nav.demo),
		),
	);
}
