import { Alert, DatePicker, toast } from '@medusajs/ui';
import { useState } from 'react';
import type { AdminBot } from '../../api/admin/answerpack/types';
import { useBots, useCreateGiveaway } from '../api';
import { Refused } from '../call';
import { Choice, Field, Labelled } from '../components/fields';
import { Form } from '../components/form';
import { Failed, Nothing, Waiting } from '../components/section';
import { useWords } from '../words';
import { type GiveawayDraft, type GiveawayProblems, readGiveaway } from './draft';

/** Adds a giveaway: a code that gives every customer who enters it the same credits, once. */
export function GiveawayForm({ onClose }: { onClose: () => void }) {
	const { t } = useWords();
	const bots = useBots();
	if (bots.data?.bots.length) return <NewGiveaway bots={bots.data.bots} onClose={onClose} />;
	return (
		<Form {...shellOf(t)} changed={false} sending={false} disabled onSubmit={() => {}} onClose={onClose}>
			{bots.isError ? <Failed query={bots} /> : bots.data ? <Nothing>{t('product.no_bots')}</Nothing> : <Waiting />}
		</Form>
	);
}

function shellOf(t: ReturnType<typeof useWords>['t']) {
	const title = t('giveaway.create');
	return { as: 'page' as const, title, explained: t('giveaway.form_explained'), submit: title };
}

function NewGiveaway({ bots, onClose }: { bots: AdminBot[]; onClose: () => void }) {
	const { t, credits, explain } = useWords();
	const create = useCreateGiveaway();
	const empty = {
		...{ bot_id: bots[0]?.bot_id ?? '', code: '', name: '', credits: '', total: '', valid_days: '' },
		ends_at: null,
	};
	const [draft, setDraft] = useState<GiveawayDraft>(empty);
	const [problems, setProblems] = useState<GiveawayProblems>({});
	const [refused, setRefused] = useState<string | false>(false);
	const bot = bots.find(({ bot_id }) => bot_id === draft.bot_id);
	const change = (change: Partial<GiveawayDraft>) => {
		setDraft((draft) => ({ ...draft, ...change }));
		setProblems((problems) => Object.fromEntries(Object.entries(problems).filter(([name]) => !(name in change))));
		setRefused(false);
	};
	const problem = (name: keyof GiveawayDraft) => problems[name] !== undefined && t(problems[name]);
	const submit = (close: () => void) => {
		const read = readGiveaway(draft, new Date());
		if ('problems' in read) return setProblems(read.problems);
		create.mutate(read.giveaway, {
			onSuccess: () => {
				toast.success(t('giveaway.created', { code: read.giveaway.code }));
				close();
			},
			onError: (error) => {
				if (error instanceof Refused && error.code === 'giveaway_conflict')
					setProblems({ code: 'giveaway.code_taken' });
				else setRefused(explain(error));
			},
		});
	};
	return (
		<Form
			{...shellOf(t)}
			changed={JSON.stringify(draft) !== JSON.stringify(empty)}
			sending={create.isPending}
			refused={refused}
			onSubmit={submit}
			onClose={onClose}
		>
			<Choice
				name="bot_id"
				label={t('product.bot')}
				value={draft.bot_id}
				onChange={(bot_id) => change({ bot_id })}
				options={bots.map(({ bot_id, name }) => ({ id: bot_id, name }))}
			/>
			{bot && (
				<Alert variant={bot.giveaways_per_month > 0 ? 'info' : 'warning'}>
					{bot.giveaways_per_month > 0
						? t('giveaway.limit', { credits: credits(bot.giveaways_per_month) })
						: t('giveaway.limit_zero')}{' '}
					{bot.edit_url && (
						<a className="text-ui-fg-interactive" href={bot.edit_url} target="_blank" rel="noreferrer">
							{t('bots.edit')}
						</a>
					)}
				</Alert>
			)}
			<div className="grid grid-cols-1 gap-6 md:grid-cols-2">
				<Field
					name="code"
					label={t('giveaway.code')}
					hint={t('giveaway.code_hint')}
					error={problem('code')}
					maxLength={64}
					value={draft.code}
					onChange={(code) => change({ code: code.toUpperCase() })}
				/>
				<Field
					name="name"
					label={t('offer.name')}
					hint={t('giveaway.name_hint')}
					error={problem('name')}
					maxLength={255}
					value={draft.name}
					onChange={(name) => change({ name })}
				/>
				<Field
					name="credits"
					label={t('giveaway.each')}
					error={problem('credits')}
					type="number"
					min="0.001"
					step="0.001"
					value={draft.credits}
					onChange={(credits) => change({ credits })}
				/>
				<Field
					name="total"
					label={t('giveaway.total')}
					hint={t('giveaway.total_hint')}
					error={problem('total')}
					type="number"
					min="0.001"
					step="0.001"
					value={draft.total}
					onChange={(total) => change({ total })}
				/>
				<Labelled label={t('giveaway.until')} error={problem('ends_at')}>
					{(field) => (
						<DatePicker
							{...field}
							aria-label={t('giveaway.until')}
							granularity="minute"
							minValue={new Date()}
							value={draft.ends_at}
							onChange={(ends_at) => change({ ends_at })}
						/>
					)}
				</Labelled>
				<Field
					name="valid_days"
					label={t('product.valid_days')}
					hint={t('product.valid_days_hint')}
					error={problem('valid_days')}
					type="number"
					min="1"
					max="3650"
					value={draft.valid_days}
					onChange={(valid_days) => change({ valid_days })}
				/>
			</div>
		</Form>
	);
}
