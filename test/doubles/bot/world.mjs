// What the stand-in knows: the bot, its offers, who has which credits, and whose tokens are still good.
/** @import { Offer, PublicBot } from '@answerpack/shared/contract' */

/** @type {PublicBot} */
const BOT = {
	id: 'bot_1',
	slug: 'shop-help',
	name: 'Kettle help',
	greeting: 'Hello! Ask me anything about kettles, coffee and delivery.',
	suggestions: ['What is the warranty?', 'Compare everything', 'Tell me something long'],
	languages: ['en', 'de'],
	status: 'active',
	credits_per_answer: 1,
	free: { credits: 3, window: 'day' },
};

const pack = { kind: /** @type {const} */ ('pack'), interval: null, interval_count: null, rollover: 0, trial_days: 0 };
const plan = { kind: /** @type {const} */ ('plan'), valid_days: null, interval: /** @type {const} */ ('month') };

/** @type {Offer[]} */
const OFFERS = [
	{ ...pack, id: 'o10', name: '10 credits', credits: 10, ...productOf('ten', 5), valid_days: 365 },
	{ ...pack, id: 'o50', name: '50 credits', credits: 50, ...productOf('fifty', 20), valid_days: null },
	{
		...plan,
		id: 'p30',
		name: 'Monthly',
		credits: 30,
		...productOf('monthly', 9),
		interval_count: 1,
		rollover: 10,
		trial_days: 0,
	},
	{
		...plan,
		id: 'p99',
		name: 'Quarterly',
		credits: 99,
		...productOf('quarterly', 24),
		interval_count: 3,
		rollover: 0,
		trial_days: 14,
	},
];

/**
 * @param {string} handle
 * @param {number} amount
 */
function productOf(handle, amount) {
	return {
		product_id: `prod_${handle}`,
		handle,
		variant_id: `variant_${handle}`,
		price: { amount, currency_code: 'eur' },
	};
}

export function createWorld() {
	return {
		bot: structuredClone(BOT),
		offers: [...OFFERS],
		/** Credits of the customers who have a login; anybody else's login is refused. @type {Map<string, number>} */
		customers: new Map([
			['cus_anna', 9],
			['cus_ben', 0],
		]),
		/** Free answers left, by visitor. @type {Map<string, number>} */
		free: new Map(),
		/** The carts that were made, with whose they are. @type {{ id: string, customer: string, region_id?: string, items: { variant_id: string, quantity: number }[] }[]} */
		carts: [],
		/** Who does not answer now. @type {Set<'strapi' | 'medusa'>} */
		down: new Set(),
		/** Tokens given out before this one are no longer good. */
		oldest_token: 0,
		tokens: 0,
		/** What has been asked of it, as `GET /path`. @type {string[]} */
		requests: [],
	};
}

/** @typedef {ReturnType<typeof createWorld>} World */

/**
 * A token for someone, for as long as nobody expires it.
 * @param {World} world
 * @param {{ kind: 'customer' | 'visitor', key: string }} claims
 */
export function mint(world, claims) {
	world.tokens++;
	return `${Buffer.from(JSON.stringify({ ...claims, bot_id: world.bot.id, serial: world.tokens })).toString('base64url')}.s`;
}

/**
 * @param {World} world
 * @param {string | undefined} token
 * @returns {{ kind: 'customer' | 'visitor', key: string } | undefined} nobody, when it has expired or never was one
 */
export function askerOf(world, token) {
	try {
		const claims = JSON.parse(Buffer.from((token ?? '').split('.')[0] ?? '', 'base64url').toString());
		return claims.serial > world.oldest_token ? claims : undefined;
	} catch {
		return undefined;
	}
}

/** A login, as Medusa's look. @param {string} customer */
export const loginOf = (customer) => `h.${Buffer.from(JSON.stringify({ actor_id: customer })).toString('base64url')}.s`;

/**
 * The customer behind `Authorization: Bearer`, or behind the cookie `customer`.
 * @param {World} world
 * @param {{ authorization?: string, cookie?: string }} headers
 */
export function customerOf(world, { authorization, cookie }) {
	const payload = authorization?.split('.')[1];
	const id = payload
		? JSON.parse(Buffer.from(payload, 'base64url').toString()).actor_id
		: /customer=(\w+)/.exec(cookie ?? '')?.[1];
	return world.customers.has(id) ? /** @type {string} */ (id) : undefined;
}
