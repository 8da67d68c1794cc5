import { Alert, toast } from '@medusajs/ui';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { AdminBot, AdminOffer } from '../../api/admin/answerpack/types';
import { useBots, useChangeOffer, useCreateOffer, useMarket, useShop } from '../api';
import { Refused } from '../call';
import { Choice } from '../components/fields';
import { Form } from '../components/form';
import { Failed, Nothing, Waiting } from '../components/section';
import { useWords } from '../words';
import { draftOf, type Market, NEW_OFFER, type OfferDraft, type OfferProblems, readChange, readNew } from './draft';
import { ChannelFields, KindField, PriceFields, TermsFields } from './fields';

/** The fields of a refusal, by what the route calls them. */
const FIELDS: Record<string, keyof OfferDraft> = {
	'product.prices': 'prices',
	'product.sales_channel_ids': 'sales_channel_ids',
	variant_id: 'variant_id',
	name: 'name',
	credits: 'credits',
	valid_days: 'valid_days',
	interval_count: 'interval_count',
	rollover: 'rollover',
	trial_days: 'trial_days',
};

/** The state of an offer's form: what was typed, what is wrong with it, and whether anything would be lost. */
function useDraft(initial: OfferDraft) {
	const { t, explain } = useWords();
	const [draft, setDraft] = useState(initial);
	const [problems, setProblems] = useState<OfferProblems>({});
	const [refused, setRefused] = useState<string | false>(false);
	return {
		draft,
		problems,
		refused,
		changed: JSON.stringify(draft) !== JSON.stringify(initial),
		setProblems,
		change: (change: Partial<OfferDraft>) => {
			setDraft((draft) => ({ ...draft, ...change }));
			setProblems((problems) => Object.fromEntries(Object.entries(problems).filter(([name]) => !(name in change))));
			setRefused(false);
		},
		refuse: (error: Error) => {
			const field = error instanceof Refused && error.field ? FIELDS[error.field] : undefined;
			if (field) setProblems({ [field]: 'form.field_refused' });
			setRefused(field ? t('form.field_refused_at', { reason: explain(error) }) : explain(error));
		},
	};
}

interface NewOfferProps {
	/** Variants that sell no credits yet; without them, a new product is made. */
	variants?: { id: string; title: string }[];
	onClose: () => void;
}

/** The one form that makes an offer: with a product of its own, or for a variant that is there. */
export function NewOfferForm(props: NewOfferProps) {
	const { t } = useWords();
	const [bots, market, shop] = [useBots(), useMarket(), useShop()];
	if (bots.data?.bots.length && market.data && shop.data) {
		return <NewOffer {...props} bots={bots.data.bots} market={market.data} sellsPlans={shop.data.sells_plans} />;
	}
	const failed = [bots, market, shop].find(({ isError }) => isError);
	return (
		<Form {...shellOf(props, t)} changed={false} sending={false} disabled onSubmit={() => {}} onClose={props.onClose}>
			{failed ? (
				<Failed query={failed} />
			) : bots.data?.bots.length === 0 ? (
				<Nothing>{t('product.no_bots')}</Nothing>
			) : (
				<Waiting />
			)}
		</Form>
	);
}

function shellOf({ variants }: NewOfferProps, t: ReturnType<typeof useWords>['t']) {
	return variants
		? {
				as: 'drawer' as const,
				title: t('product.sell'),
				explained: t('product.form_explained'),
				submit: t('product.save'),
			}
		: {
				as: 'page' as const,
				title: t('offer.create'),
				explained: t('form.offer_explained'),
				submit: t('offer.create'),
			};
}

interface NewOfferReady extends NewOfferProps {
	bots: AdminBot[];
	market: Market;
	sellsPlans: boolean;
}

function NewOffer({ variants, onClose, bots, market, sellsPlans }: NewOfferReady) {
	const { t } = useWords();
	const create = useCreateOffer();
	const [channel] = market.sales_channels;
	const state = useDraft({
		...NEW_OFFER,
		bot_id: bots[0]?.bot_id ?? '',
		variant_id: variants?.[0]?.id ?? '',
		sales_channel_ids: [market.default_sales_channel_id ?? channel?.id ?? []].flat(),
	});
	const { draft, problems, change } = state;
	const submit = (close: () => void) => {
		const read = readNew(draft, variants ? undefined : market);
		if ('problems' in read) return state.setProblems(read.problems);
		create.mutate(read.offer, {
			onSuccess: () => {
				toast.success(t('form.offer_created', { name: draft.name.trim() }));
				close();
			},
			onError: state.refuse,
		});
	};
	const fields = { draft, problems, onChange: change };
	return (
		<Form
			{...shellOf({ variants, onClose }, t)}
			changed={state.changed}
			sending={create.isPending}
			refused={state.refused}
			onSubmit={submit}
			onClose={onClose}
		>
			{variants && (
				<Choice
					name="variant_id"
					label={t('product.variant')}
					value={draft.variant_id}
					onChange={(variant_id) => change({ variant_id })}
					error={problems.variant_id !== undefined && t(problems.variant_id)}
					options={variants.map(({ id, title }) => ({ id, name: title }))}
				/>
			)}
			<KindField {...fields} sellsPlans={sellsPlans} />
			<Choice
				name="bot_id"
				label={t('product.bot')}
				hint={t('form.bot_hint')}
				value={draft.bot_id}
				onChange={(bot_id) => change({ bot_id })}
				options={bots.map(({ bot_id, name }) => ({ id: bot_id, name }))}
			/>
			<TermsFields {...fields} namesProduct={!variants} />
			{!variants && (
				<>
					<PriceFields {...fields} market={market} />
					<ChannelFields {...fields} market={market} />
				</>
			)}
		</Form>
	);
}

/** Changes what an offer sells from now on. */
export function ChangeOfferForm({ offer, onClose }: { offer: AdminOffer; onClose: () => void }) {
	const { t } = useWords();
	const send = useChangeOffer(offer.id);
	const state = useDraft(draftOf(offer));
	const submit = (close: () => void) => {
		const read = readChange(state.draft);
		if ('problems' in read) return state.setProblems(read.problems);
		send.mutate(read.change, {
			onSuccess: () => {
				toast.success(t('form.offer_changed'));
				close();
			},
			onError: state.refuse,
		});
	};
	return (
		<Form
			as="drawer"
			title={t('offer.edit')}
			explained={t('form.grants_for', { bot: offer.bot_name ?? offer.bot_id })}
			submit={t('product.save')}
			changed={state.changed}
			sending={send.isPending}
			refused={state.refused}
			onSubmit={submit}
			onClose={onClose}
		>
			<Alert variant="info">{offer.kind === 'plan' ? t('form.future_plans') : t('form.future_packs')}</Alert>
			<TermsFields draft={state.draft} problems={state.problems} onChange={state.change} />
			{offer.variants.map(({ id, product_id, product_title }) => (
				<Link
					key={id}
					to={`/products/${product_id}/prices`}
					className="txt-compact-small text-ui-fg-interactive hover:text-ui-fg-interactive-hover"
				>
					{t('form.edit_prices', { name: product_title })}
				</Link>
			))}
		</Form>
	);
}
