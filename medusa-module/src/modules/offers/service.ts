import type { Consent } from '@answerpack/shared/contract';
import type { EntityManager } from '@medusajs/framework/mikro-orm/knex';
import type { Context, InferTypeOf } from '@medusajs/framework/types';
import { generateEntityId, InjectManager, MedusaContext, MedusaService } from '@medusajs/framework/utils';
import { CreditOffer } from './models/credit-offer';
import { CreditPurchase } from './models/credit-purchase';
import type { PurchaseTerms, RecordedConsent } from './terms';

export type CreditOfferDTO = InferTypeOf<typeof CreditOffer>;
export type CreditPurchaseDTO = Omit<InferTypeOf<typeof CreditPurchase>, 'terms' | 'consent'> & {
	terms: PurchaseTerms[];
	consent: RecordedConsent | null;
};

export interface OffersOptions {
	/**
	 * Whether buying credits needs the customer's consent to immediate performance, as the law of the European Union has it
	 * for digital services. On unless it is `false`.
	 */
	require_consent?: boolean;
	/** Where the shop's people open Strapi, such as `https://cms.example/admin`: the admin then links bots to where they are edited. */
	strapi_admin_url?: string;
}

/** A plan that a customer would buy. */
export interface OpenPlan {
	customer_id: string;
	bot_id: string;
	/** The cart that it would be bought with. */
	except_cart_id?: string;
}

/** Packs, and who bought them on which terms. Knows nothing of holds and lots. */
export class OffersModuleService extends MedusaService({ CreditOffer, CreditPurchase }) {
	/** Whether a cart with credits is only completed with its customer's consent. */
	readonly requiresConsent: boolean;
	/** Without a slash at its end; `null` where the shop gave none. */
	readonly strapiAdminUrl: string | null;

	constructor(_container: object, { require_consent = true, strapi_admin_url }: OffersOptions = {}) {
		// biome-ignore lint/complexity/noArguments: MedusaService hands all of them on, and types none
		super(...arguments);
		this.requiresConsent = require_consent;
		this.strapiAdminUrl = readUrl(strapi_admin_url);
	}

	/**
	 * Fixes beneficiary, terms and consent of a cart, as often as the cart comes by before it is completed; the last one
	 * counts. A consent keeps the time at which it was first seen.
	 * One statement, because two tabs may pay for one cart at once and Medusa's upsert would make the second one fail.
	 */
	@InjectManager()
	async recordPurchase(
		purchase: { cart_id: string; customer_id: string; terms: PurchaseTerms[]; consent?: Consent },
		@MedusaContext() sharedContext: Context<EntityManager> = {},
	): Promise<void> {
		const { cart_id, customer_id, terms, consent } = purchase;
		await this.sql(
			sharedContext,
			`INSERT INTO answerpack_purchase AS known (id, cart_id, customer_id, terms, consent)
			VALUES (?, ?, ?, ?::jsonb, ?::jsonb || jsonb_build_object('recorded_at', now()))
			ON CONFLICT (cart_id) DO UPDATE
			SET customer_id = EXCLUDED.customer_id, terms = EXCLUDED.terms, updated_at = now(), consent = CASE
				WHEN known.consent @> (EXCLUDED.consent - 'recorded_at') THEN known.consent ELSE EXCLUDED.consent END
			WHERE known.granted_at IS NULL`,
			[
				generateEntityId(undefined, 'apurch'),
				cart_id,
				customer_id,
				JSON.stringify(terms),
				consent ? JSON.stringify(consent) : null,
			],
		);
	}

	/**
	 * Notes that a cart sells no credits any more, because its packs were taken out or are off sale: terms that were
	 * recorded before must not be granted for what is bought now.
	 */
	@InjectManager()
	async clearPurchase(cartId: string, @MedusaContext() sharedContext: Context<EntityManager> = {}): Promise<void> {
		await this.sql(
			sharedContext,
			`UPDATE answerpack_purchase SET terms = '[]', updated_at = now()
			WHERE cart_id = ? AND granted_at IS NULL AND terms <> '[]'`,
			[cartId],
		);
	}

	/** Fixes beneficiary and terms of an order that had no cart. Whoever comes second changes nothing. */
	@InjectManager()
	async recordPurchaseOnce(
		purchase: { cart_id: string; customer_id: string; terms: PurchaseTerms[] },
		@MedusaContext() sharedContext: Context<EntityManager> = {},
	): Promise<void> {
		await this.sql(
			sharedContext,
			`INSERT INTO answerpack_purchase (id, cart_id, customer_id, terms) VALUES (?, ?, ?, ?::jsonb)
			ON CONFLICT (cart_id) DO NOTHING`,
			[generateEntityId(undefined, 'apurch'), purchase.cart_id, purchase.customer_id, JSON.stringify(purchase.terms)],
		);
	}

