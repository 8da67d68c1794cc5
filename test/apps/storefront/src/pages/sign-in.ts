import { continueSignedIn } from '../account.js';
import { h } from '../dom.js';
import { type Page, type PageRequest, Redirect, safeNext } from '../router.js';
import { offersOrNone } from '../shop/bot.js';
import { findProduct, textsOf } from '../shop/catalog.js';
import { register, session, signIn } from '../shop/session.js';
import { field, form } from '../ui/form.js';
import { fill, words } from '../words/index.js';

/** Why somebody is asked to sign in, when it was not their own idea. */
async function reason(query: URLSearchParams, pack: string | null): Promise<string | null> {
	const w = words().session;
	if (query.get('reason') === 'expired') return w.expired;
	if (pack) return fill(w.for_credits, { name: await nameOfPack(pack) });
	return query.get('next') === '/checkout' ? w.for_checkout : null;
}

async function nameOfPack(variant_id: string): Promise<string> {
	const offer = (await offersOrNone()).find((candidate) => candidate.variant_id === variant_id);
	const product = offer && (await findProduct(offer.handle).catch(() => undefined));
	return product ? textsOf(product).title : (offer?.name ?? words().nav.credits);
}

async function page(request: PageRequest, kind: 'sign-in' | 'register'): Promise<Page> {
	const w = words();
	const { query } = request;
	const next = safeNext(query.get('next'));
	const pack = query.get('add');
	// Signed in already, and here by the back button: nothing to do, and no second pack.
	if (session.get()) throw new Redirect(next);
	const why = await reason(query, pack);
	const is_new = kind === 'register';
	const title = is_new ? w.session.register_title : w.session.sign_in_title;
	const other = is_new ? '/sign-in' : '/register';
	return {
		title,
		content: h(
			'section',
			{ class: 'narrow' },
			h('h1', {}, title),
			why && h('p', { class: 'notice' }, why),
			form(
				title,
				is_new ? w.register : w.sign_in,
				async (values) => {
					await (is_new ? register(values) : signIn(values));
					await continueSignedIn(next, pack);
				},
				is_new ? field({ name: 'first_name', autocomplete: 'given-name', half: true }) : null,
				is_new ? field({ name: 'last_name', autocomplete: 'family-name', half: true }) : null,
				field({ name: 'email', type: 'email', autocomplete: 'username' }),
				field({
					name: 'password',
					type: 'password',
					autocomplete: is_new ? 'new-password' : 'current-password',
					minlength: is_new ? 8 : undefined,
					hint: is_new ? w.fields.password_hint : undefined,
				}),
			),
			h(
				'p',
				{ class: 'other-way' },
				is_new ? w.session.known_here : w.session.new_here,
				' ',
				h('a', { href: `${other}?${query}` }, is_new ? w.sign_in : w.register),
			),
		),
	};
}

export const signInPage = (request: PageRequest) => page(request, 'sign-in');
export const registerPage = (request: PageRequest) => page(request, 'register');
