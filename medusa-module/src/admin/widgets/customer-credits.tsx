import { defineWidgetConfig } from '@medusajs/admin-sdk';
import { ArrowUturnLeft, Plus } from '@medusajs/icons';
import { Badge, Button, Heading, StatusBadge } from '@medusajs/ui';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { AdminAnswer, AdminLot, AdminPlan } from '../../api/admin/answerpack/types';
import { useCustomerAnswers, useCustomerCredits, usePlans } from '../api';
import { Adjust } from '../components/adjust';
import { Conversations } from '../components/conversations';
import { Actions } from '../components/list';
import { Loaded, Nothing, Section } from '../components/section';
import { type Column, Pages, Rows } from '../components/table';
import { PlanState, usePlanActions, usePlanNext } from '../plans/plan-state';
import { useWords } from '../words';

const ANSWERS_PER_PAGE = 10;

/** What a customer has at each bot, lot by lot, and every answer that used it. */
export default function CustomerCredits({ data: customer }: { data: { id: string } }) {
	const { t, number } = useWords();
	const [adjusting, setAdjusting] = useState<{ lot?: AdminLot & { title: string } }>();
	const columns = useLotColumns((lot) => setAdjusting({ lot }));
	return (
		<Section
			title={t('title')}
			explained={t('meaning')}
			aside={
				<Button size="small" variant="secondary" onClick={() => setAdjusting({})}>
					<Plus />
					{t('goodwill.give')}
				</Button>
			}
		>
			<Loaded query={useCustomerCredits(customer.id)}>
				{({ bots }) =>
					bots.length === 0 ? (
						<Nothing>{t('customer.empty')}</Nothing>
					) : (
						bots.map((bot) => (
							<section key={bot.bot_id} aria-label={bot.name}>
								<div className="flex items-center gap-x-2 px-6 py-3">
									<Heading level="h3">{bot.name}</Heading>
									<Badge size="2xsmall" color={bot.left > 0 ? 'green' : 'grey'}>
										{t('left', { n: number(bot.left) })}
									</Badge>
									{bot.held > 0 && <Badge size="2xsmall">{t('customer.held', { n: number(bot.held) })}</Badge>}
								</div>
								<Rows columns={columns} rows={bot.lots} />
							</section>
						))
					)
				}
			</Loaded>
			<Plans customerId={customer.id} />
			<Answers customerId={customer.id} />
			<Conversations customerId={customer.id} />
			{adjusting && <Adjust customerId={customer.id} lot={adjusting.lot} onClose={() => setAdjusting(undefined)} />}
		</Section>
	);
}

function useLotColumns(onTakeBack: (lot: AdminLot & { title: string }) => void): Column<AdminLot>[] {
	const { t, number, date } = useWords();
	const titleOf = ({ name, category }: AdminLot) => name ?? t(`lot.category.${category}`);
	return [
		{
			header: t('lot.name'),
			cell: ({ expired, taken_back, ...lot }) => (
				<span className="flex items-center gap-x-2">
					{titleOf({ expired, taken_back, ...lot })}
					{expired > 0 && <Badge size="2xsmall">{t('lot.expired', { n: number(expired) })}</Badge>}
					{taken_back > 0 && (
						<Badge size="2xsmall" color="orange">
							{t('lot.taken_back', { n: number(taken_back) })}
						</Badge>
					)}
				</span>
			),
		},
		{ header: t('lot.granted'), cell: ({ granted }) => number(granted), number: true },
		{ header: t('lot.left'), cell: ({ left }) => number(left), number: true },
		{ header: t('lot.held'), cell: ({ held }) => number(held), number: true },
		{ header: t('lot.used'), cell: ({ used }) => number(used), number: true },
		{ header: t('lot.expires'), cell: ({ expires_at }) => (expires_at ? date(expires_at) : t('never')) },
		{
			header: t('lot.order'),
			cell: ({ order }) =>
				order ? (
					<Link to={`/orders/${order.id}`} className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover">
						#{order.display_id}
					</Link>
				) : (
					t('none')
				),
		},
		{
			header: '',
			cell: (lot) => {
				const title = titleOf(lot);
				const takeBack = { label: t('goodwill.take_back'), icon: <ArrowUturnLeft /> };
				const actions = lot.left > 0 ? [{ ...takeBack, onClick: () => onTakeBack({ ...lot, title }) }] : [];
				return <Actions name={title} groups={[actions]} />;
			},
			number: true,
		},
	];
}

const PLANS_MAX = 100;

/** The customer's plans; nothing at all for a customer who never had one. */
function Plans({ customerId }: { customerId: string }) {
	const { t, money, interval } = useWords();
	const next = usePlanNext();
	const actions = usePlanActions();
	const query = usePlans({ customer_id: customerId, limit: PLANS_MAX, offset: 0 });
	if (query.data?.count === 0) return null;
	const columns: Column<AdminPlan>[] = [
		{
			header: t('plan.plan'),
			cell: ({ name, bot_name, bot_id }) => (
				<span className="flex gap-x-2">
					{name}
					<span className="text-ui-fg-muted">{bot_name ?? bot_id}</span>
				</span>
			),
		},
		{
			header: t('offer.price'),
			cell: ({ price, interval: unit, interval_count }) =>
				t('plan.price', { money: money(price.amount, price.currency_code), period: interval(unit, interval_count) }),
			number: true,
		},
		{ header: t('offer.state'), cell: (plan) => <PlanState plan={plan} /> },
		{ header: t('plan.next'), cell: next },
		{ header: '', cell: (plan) => <Actions {...actions(plan)} />, number: true },
	];
	return (
		<section aria-label={t('customer.plans')}>
			<div className="px-6 py-3">
				<Heading level="h3">{t('customer.plans')}</Heading>
			</div>
			<Loaded query={query}>{({ plans }) => <Rows columns={columns} rows={plans} />}</Loaded>
		</section>
	);
}

const STATE_COLORS = { open: 'blue', settled: 'green', released: 'grey', expired: 'orange' } as const;

function Answers({ customerId }: { customerId: string }) {
	const { t, number, dateTime } = useWords();
	const [offset, setOffset] = useState(0);
	const columns: Column<AdminAnswer>[] = [
		{ header: t('answer.time'), cell: ({ at }) => dateTime(at) },
		{ header: t('answer.bot'), cell: ({ bot_name, bot_id }) => bot_name ?? bot_id },
		{ header: t('answer.paid_from'), cell: ({ pool }) => t(`pool.${pool}`) },
		{ header: t('answer.credits'), cell: ({ credits }) => number(credits), number: true },
		{
			header: t('answer.state'),
			cell: ({ state }) => <StatusBadge color={STATE_COLORS[state]}>{t(`answer.states.${state}`)}</StatusBadge>,
		},
	];
	return (
		<section aria-label={t('customer.answers')}>
			<div className="px-6 py-3">
				<Heading level="h3">{t('customer.answers')}</Heading>
			</div>
			<Loaded query={useCustomerAnswers(customerId, { limit: ANSWERS_PER_PAGE, offset })}>
				{({ answers, count, limit }) =>
					count === 0 ? (
						<Nothing>{t('customer.answers_empty')}</Nothing>
					) : (
						<>
							<Rows columns={columns} rows={answers} />
							<Pages count={count} limit={limit} offset={offset} onOffset={setOffset} />
						</>
					)
				}
			</Loaded>
		</section>
	);
}

export const config = defineWidgetConfig({ zone: 'customer.details.after', id: 'answerpack:customer-credits' });
