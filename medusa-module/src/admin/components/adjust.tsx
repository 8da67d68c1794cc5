import { toast } from '@medusajs/ui';
import { useRef, useState } from 'react';
import type { AdminLot } from '../../api/admin/answerpack/types';
import { type Adjustment, useAdjust, useBots } from '../api';
import { readCredits, readWhole } from '../offers/draft';
import { useWords } from '../words';
import { Choice, Field } from './fields';
import { Form } from './form';
import { Failed, Nothing, Waiting } from './section';

const VALID_DAYS_MAX = 3650;
const EMPTY = { bot_id: '', credits: '', valid_days: '', reason: '' };
type Draft = typeof EMPTY;

interface AdjustProps {
	customerId: string;
	/** The lot to take back from; without it, credits are given. */
	lot?: AdminLot & { title: string };
	onClose: () => void;
}

/** Gives a customer credits out of goodwill, or takes back what is left of a lot; for a reason that is kept. */
export function Adjust({ customerId, lot, onClose }: AdjustProps) {
	const { t, number, credits: asCredits, explain } = useWords();
	const bots = useBots();
	const adjust = useAdjust(customerId);
	const [draft, setDraft] = useState<Draft>({ ...EMPTY, credits: lot ? String(lot.left) : '' });
	const [problems, setProblems] = useState<Partial<Record<keyof Draft, string>>>({});
	const [refused, setRefused] = useState<string | false>(false);
	// One for each time it is opened: a second click does nothing twice.
	const decision = useRef('');
	decision.current ||= crypto.randomUUID();

	const bot_id = lot?.bot_id ?? (draft.bot_id || bots.data?.bots[0]?.bot_id || '');
	const change = (change: Partial<Draft>) => {
		setDraft((draft) => ({ ...draft, ...change }));
		setProblems({});
		setRefused(false);
	};
	const submit = (close: () => void) => {
		const credits = readCredits(draft.credits, Number.MAX_SAFE_INTEGER / 1000);
		const valid_days = draft.valid_days.trim() === '' ? null : readWhole(draft.valid_days, VALID_DAYS_MAX);
		const reason = draft.reason.trim();
		const found = {
			...(credits === undefined && { credits: t('product.credits_missing') }),
			...(lot &&
				credits !== undefined &&
				credits > lot.left && { credits: t('goodwill.take_back_too_many', { n: number(lot.left) }) }),
			...(valid_days === undefined && { valid_days: t('form.days_wrong') }),
			...(!reason && { reason: t('goodwill.reason_missing') }),
		};
		setProblems(found);
		if (Object.keys(found).length > 0 || credits === undefined || valid_days === undefined) return;
		const common = { id: decision.current, bot_id, credits, reason };
		const body: Adjustment = lot
			? { kind: 'take_back', ...common, lot_id: lot.id }
			: { kind: 'give', ...common, valid_days };
		adjust.mutate(body, {
			onSuccess: () => {
				toast.success(t(lot ? 'goodwill.taken' : 'goodwill.given', { credits: asCredits(credits) }));
				close();
			},
			onError: (error) => setRefused(explain(error)),
		});
	};
	const title = t(lot ? 'goodwill.take_back' : 'goodwill.give');
	const field = (name: keyof Draft) => ({
		name,
		value: draft[name],
		onChange: (value: string) => change({ [name]: value }),
		error: problems[name],
	});
	return (
		<Form
			as="drawer"
			title={title}
			explained={
				lot ? t('goodwill.take_back_explained', { name: lot.title, n: number(lot.left) }) : t('goodwill.explained')
			}
			submit={title}
			changed={JSON.stringify(draft) !== JSON.stringify({ ...EMPTY, credits: lot ? String(lot.left) : '' })}
			sending={adjust.isPending}
			refused={refused}
			disabled={!bot_id}
			onSubmit={submit}
			onClose={onClose}
		>
			{!lot && bots.isError && <Failed query={bots} />}
			{!lot && bots.isPending && <Waiting />}
			{!lot && bots.data?.bots.length === 0 && <Nothing>{t('product.no_bots')}</Nothing>}
			{bot_id && (
				<>
					{!lot && (
						<Choice
							{...field('bot_id')}
							value={bot_id}
							label={t('product.bot')}
							options={(bots.data?.bots ?? []).map(({ bot_id, name }) => ({ id: bot_id, name }))}
						/>
					)}
					<Field
						{...field('credits')}
						label={t(lot ? 'goodwill.take_back_credits' : 'offer.credits')}
						type="number"
						min="0.001"
						step="0.001"
						max={lot?.left}
					/>
					{!lot && (
						<Field
							{...field('valid_days')}
							label={t('product.valid_days')}
							hint={t('product.valid_days_hint')}
							type="number"
							min="1"
							max="3650"
						/>
					)}
					<Field {...field('reason')} label={t('goodwill.reason')} hint={t('goodwill.reason_hint')} maxLength={500} />
				</>
			)}
		</Form>
	);
}
