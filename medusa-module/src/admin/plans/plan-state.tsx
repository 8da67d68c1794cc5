import { ArrowPath, XCircle } from '@medusajs/icons';
import { StatusBadge, toast, usePrompt } from '@medusajs/ui';
import type { AdminPlan } from '../../api/admin/answerpack/types';
import { useCancelPlan } from '../api';
import type { Action } from '../components/list';
import { useWords } from '../words';

const COLORS = { starting: 'blue', active: 'green', past_due: 'orange', ended: 'grey' } as const;

/** How a plan stands; one that was cancelled still runs until its period ends. */
export function PlanState({ plan: { status, ends_at } }: { plan: AdminPlan }) {
	const { t } = useWords();
	if (status === 'active' && ends_at) return <StatusBadge color="orange">{t('plan.states.ending')}</StatusBadge>;
	return <StatusBadge color={COLORS[status]}>{t(`plan.states.${status}`)}</StatusBadge>;
}

/** When a plan is billed next, or ends, or ended. */
export function usePlanNext() {
	const { t, date } = useWords();
	return ({ status, renews_at, ends_at }: AdminPlan): string => {
		if (status === 'past_due') return t('plan.unpaid');
		if (renews_at) return t('plan.renews', { date: date(renews_at) });
		if (!ends_at) return t('none');
		return t(status === 'ended' ? 'plan.ended_on' : 'plan.ends', { date: date(ends_at) });
	};
}

/** What the owner can do with a customer's plan: end it with its period, or let it go on after all. */
export function usePlanActions() {
	const { t, date, explain } = useWords();
	const prompt = usePrompt();
	const cancel = useCancelPlan();
	const send = (plan: AdminPlan, ends: boolean) =>
		cancel.mutate(
			{ id: plan.id, cancel: ends },
			{
				onSuccess: () => toast.success(t(ends ? 'plan.is_cancelled' : 'plan.is_resumed', { name: plan.name })),
				onError: (error) => toast.error(t('failed'), { description: explain(error) }),
			},
		);
	const ask = async (plan: AdminPlan) => {
		const sure = await prompt({
			title: t('plan.cancel_question', { name: plan.name }),
			description: t('plan.cancel_explained', { date: date(plan.renews_at ?? plan.created_at) }),
			confirmText: t('plan.cancel'),
			cancelText: t('form.stay'),
		});
		if (sure) send(plan, true);
	};
	return (plan: AdminPlan): { name: string; groups: Action[][] } => {
		const actions: Action[] = plan.renews_at
			? [{ label: t('plan.cancel'), icon: <XCircle />, onClick: () => ask(plan) }]
			: [{ label: t('plan.resume'), icon: <ArrowPath />, onClick: () => send(plan, false) }];
		return { name: plan.name, groups: plan.status === 'ended' ? [] : [actions] };
	};
}
