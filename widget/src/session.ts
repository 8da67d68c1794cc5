import { type Failure, request } from './api.js';
import { PASS_HEADER } from './contract.js';
import { keep, recall } from './storage.js';

/** Where everything is, as the tag says. */
export interface Endpoints {
	strapi: string;
	medusa: string;
	publishable_key: string;
	/** The bot's slug. */
	bot: string;
	/** Medusa's id of the region whose prices are shown; or empty. */
	region: string;
}

/** Gives the customer's login at the shop, or `null` for an anonymous visitor. */
export type CustomerToken = () => string | null | undefined | Promise<string | null | undefined>;

/** Who asks, when nobody has signed in. */
export const VISITOR = 'visitor';

/** A pass is renewed this long before it expires, so that it lives through the question. */
const RENEW_BEFORE_MS = 60_000;

/** Calls in the visitor's name. */
export interface Session {
	/** Tells customers apart, and from {@link VISITOR}; never the login itself. */
	who(): Promise<string>;
	/** A call to Strapi. A pass that is no longer good is replaced once, unseen. */
	strapi(path: string, init: RequestInit): Promise<Response>;
	/** A call to the shop about this bot: as the customer, where there is one. */
	medusa<Answer>(path: string, method?: string): Promise<Answer>;
}

/**
 * Says who the visitor is: to Medusa with the customer's own login, to Strapi with a pass that Medusa gives for it, or
 * with an anonymous visitor token. The login and the pass stay in memory; Strapi never sees the login.
 * @param botId Medusa knows the bot by its id, which Strapi tells.
 */
export function createSession(
	at: Endpoints,
	customerToken: () => CustomerToken | undefined,
	botId: () => Promise<string>,
): Session {
	const visitorKey = `answerpack:visitor:${at.strapi}`;
	let pass: { login: string; token: string; renew_at: number } | undefined;
	let visitor: Promise<string> | undefined;

	const login = async () => (await customerToken()?.()) || null;

	async function medusa<Answer>(path: string, method = 'GET'): Promise<Answer> {
		const customer = await login();
		const headers = {
			'x-publishable-api-key': at.publishable_key,
			...(customer && { Authorization: `Bearer ${customer}` }),
		};
		const response = await request(`${at.medusa}/store/answerpack/bots/${await botId()}/${path}`, { method, headers });
		return response.json();
	}

	/** The pass or the visitor token; a new one when `refused` is the one we have. */
	async function token(refused?: string): Promise<string> {
		const customer = await login();
		if (!customer) return visitorToken(refused);
		if (pass?.login !== customer || pass.token === refused || pass.renew_at < Date.now()) {
			const fresh = await medusa<{ pass: string; expires_at: string }>('pass', 'POST');
			pass = { login: customer, token: fresh.pass, renew_at: Date.parse(fresh.expires_at) - RENEW_BEFORE_MS };
		}
		return pass.token;
	}

	/** One request at a time: two would make two visitors of one. */
	async function visitorToken(refused?: string): Promise<string> {
		const known = (await visitor?.catch(() => '')) || recall('localStorage', visitorKey);
		if (known && known !== refused) return known;
		visitor = request(`${at.strapi}/api/answerpack/visitors`, { method: 'POST' })
			.then((response) => response.json())
			.then((body) => {
				keep('localStorage', visitorKey, body.token);
				return body.token;
			});
		return visitor;
	}

	return {
		medusa,
		async who() {
			const customer = await login();
			return customer ? customerOf(customer) : VISITOR;
		},
		async strapi(path, init) {
			const call = (shown: string) =>
				request(`${at.strapi}/api/answerpack/${path}`, { ...init, headers: { ...init.headers, [PASS_HEADER]: shown } });
			const shown = await token();
			return call(shown).catch(async (error: Failure) => {
				if (error.status !== 401) throw error;
				return call(await token(shown));
			});
		},
	};
}

/** Who a login belongs to: the login changes at every renewal, the customer in it does not. */
function customerOf(login: string): string {
	try {
		const payload = login.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/');
		return JSON.parse(atob(payload ?? '')).actor_id || 'customer';
	} catch {
		return 'customer';
	}
}
