import { toCredits } from '@answerpack/shared/credits';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import type CreditsModuleService from '../../../modules/credits/service';
import type { Lot } from '../../../modules/credits/types';
import type { CreditOfferDTO } from '../../../modules/offers';
import type { AdminCustomer, AdminLot, AdminTerms } from './types';

/** The ledger's lots as the admin shows them, with the number of the order that each came from. */
export async function presentLots(container: MedusaContainer, lots: Lot[]): Promise<AdminLot[]> {
	const orders = await orderNumbers(container, [...new Set(lots.flatMap(({ reference }) => reference.order_id ?? []))]);
	return lots.map((lot) => ({
		id: lot.id,
		bot_id: lot.bot_id,
		category: lot.category,
		name: lot.reference.name ?? lot.reference.reason ?? null,
		granted: toCredits(lot.granted),
		left: toCredits(lot.left),
		held: toCredits(lot.held),
		used: toCredits(lot.spent),
		expired: toCredits(lot.expired),
		taken_back: toCredits(lot.revoked + lot.frozen),
		created_at: lot.created_at,
		expires_at: lot.expires_at,
		order: orders.get(lot.reference.order_id ?? '') ?? null,
	}));
}

/** Orders that are there, with the numbers that people know them by. */
export async function orderNumbers(container: MedusaContainer, ids: string[]) {
	if (ids.length === 0) return new Map<string, { id: string; display_id: number }>();
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data } = await query.graph({ entity: 'order', fields: ['id', 'display_id'], filters: { id: ids } });
	return new Map((data as { id: string; display_id: number }[]).map(({ id, display_id }) => [id, { id, display_id }]));
}

/** An offer as the admin shows it. */
export function presentOffer(offer: CreditOfferDTO, botNames: Map<string, string>): AdminTerms {
	const { id, kind, name, bot_id, amount, valid_days, interval, interval_count, rollover_max, trial_days } = offer;
	return {
		...{ id, kind, name, bot_id, bot_name: botNames.get(bot_id) ?? null, credits: toCredits(amount) },
		...{ valid_days, interval, interval_count, rollover: toCredits(rollover_max), trial_days },
	};
}

/** The names of all bots that were published here. */
export async function botNames(credits: CreditsModuleService): Promise<Map<string, string>> {
	return new Map((await credits.listBots()).map(({ bot_id, settings }) => [bot_id, settings.name]));
}

/** Customers by id; of one that was deleted, the id is left. */
export async function customersById(container: MedusaContainer, ids: string[]): Promise<Map<string, AdminCustomer>> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data } = await query.graph({
		entity: 'customer',
		fields: ['id', 'email', 'first_name', 'last_name'],
		filters: { id: ids },
	});
	const found = new Map(
		data.map(({ id, email, first_name, last_name }) => [
			id as string,
			{ id, email, name: [first_name, last_name].filter(Boolean).join(' ') || null } as AdminCustomer,
		]),
	);
	return new Map(ids.map((id) => [id, found.get(id) ?? { id, name: null, email: null }]));
}
