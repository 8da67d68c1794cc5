import { XCircle } from '@medusajs/icons';
import { Button, Copy, StatusBadge, toast, usePrompt } from '@medusajs/ui';
import { useMemo } from 'react';
import { Link, useLocation } from 'react-router-dom';
import type { AdminGiveaway } from '../../api/admin/answerpack/types';
import { useEndGiveaway, useGiveaways } from '../api';
import { List, useListState } from '../components/list';
import type { Column } from '../components/table';
import { useWords } from '../words';

type Row = AdminGiveaway & { id: string };

/** What was given away, and what can still be claimed. */
export function GiveawayList() {
	const { t, explain } = useWords();
	const state = useListState();
	const { search } = useLocation();
	const prompt = usePrompt();
	const end = useEndGiveaway();
	const columns = useGiveawayColumns();
	const stop = async ({ bot_id, code }: Row) => {
		const sure = await prompt({
			title: t('giveaway.end_question', { code }),
			description: t('giveaway.end_explained'),
			confirmText: t('giveaway.end'),
			cancelText: t('product.cancel'),
		});
		if (!sure) return;
		end.mutate(
			{ bot_id, code },
			{
				onSuccess: () => toast.success(t('giveaway.has_ended', { code })),
				onError: (error) => toast.error(t('failed'), { description: explain(error) }),
			},
		);
	};
	return (
		<List
			title={t('pages.giveaways')}
			explained={t('giveaway.explained')}
			buttons={
				<Button size="small" variant="secondary" asChild>
					<Link to={{ pathname: 'create', search }}>{t('giveaway.create')}</Link>
				</Button>
			}
			query={useGiveaways()}
			rows={({ giveaways }) => ({
				rows: giveaways
					.slice(state.page.offset, state.page.offset + state.page.limit)
					.map((giveaway) => ({ ...giveaway, id: `${giveaway.bot_id}:${giveaway.code}` })),
				count: giveaways.length,
			})}
			columns={columns}
			actions={(giveaway) => ({
				name: giveaway.code,
				groups: [
					Date.parse(giveaway.ends_at) > Date.now()
						? [{ label: t('giveaway.end'), icon: <XCircle />, onClick: () => stop(giveaway) }]
						: [],
				],
			})}
			state={state}
			empty={{ heading: t('giveaway.none'), description: t('giveaway.empty') }}
		/>
	);
}

function useGiveawayColumns(): Column<Row>[] {
	const words = useWords();
	const { t } = words;
	// biome-ignore lint/correctness/useExhaustiveDependencies: words are new with every render, and other words only with another t
	return useMemo(() => {
		const { number, days, dateTime } = words;
		return [
			{ header: t('offer.name'), cell: ({ name }) => name },
			{
				header: t('giveaway.code'),
				cell: ({ code }) => (
					<span className="flex items-center gap-x-1 font-mono">
						{code}
						<Copy content={code} aria-label={t('giveaway.copy')} className="text-ui-fg-muted" />
					</span>
				),
			},
			{ header: t('offer.bot'), cell: ({ bot_name }) => bot_name },
			{ header: t('giveaway.each_short'), cell: ({ credits }) => number(credits), number: true },
			{
				header: t('giveaway.claimed'),
				cell: ({ claimed_credits, total_credits }) =>
					t('giveaway.claimed_of', { n: number(claimed_credits), total: number(total_credits) }),
				number: true,
			},
			{ header: t('offer.valid'), cell: ({ valid_days }) => (valid_days ? days(valid_days) : t('offer.unlimited')) },
			{ header: t('giveaway.until'), cell: ({ ends_at }) => dateTime(ends_at) },
			{ header: t('offer.state'), cell: (giveaway) => <State giveaway={giveaway} /> },
		];
	}, [t]);
}

function State({ giveaway }: { giveaway: AdminGiveaway }) {
	const { t } = useWords();
	if (Date.parse(giveaway.ends_at) <= Date.now()) return <StatusBadge color="grey">{t('giveaway.ended')}</StatusBadge>;
	if (Date.parse(giveaway.starts_at) > Date.now())
		return <StatusBadge color="blue">{t('giveaway.planned')}</StatusBadge>;
	if (giveaway.claimed_credits + giveaway.credits > giveaway.total_credits) {
		return <StatusBadge color="orange">{t('giveaway.used_up')}</StatusBadge>;
	}
	return <StatusBadge color="green">{t('giveaway.running')}</StatusBadge>;
}
