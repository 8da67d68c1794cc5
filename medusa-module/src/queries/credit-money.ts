import type { BigNumberInput, MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, MathBN } from '@medusajs/framework/utils';
import { fromUnits } from '../modules/billing/stripe/amounts';
import type { PurchaseTerms } from '../modules/offers';
import { givenBack } from '../modules/offers/given-back';
import { type Sql, select } from '../modules/reports/sql';
import { type Apportioned, apportion, type Movement, type Part } from '../reports/apportion';
import { addDays, type DayRange } from '../reports/days';
import { type OrderItem, priceOf } from './paid-order';

/** Money of one bot that came in or went back; in the currency's main unit, taxes included. */
export interface CreditMoney extends Apportioned {
	currency_code: string;
}

/**
 * What customers paid for credits, and what they got back. Every payment counts once:
 *
 * - What came through a cart (packs, and the first period of a plan) counts by its Medusa order: what was captured, and what
 *   was refunded, at the time of either, for the lines whose recorded terms are the bot's ({@link apportion}). What only Stripe
 *   knows (refunds made there or come to nothing, lost disputes; {@link givenBack}) counts when it was heard of.
 * - What the biller charged by itself (renewals, upgrades) counts by its paid invoice, at the time it was heard of. Of the
 *   Medusa order that shows it, only what was refunded counts: its captures are the invoice's money.
 *
 * Read by SQL over Medusa's tables, because its graph computes the totals of every order that it reads: a year of orders
 * would take a minute. Only orders that hold other things as well go through the graph.
 *
 * @param range days of any time zone: a day more on either side is read, and the caller leaves out what is not its bot's day.
 */
export async function creditMoney(
	container: MedusaContainer,
	botIds: string[],
	range: DayRange,
): Promise<CreditMoney[]> {
	const sql = container.resolve<Sql>(ContainerRegistrationKeys.PG_CONNECTION);
	const around = [`${addDays(range.from, -1)}T00:00:00Z`, `${addDays(range.to, 2)}T00:00:00Z`] as const;
	const [orders, billed] = await Promise.all([movedOrders(sql, botIds, around), billedPeriods(sql, botIds, around)]);
	const parts = await partsOf(container, orders);
	const sold = orders.flatMap((order) =>
		apportion(parts.get(order.order_id) ?? [], movementsOf(order)).map((money) => ({
			...money,
			currency_code: order.currency_code,
		})),
	);
	return [...sold, ...billed].filter(({ bot_id }) => botIds.includes(bot_id));
}

interface MovedOrder {
	order_id: string;
	currency_code: string;
	terms: PurchaseTerms[];
	/** It holds other things than one bot's credits. */
	is_mixed: boolean;
	movements: { kind: Movement['kind']; at: string; amount: string; lines: { line_item_id: string }[] | null }[];
	/** Payments of which Stripe knows more than Medusa, in the smallest unit, and what Medusa refunded of each. */
	known: { at: string; refunded: number; failed: number; lost: number; recorded: string }[] | null;
}

/** Orders with credits of some bots whose money moved in a time, each with all its movements. */
async function movedOrders(sql: Sql, botIds: string[], around: readonly [string, string]): Promise<MovedOrder[]> {
	return select<MovedOrder>(
		sql,
		`with bought as (
				select o.id as order_id, o.currency_code, p.terms, false as is_mirror
					from answerpack_purchase p
					left join order_cart c on c.cart_id = p.cart_id and c.deleted_at is null
					join "order" o on o.id = coalesce(c.order_id, p.cart_id)
					where exists (select from jsonb_array_elements(p.terms) t where t->>'bot_id' = any(?::text[]))
				union all
				select period.order_id, currency_code, jsonb_build_array(jsonb_build_object('bot_id', bot_id)), true
					from answerpack_plan_period period join answerpack_plan plan on plan.id = period.plan_id
					where period.order_id is not null and reason <> 'first' and bot_id = any(?::text[])
			), paid as (
				select order_id, is_mirror, payment.id, k.refunded, k.failed, k.lost, k.changed_at
					from bought join order_payment_collection l using (order_id)
					join payment on payment.payment_collection_id = l.payment_collection_id
					left join answerpack_payment k on payment.provider_id like 'pp_stripe%' and k.id = payment.data->>'id'
					where l.deleted_at is null and payment.deleted_at is null
			), moves as (
				select order_id, paid.id, 'captured' as kind, amount, created_at as at, null::jsonb as lines
					from paid join capture on payment_id = paid.id where deleted_at is null and not is_mirror
				union all
				select order_id, paid.id, 'refunded', amount, created_at, metadata->'answerpack'->'lines'
					from paid join refund on payment_id = paid.id where deleted_at is null
			), moved as (
				select order_id, jsonb_agg(jsonb_build_object('kind', kind, 'at', at, 'amount', amount::text, 'lines', lines))
						as movements, bool_or(at >= ?::timestamptz and at < ?::timestamptz) as is_recent
					from moves group by 1
			), known as (
				select order_id, bool_or(changed_at >= ?::timestamptz and changed_at < ?::timestamptz) as is_recent,
						jsonb_agg(jsonb_build_object('at', changed_at, 'refunded', refunded, 'failed', failed, 'lost', lost, 'recorded',
							(select coalesce(sum(amount), 0)::text from moves where moves.id = paid.id and kind = 'refunded'))) as known
					from paid where changed_at is not null group by 1
			)
			select order_id, currency_code, terms, coalesce(movements, '[]') as movements, known, not is_mirror and (
					(select count(distinct t->>'bot_id') from jsonb_array_elements(terms) t) > 1
					or exists (select from order_shipping s where s.order_id = bought.order_id and s.deleted_at is null)
					or exists (select from order_item i join order_line_item li on li.id = i.item_id
						where i.order_id = bought.order_id and i.deleted_at is null
							and not exists (select from jsonb_array_elements(terms) t where t->>'variant_id' = li.variant_id))
					) as is_mixed
				from bought left join moved using (order_id) left join known using (order_id)
				where moved.is_recent or known.is_recent order by order_id`,
		[botIds, botIds, ...around, ...around],
	);
}

