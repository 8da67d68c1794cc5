import { defineWidgetConfig } from '@medusajs/admin-sdk';
import { PencilSquare, Plus, Trash } from '@medusajs/icons';
import { Button, Text, toast, usePrompt } from '@medusajs/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { AdminProductOffers } from '../../api/admin/answerpack/types';
import { useProductOffers, useRemoveOffer } from '../api';
import { Actions } from '../components/list';
import { Loaded, Nothing, Section } from '../components/section';
import { NewOfferForm } from '../offers/offer-form';
import { useWords } from '../words';

/** What each variant of a product grants, and the way to let one sell credits, or to stop it. */
export default function ProductCredits({ data: product }: { data: { id: string } }) {
	const { t } = useWords();
	const query = useProductOffers(product.id);
	const [selling, setSelling] = useState(false);
	const free = query.data?.variants.filter(({ offer }) => !offer) ?? [];
	return (
		<Section
			title={t('title')}
			aside={
				free.length > 0 && (
					<Button size="small" variant="secondary" onClick={() => setSelling(true)}>
						<Plus />
						{t('product.sell')}
					</Button>
				)
			}
		>
			<Loaded query={query}>
				{({ variants }) => {
					const sold = variants.filter(({ offer }) => offer);
					if (sold.length === 0) return <Nothing>{t('product.empty')}</Nothing>;
					return sold.map((variant) => <SoldVariant key={variant.id} variant={variant} />);
				}}
			</Loaded>
			{selling && <NewOfferForm onClose={() => setSelling(false)} variants={free} />}
		</Section>
	);
}

function SoldVariant({ variant: { title, offer } }: { variant: AdminProductOffers['variants'][number] }) {
	const { t, number, credits, days, interval, explain } = useWords();
	const navigate = useNavigate();
	const prompt = usePrompt();
	const remove = useRemoveOffer();
	if (!offer) return null;
	const stop = async () => {
		const sure = await prompt({
			title: t('product.remove_question'),
			description: t('product.remove_explained'),
			confirmText: t('product.remove'),
			cancelText: t('product.cancel'),
		});
		if (!sure) return;
		remove.mutate({ id: offer.id }, { onError: (error) => toast.error(t('failed'), { description: explain(error) }) });
	};
	const values = { credits: credits(offer.credits), bot: offer.bot_name ?? offer.bot_id };
	const terms =
		offer.kind === 'plan' && offer.interval
			? [
					t('product.grants_each', { ...values, period: interval(offer.interval, offer.interval_count ?? 1) }),
					offer.rollover > 0 && t('product.rolls_over', { n: number(offer.rollover) }),
				]
			: [t('product.grants', values), offer.valid_days ? days(offer.valid_days) : t('offer.unlimited')];
	return (
		<div className="flex items-start justify-between gap-x-4 px-6 py-4">
			<div>
				<Text size="small" weight="plus" leading="compact">
					{title}
				</Text>
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{terms.filter(Boolean).join(' · ')}
				</Text>
			</div>
			<Actions
				name={title}
				groups={[
					[
						{
							label: t('offer.edit'),
							icon: <PencilSquare />,
							onClick: () => navigate(`/answer-credits/offers/edit/${offer.id}`),
						},
					],
					[{ label: t('product.remove'), icon: <Trash />, onClick: stop }],
				]}
			/>
		</div>
	);
}

export const config = defineWidgetConfig({ zone: 'product.details.side.after', id: 'answerpack:product-credits' });
