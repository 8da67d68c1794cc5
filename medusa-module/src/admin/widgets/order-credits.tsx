import { defineWidgetConfig } from '@medusajs/admin-sdk';
import { Alert, Badge, Button, Text, toast, usePrompt } from '@medusajs/ui';
import { Link } from 'react-router-dom';
import type { AdminOrderCredits, AdminOrderLot, AdminPlan } from '../../api/admin/answerpack/types';
import { useOrderCredits, useRefundUnused } from '../api';
import { Actions } from '../components/list';
import { Loaded, Section } from '../components/section';
import { PlanState, usePlanActions, usePlanNext } from '../plans/plan-state';
import { useWords } from '../words';

type Unused = NonNullable<AdminOrderCredits['unused']>;

/** What an order granted, and to whom. Nothing at all for an order that has nothing to do with credits. */
export default function OrderCredits({ data: order }: { data: { id: string } }) {
	const { t, dateTime } = useWords();
	const query = useOrderCredits(order.id);
	if (!query.isError && !query.data?.sells_credits) return null;
	return (
		<Section title={t('title')}>
			<Loaded query={query}>
				{({ lots, plans, not_granted, consent, unused }) => (
					<>
						{not_granted && (
							<div className="px-6 py-4">
								<Alert variant={not_granted === 'not_paid' || not_granted === 'canceled' ? 'info' : 'warning'}>
									{t(`order.not_granted.${not_granted}`)}
								</Alert>
							</div>
						)}
						{lots.map((lot) => (
							<OrderLot key={lot.id} lot={lot} />
						))}
						{plans.map((plan) => (
							<BegunPlan key={plan.id} plan={plan} />
						))}
						{unused && <RefundUnused orderId={order.id} unused={unused} />}
						<Text size="small" leading="compact" className="text-ui-fg-subtle px-6 py-4">
							{consent
								? t('order.consent', { time: dateTime(consent.given_at), version: consent.text_version })
								: t('order.no_consent')}
						</Text>
					</>
				)}
			</Loaded>
		</Section>
	);
}

/** Gives the money of what is unused back, after asking once more. */
function RefundUnused({ orderId, unused }: { orderId: string; unused: Unused }) {
	const { t, credits, money, explain } = useWords();
	const prompt = usePrompt();
	const refund = useRefundUnused(orderId);
	const give = async () => {
		const values = { credits: credits(unused.credits), money: money(unused.amount, unused.currency_code) };
		const sure = await prompt({
			title: t('order.refund_question', values),
			description: t('order.refund_explained'),
			confirmText: t('order.refund'),
			cancelText: t('product.cancel'),
		});
		if (!sure) return;
		refund.mutate(crypto.randomUUID(), {
			onSuccess: () => toast.success(t('order.refunded', values)),
			onError: (error) => toast.error(t('failed'), { description: explain(error) }),
		});
	};
	return (
		<div className="px-6 py-4">
			<Button size="small" variant="secondary" onClick={give} isLoading={refund.isPending}>
				{t('order.refund')}
			</Button>
		</div>
	);
}

function OrderLot({ lot }: { lot: AdminOrderLot }) {
	const { t, number, credits, date } = useWords();
	const { customer } = lot;
	return (
		<div className="flex flex-col gap-y-2 px-6 py-4">
			<div className="flex items-start justify-between gap-x-4">
				<div>
					<Text size="small" weight="plus" leading="compact">
						{credits(lot.granted)}
					</Text>
					<Text size="small" leading="compact" className="text-ui-fg-subtle">
						{lot.bot_name ?? lot.bot_id}
					</Text>
				</div>
				<div className="text-right">
					<Text size="small" leading="compact">
						{t('left', { n: number(lot.left) })}
					</Text>
					<Text size="small" leading="compact" className="text-ui-fg-subtle">
						{lot.expires_at ? t('lot.until', { date: date(lot.expires_at) }) : t('lot.unlimited')}
					</Text>
				</div>
			</div>
			<Became lot={lot} />
			<div className="flex items-center justify-between gap-x-4">
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{t('order.to')}
				</Text>
				{customer.email ? (
					<Link
						to={`/customers/${customer.id}`}
						className="txt-compact-small text-ui-fg-interactive hover:text-ui-fg-interactive-hover truncate"
					>
						{customer.name ?? customer.email}
					</Link>
				) : (
					<Text size="small" leading="compact">
						{t('order.deleted')}
					</Text>
				)}
			</div>
		</div>
	);
}

/** The plan that an order began, and how it stands now. */
function BegunPlan({ plan }: { plan: AdminPlan }) {
	const { t } = useWords();
	const next = usePlanNext();
	const actions = usePlanActions();
	return (
		<div className="flex items-start justify-between gap-x-4 px-6 py-4">
			<div className="flex flex-col gap-y-1">
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{t('plan.began')}
				</Text>
				<Text size="small" weight="plus" leading="compact">
					{plan.name}
				</Text>
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{next(plan)}
				</Text>
			</div>
			<div className="flex items-center gap-x-2">
				<PlanState plan={plan} />
				<Actions {...actions(plan)} />
			</div>
		</div>
	);
}

/** What became of a lot, as far as anything did. */
function Became({ lot: { used, taken_back, not_taken_back } }: { lot: AdminOrderLot }) {
	const { t, number } = useWords();
	return (
		<>
			<div className="flex flex-wrap gap-1 empty:hidden">
				{used > 0 && <Badge size="2xsmall">{t('order.used', { n: number(used) })}</Badge>}
				{taken_back > 0 && (
					<Badge size="2xsmall" color="orange">
						{t('lot.taken_back', { n: number(taken_back) })}
					</Badge>
				)}
			</div>
			{not_taken_back > 0 && (
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{t('order.not_taken_back', { n: number(not_taken_back) })}
				</Text>
			)}
		</>
	);
}

export const config = defineWidgetConfig({ zone: 'order.details.side.after', id: 'answerpack:order-credits' });
