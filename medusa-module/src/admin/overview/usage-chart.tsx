import { clx, Text } from '@medusajs/ui';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { AdminReport } from '../../api/admin/answerpack/types';
import { useWords } from '../words';
import { useFormats } from './formats';
import { Legend } from './legend';
import { COLOURS, POOLS, type Pool } from './pools';
import { everyNth, ticks } from './ticks';
import type { Measure } from './use-selection';

const HEIGHT = 240;
/** Room for the axis: labels below, and numbers to the left. */
const BOTTOM = 28;
const LEFT = 48;
const TOP = 8;
/** About what a label below the axis takes; how many lines there are; and the widest bar. */
const LABEL_WIDTH = 62;
const LINES = 4;
const BAR_WIDTH_MAX = 48;
const GAP = 1;
/** How far the tooltip keeps away from its bar. */
const AWAY = 8;

type Period = AdminReport['periods'][number];

/** What was used in each period, one pool upon the other. */
export function UsageChart({ report, measure }: { report: AdminReport; measure: Measure }) {
	const { t } = useWords();
	const { number, compact, ...formats } = useFormats();
	const [hidden, setHidden] = useState<Pool[]>([]);
	const [active, setActive] = useState<number | null>(null);
	const [frame, width] = useWidth();
	const tooltip = useId();
	const { periods, by } = report;
	const shown = POOLS.filter((pool) => !hidden.includes(pool));
	const label = by === 'month' ? formats.month : formats.shortDay;
	const longLabel = by === 'month' ? formats.longMonth : formats.longDay;
	const usedOf = (period: Period, pool: Pool) => period.pools[pool][measure];
	const totalOf = (period: Period) => add(shown.map((pool) => usedOf(period, pool)));

	const axis = ticks(Math.max(0, ...periods.map(totalOf)), LINES, measure === 'answers' ? 1 : 0.001);
	const top = axis.at(-1) ?? 1;
	const plot = { width: Math.max(0, width - LEFT), height: HEIGHT - TOP - BOTTOM };
	const band = periods.length > 0 ? plot.width / periods.length : 0;
	const bar = Math.min(BAR_WIDTH_MAX, band * 0.72);
	const nth = everyNth(periods.length, plot.width, LABEL_WIDTH);
	const y = (value: number) => TOP + plot.height * (1 - value / top);
	const x = (n: number) => LEFT + band * n;
	const at = active === null ? undefined : periods[active];
	const says = (period: Period) =>
		[longLabel(period.from), ...shown.map((pool) => `${t(`pool.${pool}`)}: ${number(usedOf(period, pool))}`)].join(
			', ',
		);

	const move = (event: KeyboardEvent) => {
		const last = periods.length - 1;
		const to = {
			ArrowLeft: Math.max(0, (active ?? periods.length) - 1),
			ArrowRight: Math.min(last, (active ?? -1) + 1),
			Home: 0,
			End: last,
			Escape: null,
		}[event.key];
		if (to === undefined) return;
		event.preventDefault();
		setActive(to);
	};
	const point = (clientX: number) => {
		const left = frame.current?.getBoundingClientRect().left ?? 0;
		const n = Math.floor((clientX - left - LEFT) / band);
		setActive(n >= 0 && n < periods.length ? n : null);
	};

	return (
		<div className="flex flex-col gap-y-3">
			<Legend hidden={hidden} onHidden={setHidden} />
			<div
				ref={frame}
				className="focus-visible:shadow-borders-focus relative rounded-md outline-none"
				role="slider"
				tabIndex={0}
				aria-label={t('overview.chart_position')}
				aria-valuemin={1}
				aria-valuemax={periods.length}
				aria-valuenow={(active ?? periods.length - 1) + 1}
				aria-valuetext={says(at ?? (periods.at(-1) as Period))}
				onKeyDown={move}
				onBlur={() => setActive(null)}
				onPointerMove={({ clientX }) => point(clientX)}
				onPointerDown={({ clientX }) => point(clientX)}
				onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setActive(null)}
			>
				<svg
					role="img"
					aria-label={t('overview.chart_label', {
						measure: t(`overview.measures.${measure}`),
						from: formats.day(report.from),
						to: formats.day(report.to),
						total: number(add(periods.map(totalOf))),
					})}
					width={width}
					height={HEIGHT}
					className="block max-w-full touch-pan-y"
				>
					{axis.map((tick) => (
						<g key={tick}>
							<line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} stroke="var(--border-base)" />
							<text x={LEFT - 8} y={y(tick)} dy="0.32em" textAnchor="end" fontSize={11} fill="var(--fg-subtle)">
								{compact(tick)}
							</text>
						</g>
					))}
					{active !== null && (
						<rect x={x(active)} y={TOP} width={band} height={plot.height} fill="var(--bg-component-hover)" />
					)}
					{periods.map((period, n) => (
						<g key={period.from}>
							{stack(shown.map((pool) => [pool, usedOf(period, pool)] as const)).map(({ pool, from, to }) => (
								<rect
									key={pool}
									x={x(n) + (band - bar) / 2}
									width={bar}
									y={y(to)}
									// A line of the background between pools, for eyes that do not tell their colours apart.
									height={Math.max(0.5, y(from) - y(to) - (from > 0 ? GAP : 0))}
									fill={COLOURS[pool]}
								/>
							))}
							{n % nth === 0 && x(n) + band / 2 <= width - LABEL_WIDTH * 0.4 && (
								<text x={x(n) + band / 2} y={HEIGHT - 8} textAnchor="middle" fontSize={11} fill="var(--fg-subtle)">
									{label(period.from)}
								</text>
							)}
						</g>
					))}
				</svg>
				{at && active !== null && (
					<Tooltip
						id={tooltip}
						title={longLabel(at.from)}
						rows={shown.map((pool) => [pool, number(usedOf(at, pool))])}
						total={number(totalOf(at))}
						left={x(active) + (band - bar) / 2}
						right={width - x(active) - (band + bar) / 2}
					/>
				)}
			</div>
			<AsTable periods={periods} label={longLabel} value={(period, pool) => number(usedOf(period, pool))} />
		</div>
	);
}

