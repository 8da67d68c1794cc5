import { Heading, Text } from '@medusajs/ui';
import type { ReactNode } from 'react';
import type { AdminMoney, AdminReport, AdminReportFigures } from '../../api/admin/answerpack/types';
import { useWords } from '../words';
import { type Change, changeOf } from './compare';
import { useFormats } from './formats';

/** A tenfold. */
const SHARE_MAX = 9;

/** The figures of the range beside those of the time before. */
export function Figures({ report }: { report: AdminReport }) {
	return (
		<>
			<CreditFigures report={report} />
			<MoneyFigures now={report.figures} before={report.previous.figures} />
		</>
	);
}

function CreditFigures({ report: { figures: now, previous, outstanding } }: { report: AdminReport }) {
	const { t, number } = useWords();
	const before = previous.figures;
	const used = ({ used }: AdminReportFigures) => used.owner_cap + used.free_reserve + used.end_user_credits;
	const more = (key: 'given' | 'taken_back' | 'held' | 'disputed' | 'paid_by_customers', n: number) =>
		n > 0 && t(`overview.${key}`, { n: number(n) });
	return (
		<Group title={t('overview.credits_group')}>
			<Count name="answers" now={now.answers} before={before.answers} />
			<Count name="used" now={used(now)} before={used(before)}>
				{more('paid_by_customers', now.used.end_user_credits)}
			</Count>
			<Count name="sold" now={now.sold} before={before.sold}>
				{more('given', now.given)}
			</Count>
			<Count name="expired" now={now.expired} before={before.expired}>
				{more('taken_back', now.taken_back)}
			</Count>
			<Card name={t('overview.cards.outstanding')} value={number(outstanding.left + outstanding.held)}>
				{t('overview.now')}
				{[more('held', outstanding.held), more('disputed', outstanding.disputed)].map((said) => said && `, ${said}`)}
			</Card>
			<Count name="refusals" now={now.refusals} before={before.refusals} />
		</Group>
	);
}

function MoneyFigures({ now, before }: { now: AdminReportFigures; before: AdminReportFigures }) {
	const { t, money } = useWords();
	const { monies, number } = useFormats();
	const { amount, currency_code, unknown_answers } = now.model_cost;
	const cost =
		amount === null ? t('overview.cost_unknown') : currency_code ? money(amount, currency_code) : number(amount);
	return (
		<Group title={t('overview.money_group')} explained={t('overview.money_explained')}>
			<Money name="revenue" now={now.revenue} before={before.revenue} />
			<Money name="refunds" now={now.refunds} before={before.refunds} />
			<Card name={t('overview.cards.cost')} value={cost} isFaint={amount === null}>
				{amount === null
					? t('overview.cost_unknown_explained')
					: unknown_answers > 0
						? t('overview.cost_partly', { count: unknown_answers, n: number(unknown_answers) })
						: amount > 0 && currency_code === null && t('overview.cost_no_currency')}
			</Card>
			<Card
				name={t('overview.cards.margin')}
				value={now.margin ? monies(now.margin) || t('overview.no_money') : t('overview.cost_unknown')}
				isFaint={!now.margin?.length}
			>
				{now.margin
					? t('overview.margin_explained')
					: amount === null || unknown_answers > 0
						? t('overview.margin_needs_cost')
						: currency_code === null
							? t('overview.margin_needs_name')
							: t('overview.margin_needs_currency')}
			</Card>
		</Group>
	);
}

function Group({ title, explained, children }: { title: string; explained?: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="px-6 py-4">
			<div className="mb-3 flex flex-wrap items-baseline gap-x-3">
				<Heading level="h2">{title}</Heading>
				{explained && (
					<Text size="xsmall" className="text-ui-fg-subtle">
						{explained}
					</Text>
				)}
			</div>
			<dl className="grid grid-cols-2 gap-2 sm:gap-3 lg:grid-cols-3 xl:grid-cols-6 xl:has-[>:nth-child(4):last-child]:grid-cols-4">
				{children}
			</dl>
		</section>
	);
}

type Counted = 'answers' | 'used' | 'sold' | 'expired' | 'refusals';

function Count(props: { name: Counted; now: number; before: number; children?: ReactNode }) {
	const { t, number } = useWords();
	return (
		<Card name={t(`overview.cards.${props.name}`)} value={number(props.now)}>
			<Changed change={changeOf(props.now, props.before)} before={number(props.before)} />
			{props.children}
		</Card>
	);
}

function Money({ name, now, before }: { name: 'revenue' | 'refunds'; now: AdminMoney[]; before: AdminMoney[] }) {
	const { t } = useWords();
	const { monies } = useFormats();
	const [one, ...others] = now;
	const then = before.find(({ currency_code }) => currency_code === one?.currency_code);
	return (
		<Card name={t(`overview.cards.${name}`)} value={monies(now) || t('overview.no_money')} isFaint={now.length === 0}>
			{one && others.length === 0 && before.length <= 1 ? (
				<Changed change={changeOf(one.amount, then?.amount ?? 0)} before={monies(before)} />
			) : (
				before.length > 0 && t('overview.change_short', { before: monies(before) })
			)}
		</Card>
	);
}

/** A change is neither good nor bad by itself, so it has no colour. */
function Changed({ change, before }: { change: Change; before: string }) {
	const { t } = useWords();
	const { share } = useFormats();
	if (change === null) return null;
	if (change === 'new') return <span>{t('overview.new')}</span>;
	// Of next to nothing, a share says nothing.
	if (change.by > SHARE_MAX) return <span>{t('overview.change_short', { before })}</span>;
	return <span>{t('overview.change', { share: share(change.by), before })}</span>;
}

function Card(props: { name: string; value: string; isFaint?: boolean; children?: ReactNode }) {
	return (
		<div className="bg-ui-bg-component shadow-elevation-card-rest flex min-w-0 flex-col gap-y-1 rounded-lg px-3 py-3 sm:px-4">
			<dt className="txt-compact-small text-ui-fg-subtle">{props.name}</dt>
			<dd className={props.isFaint ? 'txt-compact-large text-ui-fg-muted' : 'h2-core text-ui-fg-base tabular-nums'}>
				<span className="break-words">{props.value}</span>
			</dd>
			<dd className="txt-compact-xsmall text-ui-fg-subtle flex flex-col empty:hidden">{props.children}</dd>
		</div>
	);
}
