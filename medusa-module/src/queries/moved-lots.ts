import type { MedusaContainer } from '@medusajs/framework/types';
import { BILLING_MODULE } from '../modules/billing';
import type BillingModuleService from '../modules/billing/service';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import type { Lot } from '../modules/credits/types';
import { REVERSAL } from '../modules/offers/decide-reversals';
import type { GrantedLot } from '../modules/offers/order-snapshot';
import { rolloverKey } from '../plans/grant-period';

/**
 * An order's lots, with what moved on of a plan's first period as a lot of its own: it is taken back from where it is now. The
 * lot that it came from granted so much less, and was asked for so much less.
 */
export async function withMoved(container: MedusaContainer, lots: (Lot & GrantedLot)[]): Promise<GrantedLot[]> {
	const all: GrantedLot[] = [];
	for (const lot of lots) {
		const moves = lot.period ? await movesOf(container, lot) : [];
		const gone = moves.reduce((sum, { take, expired }) => sum + take + expired, 0);
		const taken = moves.reduce((sum, { take }) => sum + take, 0);
		all.push({ ...lot, granted: lot.granted - gone, asked: lot.asked - taken, revoked: lot.revoked - taken });
		all.push(...moves.map(({ moved }) => moved));
	}
	return all;
}

async function movesOf(container: MedusaContainer, lot: Lot & GrantedLot) {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const periods = await container
		.resolve<BillingModuleService>(BILLING_MODULE)
		.periodsOf(lot.period?.reference.plan_id ?? '');
	const rolled = periods.flatMap(({ invoice_id, rolled }) =>
		rolled.filter(({ lot_id }) => lot_id === lot.id).map((part) => ({ ...part, into: rolloverKey(invoice_id) })),
	);
	if (rolled.length === 0) return [];
	const { lots } = await credits.customerCredits(lot.bot_id, lot.customer_id);
	return Promise.all(
		rolled.flatMap(({ take, expired, into: key }) => {
			const into = lots.find(({ source_key }) => source_key === key);
			return into ? [moveInto(credits, lot, into, { take, expired })] : []; // it is being moved at this moment
		}),
	);
}

async function moveInto(
	credits: CreditsModuleService,
	{ line_item_id }: GrantedLot,
	into: Lot,
	{ take, expired }: { take: number; expired: number },
) {
	const [back] = await credits.askedBack([into], REVERSAL);
	const granted = take + expired;
	const asked = back?.asked_by_prefix ?? 0;
	const { id, bot_id, frozen, left } = into;
	const rest = granted - asked;
	const moved: GrantedLot = {
		...{ id, bot_id, line_item_id, granted, asked, asked_for_order: asked, revoked: asked },
		...{ left: Math.min(left, rest), frozen: Math.min(frozen, rest) },
	};
	return { take, expired, moved };
}
