import { Button, Drawer, Text, toast } from '@medusajs/ui';
import { type FormEvent, useId, useState } from 'react';
import { useBots, useCreateOffer } from '../api';
import { useWords } from '../words';
import { Choice, Field } from './fields';
import { Loaded, Nothing } from './section';

interface Props {
	open: boolean;
	onOpenChange: (open: boolean) => void;
	/** Variants that sell no credits yet. */
	variants: { id: string; title: string }[];
}

/** Lets a variant sell credits: for which bot, how many, and how long they last. */
export function SellCredits({ open, onOpenChange, variants }: Props) {
	const { t } = useWords();
	const bots = useBots();
	const create = useCreateOffer();
	const form = useId();
	const [missing, setMissing] = useState<string[]>([]);

	const turn = (open: boolean) => {
		setMissing([]);
		onOpenChange(open);
	};

	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const data = new FormData(event.currentTarget);
		const text = (name: string) => String(data.get(name) ?? '');
		const offer = {
			variant_id: text('variant_id'),
			bot_id: text('bot_id'),
			name: text('name'),
			credits: Number(text('credits')),
			valid_days: text('valid_days') ? Number(text('valid_days')) : null,
		};
		// Not by `required`: Medusa's inputs turn red at once when a required one is empty, before anybody typed.
		const empty = [...(offer.name.trim() ? [] : ['name']), ...(offer.credits > 0 ? [] : ['credits'])];
		setMissing(empty);
		if (empty.length > 0) return;
		create.mutate(offer, {
			onSuccess: () => turn(false),
			onError: ({ message }) => toast.error(t('failed'), { description: message }),
		});
	};

	return (
		<Drawer open={open} onOpenChange={turn}>
			<Drawer.Content>
				<Drawer.Header>
					<Drawer.Title>{t('product.sell')}</Drawer.Title>
					<Drawer.Description className="sr-only">{t('product.form_explained')}</Drawer.Description>
				</Drawer.Header>
				<Drawer.Body className="overflow-y-auto">
					<Loaded query={bots}>
						{({ bots }) =>
							bots.length === 0 ? (
								<Nothing>{t('product.no_bots')}</Nothing>
							) : (
								<form id={form} onSubmit={submit} noValidate className="flex flex-col gap-y-6">
									<Text size="small" className="text-ui-fg-subtle">
										{t('product.form_explained')}
									</Text>
									<Choice
										name="variant_id"
										label={t('product.variant')}
										options={variants.map(({ id, title }) => ({ id, name: title }))}
									/>
									<Choice
										name="bot_id"
										label={t('product.bot')}
										options={bots.map(({ bot_id, name }) => ({ id: bot_id, name }))}
									/>
									<Field
										name="name"
										label={t('product.name')}
										error={missing.includes('name') && t('product.name_missing')}
										maxLength={255}
									/>
									<Field
										name="credits"
										label={t('product.credits')}
										error={missing.includes('credits') && t('product.credits_missing')}
										type="number"
										min="0.001"
										step="0.001"
									/>
									<Field
										name="valid_days"
										label={t('product.valid_days')}
										hint={t('product.valid_days_hint')}
										type="number"
										min="1"
										max="3650"
									/>
								</form>
							)
						}
					</Loaded>
				</Drawer.Body>
				<Drawer.Footer>
					<Drawer.Close asChild>
						<Button size="small" variant="secondary">
							{t('product.cancel')}
						</Button>
					</Drawer.Close>
					<Button
						size="small"
						type="submit"
						form={form}
						isLoading={create.isPending}
						disabled={!bots.data?.bots.length}
					>
						{t('product.save')}
					</Button>
				</Drawer.Footer>
			</Drawer.Content>
		</Drawer>
	);
}
