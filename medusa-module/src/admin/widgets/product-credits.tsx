import { defineWidgetConfig } from '@medusajs/admin-sdk';
import { EllipsisHorizontal, Plus, Trash } from '@medusajs/icons';
import { Button, DropdownMenu, IconButton, Text, toast, usePrompt } from '@medusajs/ui';
import { useState } from 'react';
import type { AdminProductOffers } from '../../api/admin/answerpack/types';
import { useProductOffers, useRemoveOffer } from '../api';
import { Loaded, Nothing, Section } from '../components/section';
import { SellCredits } from '../components/sell-credits';
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
			<SellCredits open={selling} onOpenChange={setSelling} variants={free} />
		</Section>
	);
}

function SoldVariant({ variant: { title, offer } }: { variant: AdminProductOffers['variants'][number] }) {
	const { t, credits, days } = useWords();
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
		remove.mutate(offer.id, { onError: ({ message }) => toast.error(t('failed'), { description: message }) });
	};
	return (
		<div className="flex items-start justify-between gap-x-4 px-6 py-4">
			<div>
				<Text size="small" weight="plus" leading="compact">
					{title}
				</Text>
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{t('product.grants', { credits: credits(offer.credits), bot: offer.bot_name ?? offer.bot_id })}
					{' · '}
					{offer.valid_days ? days(offer.valid_days) : t('offer.unlimited')}
				</Text>
			</div>
			<DropdownMenu>
				<DropdownMenu.Trigger asChild>
					<IconButton size="small" variant="transparent" aria-label={t('product.actions', { name: title })}>
						<EllipsisHorizontal />
					</IconButton>
				</DropdownMenu.Trigger>
				<DropdownMenu.Content>
					<DropdownMenu.Item className="gap-x-2" onClick={stop}>
						<Trash className="text-ui-fg-subtle" />
						{t('product.remove')}
					</DropdownMenu.Item>
				</DropdownMenu.Content>
			</DropdownMenu>
		</div>
	);
}

export const config = defineWidgetConfig({ zone: 'product.details.side.after', id: 'answerpack:product-credits' });
