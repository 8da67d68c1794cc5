import { Heading, Text } from '@medusajs/ui';
import { Link } from 'react-router-dom';
import type { AdminReport } from '../../api/admin/answerpack/types';
import { Nothing, Section } from '../components/section';
import { type Column, Rows } from '../components/table';
import { useWords } from '../words';
import { useFormats } from './formats';

type Limit = AdminReport['limits'][number] & { id: string };
type Stopped = AdminReport['stopped'][number] & { id: string };

/** Who ran into which limit. */
export function Limits({ report: { limits, stopped, bots } }: { report: AdminReport }) {
	const { t, number } = useWords();
	const { day } = useFormats();
	const names = new Map(bots.map(({ bot_id, name }) => [bot_id, name]));
	const columns: Column<Limit>[] = [
		{ header: t('overview.limit'), cell: ({ code }) => t(`overview.codes.${code}`) },
		{ header: t('overview.who'), cell: ({ subject_kind }) => t(`overview.kinds.${subject_kind}`) },
		{ header: t('overview.refused'), cell: ({ refusals }) => number(refusals), number: true },
		{ header: t('overview.people'), cell: ({ people }) => number(people), number: true },
	];
	const stoppedColumns: Column<Stopped>[] = [
		{ header: t('overview.customer'), cell: ({ customer }) => <Customer customer={customer} /> },
		{ header: t('overview.bot'), cell: ({ bot_id }) => names.get(bot_id) ?? bot_id },
		{ header: t('overview.limit'), cell: ({ code }) => t(`overview.codes.${code}`) },
		{ header: t('overview.refused'), cell: ({ refusals }) => number(refusals), number: true },
		{ header: t('overview.last'), cell: ({ last }) => day(last) },
	];
	return (
		<Section title={t('overview.limits')}>
			{limits.length === 0 ? (
				<Nothing>{t('overview.limits_none')}</Nothing>
			) : (
				<div>
					<Text size="small" className="text-ui-fg-subtle px-6 py-4">
						{t('overview.limits_explained')}
					</Text>
					<Rows
						columns={columns}
						rows={limits.map((limit) => ({ ...limit, id: `${limit.code} ${limit.subject_kind}` }))}
					/>
				</div>
			)}
			{stopped.length > 0 && (
				<section aria-label={t('overview.stopped')}>
					<Heading level="h3" className="px-6 py-4">
						{t('overview.stopped')}
					</Heading>
					<Rows
						columns={stoppedColumns}
						rows={stopped.map((one) => ({ ...one, id: `${one.customer.id} ${one.bot_id} ${one.code}` }))}
					/>
				</section>
			)}
		</Section>
	);
}

function Customer({ customer: { id, name, email } }: Pick<Stopped, 'customer'>) {
	const { t } = useWords();
	if (!email) return <span className="text-ui-fg-muted">{t('overview.deleted')}</span>;
	return (
		<Link to={`/customers/${id}`} className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover">
			{name ?? email}
		</Link>
	);
}
