import { Container, Heading, Skeleton, Text } from '@medusajs/ui';
import { Link } from 'react-router-dom';
import type { AdminBot, AdminReport } from '../../api/admin/answerpack/types';
import { useBots, useReport } from '../api';
import { Loaded, Nothing, Section } from '../components/section';
import { useWords } from '../words';
import { BotsTable } from './bots-table';
import { Figures } from './figures';
import { Filters } from './filters';
import { useFormats } from './formats';
import { Limits } from './limits';
import { Switch } from './switch';
import { UsageChart } from './usage-chart';
import { type Selection, useSelection } from './use-selection';

/** The first page of answer credits: how the bots do, at a glance. */
export function Overview() {
	const { t } = useWords();
	const bots = useBots();
	return (
		<div className="flex flex-col gap-y-3">
			{bots.data && bots.data.bots.length > 0 ? (
				<Dashboard bots={bots.data.bots} />
			) : (
				<Container className="divide-y p-0">
					<Title />
					<Loaded query={bots}>{() => <Nothing>{t('bots.empty')}</Nothing>}</Loaded>
				</Container>
			)}
		</div>
	);
}

function Title() {
	const { t } = useWords();
	return (
		<div className="px-6 py-4">
			<Heading>{t('title')}</Heading>
			<Text size="small" className="text-ui-fg-subtle">
				{t('overview.explained')} {t('meaning')}
			</Text>
		</div>
	);
}

function Dashboard({ bots }: { bots: AdminBot[] }) {
	const selection = useSelection(bots);
	const report = useReport(selection.query);
	const isOld = report.isPlaceholderData;
	return (
		<>
			<Container className="divide-y p-0">
				<Title />
				<Filters selection={selection} bots={bots} />
				{report.data && <Compared report={report.data} selection={selection} bots={bots} />}
				<div className={isOld ? 'divide-y opacity-60' : 'divide-y'} aria-busy={report.isFetching}>
					{report.isError && report.data === undefined ? (
						<Loaded query={report}>{() => null}</Loaded>
					) : report.data ? (
						<Figures report={report.data} />
					) : (
						<FiguresToCome />
					)}
				</div>
			</Container>
			{report.data && (
				<div className={isOld ? 'flex flex-col gap-y-3 opacity-60' : 'flex flex-col gap-y-3'}>
					<Chart report={report.data} selection={selection} />
					<BotsSection report={report.data} />
					<Limits report={report.data} />
				</div>
			)}
		</>
	);
}

/** Which days these are, what they are compared with, and where on earth a day begins. */
function Compared({ report, selection, bots }: { report: AdminReport; selection: Selection; bots: AdminBot[] }) {
	const { t } = useWords();
	const { day } = useFormats();
	const { from, to, previous } = report;
	const zones = new Set((selection.bot ? [selection.bot] : bots).map(({ time_zone }) => time_zone));
	const [zone] = zones;
	const before = `${day(previous.from)} – ${day(previous.to)}`;
	return (
		<Text size="xsmall" className="text-ui-fg-subtle px-6 py-2">
			{zones.size === 1
				? t('overview.days', { from: day(from), to: day(to), before, zone })
				: t('overview.days_of_bots', { from: day(from), to: day(to), before })}
		</Text>
	);
}

function Chart({ report, selection: { measure, select } }: { report: AdminReport; selection: Selection }) {
	const { t } = useWords();
	return (
		<Section
			title={t('overview.chart')}
			aside={
				<Switch
					label={t('overview.measure')}
					value={measure}
					onSwitch={(show) => select({ show })}
					options={(['credits', 'answers'] as const).map((id) => ({ id, name: t(`overview.measures.${id}`) }))}
				/>
			}
		>
			<div className="px-6 py-4">
				{report.figures.answers === 0 ? <NothingUsed /> : <UsageChart report={report} measure={measure} />}
			</div>
		</Section>
	);
}

/** That there is nothing to draw, and what would change that. */
function NothingUsed() {
	const { t } = useWords();
	const link = 'txt-compact-small-plus text-ui-fg-interactive hover:text-ui-fg-interactive-hover';
	return (
		<div className="flex flex-col items-center gap-y-2 py-10 text-center">
			<Text size="small" weight="plus">
				{t('overview.nothing')}
			</Text>
			<Text size="small" className="text-ui-fg-subtle max-w-prose">
				{t('overview.nothing_next')}
			</Text>
			<div className="flex flex-wrap justify-center gap-x-4 gap-y-1 pt-2">
				<Link to="/answer-credits/bots" className={link}>
					{t('overview.to_bots')}
				</Link>
				<Link to="/answer-credits/offers" className={link}>
					{t('overview.to_offers')}
				</Link>
			</div>
		</div>
	);
}

function BotsSection({ report }: { report: AdminReport }) {
	const { t } = useWords();
	return (
		<Section title={t('overview.by_bot')}>
			<BotsTable bots={report.bots} />
		</Section>
	);
}

function FiguresToCome() {
	return (
		<div className="grid grid-cols-2 gap-2 px-6 py-4 sm:gap-3 lg:grid-cols-3" aria-hidden="true">
			{['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
				<Skeleton key={key} className="h-24 rounded-lg" />
			))}
		</div>
	);
}