function movementsOf({ movements, known, currency_code }: MovedOrder): Movement[] {
	const recorded = movements.map(({ kind, at, amount, lines }) => {
		const line_item_ids = lines?.map(({ line_item_id }) => line_item_id);
		return { kind, at: new Date(at), amount, ...(line_item_ids && { line_item_ids }) };
	});
	const unrecorded = (known ?? []).flatMap(({ at, recorded, ...units }) => {
		const money = (of: number) => fromUnits(of, currency_code);
		const { refunded, failed, lost } = units;
		const back = givenBack(Number(recorded), { refunded: money(refunded), failed: money(failed), lost: money(lost) });
		const amount = MathBN.sub(back, recorded);
		return MathBN.eq(amount, 0) ? [] : [{ kind: 'refunded' as const, at: new Date(at), amount }];
	});
	return [...recorded, ...unrecorded];
}

/** How many mixed orders are read at once. */
const PAGE = 100;

/** What each order's money is for. Of one that holds nothing but one bot's credits, all of it. */
async function partsOf(container: MedusaContainer, orders: MovedOrder[]): Promise<Map<string, Part[]>> {
	const parts = new Map<string, Part[]>();
	for (const { order_id, terms } of orders.filter(({ is_mixed }) => !is_mixed)) {
		parts.set(order_id, [{ line_item_id: null, bot_id: terms[0]?.bot_id ?? null, bought: 1, left: 1 }]);
	}
	const mixed = orders.filter(({ is_mixed }) => is_mixed);
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	for (let start = 0; start < mixed.length; start += PAGE) {
		const page = new Map(mixed.slice(start, start + PAGE).map((order) => [order.order_id, order]));
		const { data } = await query.graph({
			entity: 'order',
			fields: ['id', 'shipping_total', 'items.*', 'items.detail.*', 'items.total', 'items.tax_lines.*'],
			filters: { id: [...page.keys()] },
		});
		for (const order of data as unknown as MixedOrder[]) {
			const bots = new Map(page.get(order.id)?.terms.map(({ variant_id, bot_id }) => [variant_id, bot_id]));
			parts.set(order.id, [
				...(order.items ?? []).map((item) => linePart(item, bots.get(item.variant_id ?? '') ?? null)),
				{ line_item_id: null, bot_id: null, bought: order.shipping_total, left: order.shipping_total },
			]);
		}
	}
	return parts;
}

interface MixedOrder {
	id: string;
	shipping_total: BigNumberInput;
	items?: MixedItem[];
}
interface MixedItem extends OrderItem {
	unit_price: BigNumberInput;
	is_tax_inclusive: boolean;
	tax_lines?: { rate: number }[];
}

function linePart(item: MixedItem, bot_id: string | null): Part {
	const { return_received_quantity, return_dismissed_quantity } = item.detail;
	const charged = item.quantity - return_received_quantity - return_dismissed_quantity;
	const bought = charged > 0 ? MathBN.div(MathBN.mult(item.total, item.quantity), charged) : listed(item);
	return { line_item_id: item.id, bot_id, bought, left: priceOf(item) };
}

/** When all of a line went back, Medusa says that it costs nothing, so what it cost is worked out, without its discounts. */
function listed({ unit_price, quantity, is_tax_inclusive, tax_lines = [] }: MixedItem): BigNumberInput {
	const rates = is_tax_inclusive ? [] : tax_lines.map(({ rate }) => rate);
	return MathBN.div(MathBN.mult(MathBN.mult(unit_price, quantity), MathBN.sum(100, ...rates)), 100);
}

/** What the biller charged for renewals and upgrades. */
async function billedPeriods(sql: Sql, botIds: string[], around: readonly [string, string]): Promise<CreditMoney[]> {
	const rows = await select<{ bot_id: string; currency_code: string; paid: number; at: Date }>(
		sql,
		`select bot_id, currency_code, paid::float8, period.created_at as at
			from answerpack_plan_period period join answerpack_plan plan on plan.id = period.plan_id
			where bot_id = any(?::text[]) and reason <> 'first' and paid > 0
				and period.created_at >= ?::timestamptz and period.created_at < ?::timestamptz`,
		[botIds, ...around],
	);
	return rows.map(({ bot_id, currency_code, paid, at }) => ({
		bot_id,
		currency_code,
		kind: 'captured',
		at: new Date(at),
		amount: fromUnits(paid, currency_code),
	}));
}
