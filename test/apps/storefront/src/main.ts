import { buyOffer, signInPath } from './account.js';
import { mountWidget, refreshWidgetCredits } from './bot-widget.js';
import { loadConfig } from './config.js';
import { h, swap } from './dom.js';
import { flash } from './flash.js';
import { navigate, navigation, refresh, startRouter } from './router.js';
import { isCartEvent, loadCart } from './shop/cart.js';
import { explain } from './shop/explain.js';
import { isTokenEvent } from './shop/medusa.js';
import { show } from './show.js';
import { main, mountShell } from './ui/shell.js';
import { language, words } from './words/index.js';

async function start(): Promise<void> {
	mountShell();
	try {
		await loadConfig();
	} catch (error) {
		const retry = h('button', { type: 'button', class: 'button', onclick: () => location.reload() }, words().retry);
		swap(
			main,
			h('section', { class: 'narrow quiet' }, h('h1', {}, words().errors.title), h('p', {}, explain(error)), retry),
		);
		return;
	}
	mountWidget({
		buy: (offer) =>
			buyOffer(offer.variant_id).catch((error) => {
				flash(explain(error), 'problem');
				refresh();
			}),
		signIn: () => navigate(signInPath(location.pathname + location.search)),
	});
	navigation.watch((to) => to && void show(to));
	language.watch(refresh);
	// Another tab signed in or out, or changed the cart.
	addEventListener('storage', (event) => {
		if (isTokenEvent(event)) {
			refreshWidgetCredits();
			refresh();
		}
		if (isCartEvent(event)) void loadCart().catch(() => {});
	});
	startRouter();
	// For the number in the header; pages that need the cart load it themselves and say when they cannot.
	void loadCart().catch(() => {});
}

void start();
