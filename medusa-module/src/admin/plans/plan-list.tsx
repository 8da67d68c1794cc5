import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import type { AdminPlan } from '../../api/admin/answerpack/types';
import { usePlans, useShop } from '../api';
import { List, useListState } from '../components/list';
import type { Column } from '../components/table';
import { useWords } from '../words';
import { PlanState, usePlanActions, usePlanNext } from './plan-state';

/** Not the contract's own list: it would bring zod into the admin. */
const STATUSES: readonly AdminPlan['status'][] = ['starting', 'active', 'past_due', 'ended'];

/** Customers' plans, the newest first. */
export function PlanList() {
	const { t } = useWords();
	const shop = useShop();
	const state = useListState(['status']);
	const { status } = state.filters;
	const columns = usePlanColumns();
	const filters = useMemo(
		() => [
			{
				id: 'status',
				type: 'radio' as const,
				label: t('offer.state'),
				options: STATUSES.map((value) => ({ value, label: t(`plan.states.${value}`) })),
			},
		],
		[t],
	);
	return (
		<List
			title={t('pages.plans')}
			explained={t('plan.explained')}
			query={usePlans({ ...state.page, ...(status && { status: [status] }) })}
			rows={({ plans, count }) => ({ rows: plans, count })}
			columns={columns}
			actions={usePlanActions()}
			state={state}
			filters={filters}
			empty={{
				heading: t('plan.none'),
				description: shop.data?.sells_plans === false ? t('form.plans_need_stripe') : t('plan.empty'),
			}}
		/>
	);
}

const LINK = 'text-ui-fg-interactive hover:text-ui-fg-interactive-hover';

function usePlanColumns(): Column<AdminPlan>[] {
	const words = useWords();
	const next = usePlanNext();
	const { t } = words;
	// biome-ignore lint/correctness/useExhaustiveDependencies: words are new with every render, and other words only with another t
	return useMemo(() => {
		const { number, money, interval } = words;
		return [
			{
				header: t('plan.customer'),
				cell: ({ customer }) =>
					customer.email ? (
						<Link to={`/customers/${customer.id}`} className={LINK}>
							{customer.name ?? customer.email}
						</Link>
					) : (
						t('order.deleted')
					),
			},
			{ header: t('plan.plan'), cell: ({ name }) => name },
			{ header: t('offer.bot'), cell: ({ bot_name, bot_id }) => bot_name ?? bot_id },
			{ header: t('offer.credits'), cell: ({ credits }) => number(credits), number: true },
			{
				header: t('offer.price'),
				cell: ({ price, interval: unit, interval_count }) =>
					t('plan.price', {
						money: money(price.amount, price.currency_code),
						period: interval(unit, interval_count),
					}),
				number: true,
			},
			{ header: t('offer.state'), cell: (plan) => <PlanState plan={plan} /> },
			{ header: t('plan.next'), cell: next },
			{
				header: t('lot.order'),
				cell: ({ order }) =>
					order ? (
						<Link to={`/orders/${order.id}`} className={LINK}>
							#{order.display_id}
						</Link>
					) : (
						t('none')
					),
			},
		];
	}, [t]);
}
