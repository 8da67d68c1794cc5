import { CurrencyDollar, EyeSlash, PencilSquare, RocketLaunch, Tag, Trash } from '@medusajs/icons';
import { Badge, Button, StatusBadge, toast, usePrompt } from '@medusajs/ui';
import { useMemo } from 'react';
import { Link, useLocation, useNavigate } from 'react-router-dom';
import type { AdminOffer } from '../../api/admin/answerpack/types';
import { useBots, useOffers, usePublish, useRemoveOffer } from '../api';
import { List, useListState } from '../components/list';
import type { Column } from '../components/table';
import { useWords } from '../words';

/** What this shop sells for its bots. */
export function OfferList() {
	const { t } = useWords();
	const navigate = useNavigate();
	const { search } = useLocation(); // forms open above the list, and leave it as it was
	const bots = useBots();
	const state = useListState(['kind', 'bot_id']);
	const query = useOffers({ ...state.page, q: state.q, ...state.filters });
	const columns = useOfferColumns();
	const actions = useOfferActions();
	const filters = useMemo(
		() => [
			{
				id: 'kind',
				type: 'radio' as const,
				label: t('form.kind'),
				options: (['pack', 'plan'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
			},
			{
				id: 'bot_id',
				type: 'radio' as const,
				label: t('offer.bot'),
				options: (bots.data?.bots ?? []).map(({ bot_id, name }) => ({ value: bot_id, label: name })),
			},
		],
		[t, bots.data],
	);
	return (
		<List
			title={t('pages.offers')}
			explained={t('offer.explained')}
			buttons={
				<Button size="small" variant="secondary" asChild>
					<Link to={{ pathname: 'create', search }}>{t('offer.create')}</Link>
				</Button>
			}
			query={query}
			rows={({ offers, count }) => ({ rows: offers, count })}
			columns={columns}
			actions={actions}
			state={state}
			filters={filters}
			search={t('offer.search')}
			onRowClick={({ id }) => navigate({ pathname: `edit/${id}`, search })}
			empty={{ heading: t('offer.none'), description: t('offer.empty') }}
		/>
	);
}

function useOfferColumns(): Column<AdminOffer>[] {
	const words = useWords();
	const { t } = words;
	// biome-ignore lint/correctness/useExhaustiveDependencies: words are new with every render, and other words only with another t
	return useMemo(() => {
		const { number, days, money, interval } = words;
		return [
			{ header: t('offer.name'), cell: ({ name }) => name },
			{
				header: t('form.kind'),
				cell: ({ kind }) => (
					<Badge size="2xsmall" color={kind === 'plan' ? 'purple' : 'blue'}>
						{t(`kind.${kind}`)}
					</Badge>
				),
			},
			{ header: t('offer.bot'), cell: ({ bot_name, bot_id }) => bot_name ?? bot_id },
			{ header: t('offer.credits'), cell: ({ credits }) => number(credits), number: true },
			{
				header: t('offer.price'),
				cell: ({ prices: [first, ...others] }) =>
					first ? (
						<span className="flex items-center justify-end gap-x-2">
							{money(first.amount, first.currency_code)}
							{others.length > 0 && (
								<span
									className="text-ui-fg-muted"
									title={others.map(({ amount, currency_code }) => money(amount, currency_code)).join(', ')}
								>
									+{others.length}
								</span>
							)}
						</span>
					) : (
						t('none')
					),
				number: true,
			},
			{
				header: t('offer.valid'),
				cell: (offer) => {
					if (offer.kind === 'plan' && offer.interval) {
						return t('offer.each', { period: interval(offer.interval, offer.interval_count ?? 1) });
					}
					return offer.valid_days ? days(offer.valid_days) : t('offer.unlimited');
				},
			},
			{
				header: t('offer.rollover'),
				cell: ({ rollover }) => (rollover > 0 ? t('offer.up_to', { n: number(rollover) }) : t('none')),
			},
			{
				header: t('offer.trial'),
				cell: ({ trial_days }) => (trial_days > 0 ? days(trial_days) : t('none')),
			},
			{ header: t('offer.state'), cell: (offer) => <OfferState offer={offer} /> },
		];
	}, [t]);
}

/** Whether it can be bought. */
export function OfferState({ offer: { variants, bot_name } }: { offer: AdminOffer }) {
	const { t } = useWords();
	if (variants.length === 0) return <StatusBadge color="red">{t('offer.nobody')}</StatusBadge>;
	if (bot_name === null) return <StatusBadge color="red">{t('offer.no_bot')}</StatusBadge>;
	return variants.some(({ sold }) => sold) ? (
		<StatusBadge color="green">{t('offer.on_sale')}</StatusBadge>
	) : (
		<StatusBadge color="grey">{t('offer.off_sale')}</StatusBadge>
	);
}

/** What can be done with an offer: its product is Medusa's, and opened there. */
function useOfferActions() {
	const { t, explain } = useWords();
	const navigate = useNavigate();
	const { search } = useLocation();
	const prompt = usePrompt();
	const publish = usePublish();
	const remove = useRemoveOffer();
	const failed = (error: Error) => toast.error(t('failed'), { description: explain(error) });

	const turn = async (offer: AdminOffer, published: boolean) => {
		const product_ids = [...new Set(offer.variants.map(({ product_id }) => product_id))];
		const products = [...new Set(offer.variants.map(({ product_title }) => product_title))].join(', ');
		const sure =
			published ||
			(await prompt({
				title: t('offer.off_sale_question', { name: offer.name }),
				description: t('offer.off_sale_explained', { products }),
				confirmText: t('offer.take_off_sale'),
				cancelText: t('product.cancel'),
			}));
		if (!sure) return;
		publish.mutate(
			{ product_ids, published },
			{
				onSuccess: () => toast.success(t(published ? 'offer.is_on_sale' : 'offer.is_off_sale', { name: offer.name })),
				onError: failed,
			},
		);
	};
	const erase = async (offer: AdminOffer) => {
		const with_product = offer.variants.some(({ made_for_it }) => made_for_it);
		const sure = await prompt({
			title: t('offer.delete_question', { name: offer.name }),
			description: t(with_product ? 'offer.delete_with_product' : 'offer.delete_alone'),
			confirmText: t('offer.delete'),
			cancelText: t('product.cancel'),
		});
		if (!sure) return;
		remove.mutate(
			{ id: offer.id, with_product },
			{ onSuccess: () => toast.success(t('offer.deleted', { name: offer.name })), onError: failed },
		);
	};

	return (offer: AdminOffer) => {
		const [variant] = offer.variants;
		const onSale = offer.variants.some(({ sold }) => sold);
		return {
			name: offer.name,
			groups: [
				[
					{
						label: t('offer.edit'),
						icon: <PencilSquare />,
						onClick: () => navigate({ pathname: `edit/${offer.id}`, search }),
					},
					...(variant
						? [
								{
									label: t('offer.edit_prices'),
									icon: <CurrencyDollar />,
									onClick: () => navigate(`/products/${variant.product_id}/prices`),
								},
								{
									label: t('offer.open_product'),
									icon: <Tag />,
									onClick: () => navigate(`/products/${variant.product_id}`),
								},
							]
						: []),
				],
				[
					...(variant
						? [
								onSale
									? { label: t('offer.take_off_sale'), icon: <EyeSlash />, onClick: () => turn(offer, false) }
									: { label: t('offer.put_on_sale'), icon: <RocketLaunch />, onClick: () => turn(offer, true) },
							]
						: []),
					{ label: t('offer.delete'), icon: <Trash />, onClick: () => erase(offer) },
				],
			],
		};
	};
}