/** What is under the pointer or the keyboard; the slider's value says the same to a screen reader. */
function Tooltip(props: {
	id: string;
	title: string;
	rows: [pool: Pool, value: string][];
	total: string;
	/** Where its bar begins, and ends, from either side. */
	left: number;
	right: number;
}) {
	const { t } = useWords();
	const isRight = props.left > props.right;
	return (
		<div
			aria-hidden="true"
			id={props.id}
			className="bg-ui-bg-base shadow-elevation-tooltip pointer-events-none absolute top-2 z-10 min-w-40 rounded-md px-3 py-2"
			style={
				isRight ? { right: `calc(100% - ${props.left - AWAY}px)` } : { left: `calc(100% - ${props.right - AWAY}px)` }
			}
		>
			<Text size="xsmall" weight="plus" leading="compact" className="mb-1 whitespace-nowrap">
				{props.title}
			</Text>
			{props.rows.map(([pool, value]) => (
				<div key={pool} className="txt-compact-xsmall flex items-center gap-x-2 whitespace-nowrap">
					<span className="size-2 rounded-sm" style={{ background: COLOURS[pool] }} />
					<span className="text-ui-fg-subtle flex-1">{t(`pool.${pool}`)}</span>
					<span className="tabular-nums">{value}</span>
				</div>
			))}
			<div className={clx('txt-compact-xsmall-plus mt-1 flex border-t pt-1', props.rows.length < 2 && 'hidden')}>
				<span className="flex-1">{t('overview.total')}</span>
				<span className="tabular-nums">{props.total}</span>
			</div>
		</div>
	);
}

/** The same as a table, for who listens to the page. */
function AsTable(props: {
	periods: Period[];
	label: (from: string) => string;
	value: (period: Period, pool: Pool) => string;
}) {
	const { t } = useWords();
	return (
		<table className="sr-only">
			<caption>{t('overview.chart')}</caption>
			<thead>
				<tr>
					<th scope="col">{t('overview.period')}</th>
					{POOLS.map((pool) => (
						<th key={pool} scope="col">
							{t(`pool.${pool}`)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{props.periods.map((period) => (
					<tr key={period.from}>
						<th scope="row">{props.label(period.from)}</th>
						{POOLS.map((pool) => (
							<td key={pool}>{props.value(period, pool)}</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Where each part of a bar begins and ends; what is nothing has no part. */
function stack(values: (readonly [pool: Pool, value: number])[]): { pool: Pool; from: number; to: number }[] {
	let from = 0;
	return values.flatMap(([pool, value]) => {
		if (value === 0) return [];
		const part = { pool, from, to: from + value };
		from = part.to;
		return [part];
	});
}

/** Credits have three decimals; doubles would show more. */
function add(values: number[]): number {
	return Number(values.reduce((sum, value) => sum + value, 0).toFixed(3));
}

/** How wide an element is, now and after it has changed: text in a drawing should not grow with the drawing. */
function useWidth() {
	const ref = useRef<HTMLDivElement>(null);
	const [width, setWidth] = useState(0);
	useLayoutEffect(() => {
		const element = ref.current;
		if (!element) return;
		setWidth(element.clientWidth);
		const observer = new ResizeObserver(() => setWidth(element.clientWidth));
		observer.observe(element);
		return () => observer.disconnect();
	}, []);
	return [ref, width] as const;
}
