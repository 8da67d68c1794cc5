import { defineRouteConfig } from '@medusajs/admin-sdk';
import { ArrowPath } from '@medusajs/icons';
import { Select, StatusBadge, toast } from '@medusajs/ui';
import { useMemo } from 'react';
import type { AdminWebhook } from '../../../../api/admin/answerpack/types';
import { useRetryWebhook, useShop, useWebhooks } from '../../../api';
import { crumb } from '../../../components/crumb';
import { List, useListState } from '../../../components/list';
import type { Column } from '../../../components/table';
import { useWords } from '../../../words';

const STATES = ['dead', 'waiting', 'done', 'ignored', 'all'] as const;
const COLORS = { dead: 'red', waiting: 'blue', done: 'green', ignored: 'grey' } as const;

/** What Stripe told this shop and what became of it: first of all what nobody could work off. */
export default function MessagesPage() {
	const { t, explain } = useWords();
	const shop = useShop();
	const list = useListState(['state']);
	const state = list.filters.state ?? 'dead';
	const retry = useRetryWebhook();
	const again = ({ id }: AdminWebhook) =>
		retry.mutate(id, {
			onSuccess: () => toast.success(t('message.tried_again')),
			onError: (error) => toast.error(t('failed'), { description: explain(error) }),
		});
	return (
		<List
			title={t('pages.messages')}
			explained={t('message.explained')}
			buttons={
				<Select size="small" value={state} onValueChange={(state) => list.set({ state, offset: undefined })}>
					<Select.Trigger aria-label={t('offer.state')} className="min-w-44">
						<Select.Value />
					</Select.Trigger>
					<Select.Content>
						{STATES.map((state) => (
							<Select.Item key={state} value={state}>
								{t(`message.states.${state}`)}
							</Select.Item>
						))}
					</Select.Content>
				</Select>
			}
			query={useWebhooks({ ...list.page, ...(state !== 'all' && { state }) })}
			rows={({ webhooks, count }) => ({ rows: webhooks, count })}
			columns={useMessageColumns()}
			actions={(message) => ({
				name: message.id,
				groups:
					message.state === 'done'
						? []
						: [[{ label: t('message.try_again'), icon: <ArrowPath />, onClick: () => again(message) }]],
			})}
			state={list}
			empty={{
				heading: t(state === 'dead' ? 'message.none_dead' : 'message.none'),
				description: shop.data?.sells_plans === false ? t('message.no_stripe') : t('message.empty'),
			}}
		/>
	);
}

function useMessageColumns(): Column<AdminWebhook>[] {
	const words = useWords();
	const { t } = words;
	// biome-ignore lint/correctness/useExhaustiveDependencies: words are new with every render, and other words only with another t
	return useMemo(() => {
		const { number, dateTime } = words;
		return [
			{ header: t('message.received'), cell: ({ received_at }) => dateTime(received_at) },
			{ header: t('message.type'), cell: ({ type }) => <span className="font-mono">{type}</span> },
			{ header: t('message.about'), cell: ({ object_id }) => <span className="font-mono">{object_id}</span> },
			{
				header: t('offer.state'),
				cell: ({ state }) => <StatusBadge color={COLORS[state]}>{t(`message.states.${state}`)}</StatusBadge>,
			},
			{ header: t('message.attempts'), cell: ({ attempts }) => number(attempts), number: true },
			{
				header: t('message.reason'),
				cell: ({ reason }) => <span className="block max-w-96 whitespace-normal py-2">{reason ?? t('none')}</span>,
			},
		];
	}, [t]);
}

export const handle = crumb('pages.messages');

export const config = defineRouteConfig({ label: 'pages.messages', translationNs: 'answerpack' });
