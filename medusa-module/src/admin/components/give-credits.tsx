import { Button, Drawer, Text, toast } from '@medusajs/ui';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useBots, useGiveCredits } from '../api';
import { useWords } from '../words';
import { Choice, Field } from './fields';
import { Loaded, Nothing } from './section';

/** Gives a customer credits out of goodwill: for which bot, how many, how long, and why. */
export function GiveCredits({ customerId }: { customerId: string }) {
	const { t } = useWords();
	const bots = useBots();
	const give = useGiveCredits(customerId);
	const form = useId();
	const [open, setOpen] = useState(false);
	const [missing, setMissing] = useState<string[]>([]);
	const decision = useRef('');

	const turn = (open: boolean) => {
		if (open) decision.current = crypto.randomUUID(); // one for each time it is opened: a second click gives nothing twice
		setMissing([]);
		setOpen(open);
	};

	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const data = new FormData(event.currentTarget);
		const text = (name: string) => String(data.get(name) ?? '').trim();
		const goodwill = {
			id: decision.current,
			bot_id: text('bot_id'),
			credits: Number(text('credits')),
			valid_days: text('valid_days') ? Number(text('valid_days')) : null,
			reason: text('reason'),
		};
		const empty = [...(goodwill.credits > 0 ? [] : ['credits']), ...(goodwill.reason ? [] : ['reason'])];
		setMissing(empty);
		if (empty.length > 0) return;
		give.mutate(goodwill, {
			onSuccess: () => turn(false),
			onError: ({ message }) => toast.error(t('failed'), { description: message }),
		});
	};

	return (
		<Drawer open={open} onOpenChange={turn}>
			<Drawer.Trigger asChild>
				<Button size="small" variant="secondary">
					{t('goodwill.give')}
				</Button>
			</Drawer.Trigger>
			<Drawer.Content>
				<Drawer.Header>
					<Drawer.Title>{t('goodwill.give')}</Drawer.Title>
					<Drawer.Description className="sr-only">{t('goodwill.explained')}</Drawer.Description>
				</Drawer.Header>
				<Drawer.Body className="overflow-y-auto">
					<Loaded query={bots}>
						{({ bots }) =>
							bots.length === 0 ? (
								<Nothing>{t('product.no_bots')}</Nothing>
							) : (
								<form id={form} onSubmit={submit} noValidate className="flex flex-col gap-y-6">
									<Text size="small" className="text-ui-fg-subtle">
										{t('goodwill.explained')}
									</Text>
									<Choice
										name="bot_id"
										label={t('product.bot')}
										options={bots.map(({ bot_id, name }) => ({ id: bot_id, name }))}
									/>
									<Field
										name="credits"
										label={t('offer.credits')}
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
									<Field
										name="reason"
										label={t('goodwill.reason')}
										hint={t('goodwill.reason_hint')}
										error={missing.includes('reason') && t('goodwill.reason_missing')}
										maxLength={500}
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
					<Button size="small" type="submit" form={form} isLoading={give.isPending} disabled={!bots.data?.bots.length}>
						{t('goodwill.give')}
					</Button>
				</Drawer.Footer>
			</Drawer.Content>
		</Drawer>
	);
}
