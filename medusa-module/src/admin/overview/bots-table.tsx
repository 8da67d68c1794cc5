import type { AdminReport } from '../../api/admin/answerpack/types';
import { type Column, Rows } from '../components/table';
import { useWords } from '../words';
import { useFormats } from './formats';

type Row = AdminReport['bots'][number] & { id: string };

/** The figures of each bot, one beside the other. */
export function BotsTable({ bots }: { bots: AdminReport['bots'] }) {
	const { t } = useWords();
	const { number, monies } = useFormats();
	const columns: Column<Row>[] = [
		{ header: t('overview.bot'), cell: ({ name }) => name },
		{ header: t('overview.cards.answers'), cell: ({ figures }) => number(figures.answers), number: true },
		...(['end_user_credits', 'free_reserve', 'owner_cap'] as const).map((pool) => ({
			header: t(`pool.${pool}`),
			cell: ({ figures }: Row) => number(figures.used[pool]),
			number: true,
		})),
		{ header: t('overview.columns.sold'), cell: ({ figures }) => number(figures.sold), number: true },
		{
			header: t('overview.columns.outstanding'),
			cell: ({ outstanding }) => number(outstanding.left + outstanding.held),
			number: true,
		},
		{
			header: t('overview.cards.revenue'),
			cell: ({ figures }) => monies(figures.revenue) || t('none'),
			number: true,
		},
		{
			header: t('overview.cards.refunds'),
			cell: ({ figures }) => monies(figures.refunds) || t('none'),
			number: true,
		},
		{
			header: t('overview.cards.margin'),
			cell: ({ figures }) => (figures.margin ? monies(figures.margin) || t('none') : t('overview.cost_unknown')),
			number: true,
		},
		{ header: t('overview.refused'), cell: ({ figures }) => number(figures.refusals), number: true },
	];
	return <Rows columns={columns} rows={bots.map((bot) => ({ ...bot, id: bot.bot_id }))} />;
}
