import { type Failure, request } from './api.js';
import { PASS_HEADER } from './contract.js';
import { keep, recall } from './storage.js';

/** Where everything is, as the tag says. */
export interface Endpoints {
	strapi: string;
	medusa: string;
	publishableKey: string;
	/** The bot's slug. */
	bot: string;
	/** Medusa's id of the region whose prices are shown; or empty. */
	region: string;
}

/** The customer's login at the shop; `true` when the browser shows it by a cookie; `null` for an anonymous visitor. */
type Login = string | true | null | undefined;
/** Gives the customer's login. */
export type CustomerToken = () => Login | Promise<Login>;

/** Who asks, when nobody has signed in. */
export const VISITOR = 'visitor';

const POST = { method: 'POST' };

/** Calls in the visitor's name. */
export type Session = ReturnType<typeof createSession>;

/**
 * Says who the visitor is: to Medusa with the customer's own login or cookie, to Strapi with a pass that Medusa gives for
 * it, or with an anonymous visitor token. Login and pass stay in memory; Strapi never sees the login.
 * @param botId Medusa knows the bot by its id, which Strapi tells.
 */
export function createSession(
	at: Endpoints,
	customerToken: () => CustomerToken | undefined,
	botId: () => Promise<string>,
) {
	const key = `answerpack:visitor:${at.strapi}`;
	/** What is shown to Strapi, by login. One request at a time: two would make two visitors of one. */
	const tokens: Record<string, Promise<string>> = {};

	const login = async () => customerToken()?.();

	/** A call to the shop: as the customer, where there is one. */
	async function shop<Answer>(path: string, init?: RequestInit): Promise<Answer> {
		const customer = await login();
		const response = await request(`${at.medusa}/store/${path}`, {
			...init,
			credentials: customer === true ? 'include' : 'omit',
			headers: {
				...init?.headers,
				'x-publishable-api-key': at.publishableKey,
				...(customer && customer !== true && { Authorization: `Bearer ${customer}` }),
			},
		});
		return response.json();
	}

	/** A call to the shop about this bot. */
	const askShop = async <Answer>(path: string, init?: RequestInit) =>
		shop<Answer>(`answerpack/bots/${await botId()}/${path}`, init);

	async function fresh(customer: Login, refused?: string): Promise<string> {
		if (customer) return (await askShop<{ pass: string }>('pass', POST)).pass;
		const response = await request(`${at.strapi}/api/answerpack/visitors`, POST);
		const { token } = await response.json();
		// Another tab may have asked meanwhile: what it keeps is who both of them are.
		const theirs = recall(key);
		if (theirs && theirs !== refused) return theirs;
		keep(key, token);
		return token;
	}

	/** The pass or the visitor token; a new one when `refused` is the one we have. */
	async function token(refused?: string): Promise<string> {
		const customer = await login();
		const by = `${customer}`;
		const known = (await tokens[by]?.catch(() => '')) || (!customer && recall(key));
		if (known && known !== refused) return known;
		tokens[by] = fresh(customer, refused);
		return tokens[by] as Promise<string>;
	}

	return {
		shop,
		askShop,
		/** Tells customers apart, and from {@link VISITOR}; never the login itself. */
		async who(): Promise<string> {
			if (await login()) {
				// A pass says itself whose it is, in base64url.
				const [claims] = (await token()).split('.') as [string];
				return JSON.parse(atob(claims.replace(/-/g, '+').replace(/_/g, '/'))).key;
			}
			delete tokens.true; // by cookie, the next one may be somebody else
			return VISITOR;
		},
		/** A call to Strapi. A pass that is no longer good is replaced once, unseen. */
		async askBot(path: string, init: RequestInit): Promise<Response> {
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
