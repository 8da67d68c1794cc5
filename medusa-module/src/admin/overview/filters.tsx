import { ArrowDownTray } from '@medusajs/icons';
import { Button, Hint, Input, Label, Select, toast } from '@medusajs/ui';
import { useId } from 'react';
import { useDownloadReport } from '../api';
import { useWords } from '../words';
import { PRESETS } from './ranges';
import { Switch } from './switch';
import type { Selection } from './use-selection';

const ALL = 'all';

/** Which bot, which days, by which step; and the same as a file. */
export function Filters({ selection, bots }: { selection: Selection; bots: { bot_id: string; name: string }[] }) {
	const { t } = useWords();
	const download = useDownloadReport();
	const { bot, preset, range, by, query, select } = selection;
	const wrong = useId();
	const keep = () => {
		if (query) download.mutate(query, { onError: ({ message }) => toast.error(t('failed'), { description: message }) });
	};
	return (
		<div className="flex flex-wrap items-end gap-3 px-6 py-4">
			<Pick
				label={t('overview.bot')}
				value={bot?.bot_id ?? ALL}
				onPick={(id) => select({ bot: id === ALL ? null : id })}
				options={[{ id: ALL, name: t('overview.all_bots') }, ...bots.map(({ bot_id, name }) => ({ id: bot_id, name }))]}
			/>
			<Pick
				label={t('overview.range')}
				value={preset}
				// A range of one's own begins with the one that is shown; and by which step is decided anew.
				onPick={(id) => select({ range: id, by: null, from: null, to: null, ...(id === 'custom' && range) })}
				options={PRESETS.map((id) => ({ id, name: t(`overview.ranges.${id}`) }))}
			/>
			{preset === 'custom' &&
				(['from', 'to'] as const).map((end) => (
					<DayField
						key={end}
						label={t(`overview.${end}`)}
						value={range[end]}
						onDay={(day) => select({ [end]: day })}
						wrong={query === null ? wrong : undefined}
					/>
				))}
			<Switch
				label={t('overview.by')}
				value={by}
				onSwitch={(step) => select({ by: step })}
				options={(['day', 'month'] as const).map((id) => ({ id, name: t(`overview.steps.${id}`) }))}
			/>
			<Button
				size="small"
				variant="secondary"
				className="sm:ml-auto"
				onClick={keep}
				isLoading={download.isPending}
				disabled={query === null}
			>
				<ArrowDownTray />
				{t('overview.csv')}
			</Button>
			{query === null && (
				<Hint id={wrong} variant="error" className="basis-full" role="alert">
					{t('overview.range_wrong')}
				</Hint>
			)}
		</div>
	);
}

function Pick(props: {
	label: string;
	value: string;
	onPick: (id: string) => void;
	options: { id: string; name: string }[];
}) {
	const id = useId();
	return (
		<div className="flex min-w-36 flex-1 flex-col gap-y-1 sm:max-w-56 sm:flex-none">
			<Label size="xsmall" weight="plus" htmlFor={id}>
				{props.label}
			</Label>
			<Select size="small" value={props.value} onValueChange={props.onPick}>
				<Select.Trigger id={id}>
					<Select.Value />
				</Select.Trigger>
				<Select.Content>
					{props.options.map((option) => (
						<Select.Item key={option.id} value={option.id}>
							{option.name}
						</Select.Item>
					))}
				</Select.Content>
			</Select>
		</div>
	);
}

function DayField(props: { label: string; value: string; onDay: (day: string) => void; wrong: string | undefined }) {
	const id = useId();
	return (
		<div className="flex flex-col gap-y-1">
			<Label size="xsmall" weight="plus" htmlFor={id}>
				{props.label}
			</Label>
			<Input
				id={id}
				type="date"
				size="small"
				value={props.value}
				aria-invalid={props.wrong !== undefined}
				aria-describedby={props.wrong}
				onChange={(event) => props.onDay(event.target.value)}
			/>
		</div>
	);
}
