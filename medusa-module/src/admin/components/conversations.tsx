import { ArrowDownTray, Trash } from '@medusajs/icons';
import { Button, Heading, Text, toast, usePrompt } from '@medusajs/ui';
import { useDownloadConversations, useEraseConversations } from '../api';
import { useWords } from '../words';

/** What Strapi keeps of what a customer asked: to hand over, and to erase. Nothing of it is shown here. */
export function Conversations({ customerId }: { customerId: string }) {
	const { t, number, explain } = useWords();
	const prompt = usePrompt();
	const download = useDownloadConversations(customerId);
	const erase = useEraseConversations(customerId);
	const failed = (error: Error) => toast.error(t('failed'), { description: explain(error) });

	async function ask() {
		const sure = await prompt({
			title: t('conversations.erase_question'),
			description: t('conversations.erase_explained'),
			confirmText: t('conversations.erase'),
			cancelText: t('form.stay'),
		});
		if (!sure) return;
		erase.mutate(undefined, {
			onSuccess: ({ erased }) => toast.success(t('conversations.erased', { count: erased, n: number(erased) })),
			onError: failed,
		});
	}

	return (
		<section
			aria-label={t('conversations.title')}
			className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-6 py-4"
		>
			<div>
				<Heading level="h3">{t('conversations.title')}</Heading>
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{t('conversations.explained')}
				</Text>
			</div>
			<div className="flex gap-x-2">
				<Button
					size="small"
					variant="secondary"
					isLoading={download.isPending}
					onClick={() => download.mutate(undefined, { onError: failed })}
				>
					<ArrowDownTray />
					{t('conversations.download')}
				</Button>
				<Button size="small" variant="secondary" isLoading={erase.isPending} onClick={ask}>
					<Trash />
					{t('conversations.erase')}
				</Button>
			</div>
		</section>
	);
}
