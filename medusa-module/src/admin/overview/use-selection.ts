import { useSearchParams } from 'react-router-dom';
import { type DayRange, daysIn, localDay, RANGE_DAYS_MAX, type Step } from '../../reports/days';
import type { ReportQuery } from '../api';
import { PRESETS, type Preset, rangeOf, stepOf } from './ranges';

const MEASURES = ['answers', 'credits'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * What the dashboard shows stands in the page's address, so that it can be kept, sent and gone back to.
 * @param bots with their time zones, which say what day it is; of all bots, that of the first.
 */
export function useSelection(bots: { bot_id: string; time_zone: string }[]) {
	const [params, setParams] = useSearchParams();
	const bot = bots.find(({ bot_id }) => bot_id === params.get('bot'));
	const today = localDay(new Date(), (bot ?? bots[0])?.time_zone ?? 'UTC');
	const preset: Preset = PRESETS.find((one) => one === params.get('range')) ?? 'last_30';
	const suggested = rangeOf('last_30', today);
	const range: DayRange =
		preset === 'custom'
			? { from: params.get('from') ?? suggested.from, to: params.get('to') ?? suggested.to }
			: rangeOf(preset, today);
	const isRange = isDay(range.from) && isDay(range.to) && range.from <= range.to && daysIn(range) <= RANGE_DAYS_MAX;
	const chosen = params.get('by');
	const by: Step = chosen === 'day' || chosen === 'month' ? chosen : isRange ? stepOf(range) : 'day';
	const query: ReportQuery | null = isRange ? { ...range, by, ...(bot && { bot_id: bot.bot_id }) } : null;
	return {
		bot,
		preset,
		range,
		by,
		measure: MEASURES.find((one) => one === params.get('show')) ?? 'credits',
		/** What to ask for; nothing while the range is none. */
		query,
		/** Changes some of it; `null` takes it out of the address. */
		select: (changes: Record<string, string | null>) =>
			setParams(
				(old) => {
					const next = new URLSearchParams(old);
					for (const [name, value] of Object.entries(changes)) {
						if (value === null) next.delete(name);
						else next.set(name, value);
					}
					return next;
				},
				{ replace: true },
			),
	};
}

export type Selection = ReturnType<typeof useSelection>;

function isDay(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