	/** Now, by the database's clock. Taken before an order is read, to be noted when it was looked at. */
	@InjectManager()
	async now(@MedusaContext() sharedContext: Context<EntityManager> = {}): Promise<Date> {
		const [row] = await this.sql<{ now: Date }>(sharedContext, 'SELECT clock_timestamp() AS now', []);
		if (!row) throw new Error('a clock has a time');
		return new Date(row.now);
	}

	/**
	 * Notes that an order was looked at, and whether nothing is left to grant, so that the sweep lets go of it, or comes
	 * back to it after the order was edited.
	 */
	@InjectManager()
	async noteLooked(
		cartId: string,
		{ complete, at }: { complete: boolean; at: Date },
		@MedusaContext() sharedContext: Context<EntityManager> = {},
	): Promise<void> {
		await this.sql(
			sharedContext,
			`UPDATE answerpack_purchase SET looked_at = greatest(looked_at, ?::timestamptz), updated_at = now(),
				granted_at = CASE WHEN ?::boolean THEN coalesce(granted_at, now()) END
			WHERE cart_id = ?`,
			[at, complete, cartId],
		);
	}

	/**
	 * Carts whose purchase is not granted yet, for the sweep: oldest first, after `after`, at most `limit`.
	 * @param days how far back to look; a cart that was abandoned longer ago will not become an order.
	 */
	@InjectManager()
	async listOpenPurchases(
		{ days, limit, after = '' }: { days: number; limit: number; after?: string },
		@MedusaContext() sharedContext: Context<EntityManager> = {},
	): Promise<{ id: string; cart_id: string }[]> {
		return await this.sql(
			sharedContext,
			`SELECT id, cart_id FROM answerpack_purchase
			WHERE granted_at IS NULL AND created_at > now() - make_interval(days => ?) AND id > ?
			ORDER BY id LIMIT ?`,
			[days, after, limit],
		);
	}

	/**
	 * Counts one guess under this key, within a quarter of an hour.
	 * @returns how many there were under it, and for how many seconds they count.
	 */
	@InjectManager()
	async countGuess(
		key: string,
		@MedusaContext() sharedContext: Context<EntityManager> = {},
	): Promise<{ count: number; seconds: number }> {
		const [counted] = await this.sql<{ count: number; seconds: number }>(
			sharedContext,
			`INSERT INTO answerpack_guess AS known (key, count, resets_at)
			VALUES (?, 1, clock_timestamp() + interval '15 minutes')
			ON CONFLICT (key) DO UPDATE SET
				count = CASE WHEN known.resets_at <= clock_timestamp() THEN 1 ELSE known.count + 1 END,
				resets_at = CASE WHEN known.resets_at <= clock_timestamp() THEN EXCLUDED.resets_at ELSE known.resets_at END
			RETURNING count, ceil(extract(epoch FROM resets_at - clock_timestamp()))::int AS seconds`,
			[key],
		);
		if (!counted) throw new Error('it was just counted');
		return counted;
	}

	/** Takes a guess off again. */
	@InjectManager()
	async forgiveGuess(key: string, @MedusaContext() sharedContext: Context<EntityManager> = {}): Promise<void> {
		await this.sql(sharedContext, 'UPDATE answerpack_guess SET count = count - 1 WHERE count > 0 AND key = ?', [key]);
	}

	/** Forgets guesses that count no more. */
	@InjectManager()
	async forgetGuesses(@MedusaContext() sharedContext: Context<EntityManager> = {}): Promise<void> {
		await this.sql(sharedContext, 'DELETE FROM answerpack_guess WHERE resets_at <= clock_timestamp()', []);
	}

	/**
	 * Carts of a customer whose purchase of a plan for a bot is not ended yet, by its beginning or its money given back. Most of
	 * them will never become an order.
	 * @param days how far back to look.
	 */
	@InjectManager()
	async listOpenPlanPurchases(
		{ days, customer_id, bot_id, except_cart_id = '' }: OpenPlan & { days: number },
		@MedusaContext() sharedContext: Context<EntityManager> = {},
	): Promise<string[]> {
		const rows = await this.sql<{ cart_id: string }>(
			sharedContext,
			`SELECT cart_id FROM answerpack_purchase
			WHERE customer_id = ? AND cart_id <> ? AND granted_at IS NULL AND terms @> ?::jsonb
				AND created_at > now() - make_interval(days => ?)`,
			[customer_id, except_cart_id, JSON.stringify([{ kind: 'plan', bot_id }]), days],
		);
		return rows.map(({ cart_id }) => cart_id);
	}

	private async sql<Row>(context: Context<EntityManager>, query: string, bindings: unknown[]): Promise<Row[]> {
		const manager = context.transactionManager ?? context.manager;
		if (!manager) throw new Error('The offers module was called without a database connection');
		return (await manager.execute(query, bindings)) as Row[];
	}
}

/** @throws Error with a sentence for the operator: a link that leads nowhere would only be noticed by whoever follows it. */
function readUrl(url: string | undefined): string | null {
	if (!url) return null;
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw new Error(`Answerpack: the option strapi_admin_url is no address of a page: ${url}`);
	}
	return url.replace(/\/+$/, '');
}
