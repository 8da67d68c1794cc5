import { clx, Heading, StatusBadge, Text } from '@medusajs/ui';
import type { AdminBot, AdminPool } from '../../api/admin/answerpack/types';
import { useWords } from '../words';
import { type Column, Rows } from './table';

/** From this share of its budget on, a pool's bar warns. */
const NEARLY_USED_UP = 0.8;

/** One bot: its price, and its pools in the windows that are open now. */
export function BotSection({ bot }: { bot: AdminBot }) {
	const { t, number, credits, dateTime } = useWords();
	const left = ({ budget, held, used }: AdminPool) => Math.max(0, budget - held - used);
	const columns: Column<AdminPool & { id: string }>[] = [
		{
			header: t('bots.pool'),
			cell: ({ pool }) => (
				<span className="flex items-center gap-x-2">
					{t(`pool.${pool}`)}
					{pool === 'free_reserve' && bot.free_per_visitor !== null && (
						<span className="text-ui-fg-muted">
							{t('bots.per_visitor', { credits: credits(bot.free_per_visitor) })}
						</span>
					)}
				</span>
			),
		},
		{
			header: t('bots.budget'),
			cell: ({ budget, window }) => `${number(budget)} ${t(`bots.window.${window}`)}`,
			number: true,
		},
		{ header: t('bots.used'), cell: ({ used }) => number(used), number: true },
		{ header: t('bots.held'), cell: ({ held }) => number(held), number: true },
		{
			header: t('bots.left'),
			cell: (pool) => (
				<span className="flex items-center justify-end gap-x-3">
					<Bar pool={pool} />
					<span className="min-w-10">{number(left(pool))}</span>
				</span>
			),
			number: true,
		},
		{ header: t('bots.resets'), cell: ({ resets_at }) => dateTime(resets_at) },
	];
	return (
		<section aria-label={bot.name}>
			<div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-6 py-4">
				<div className="flex items-center gap-x-3">
					<Heading level="h2">{bot.name}</Heading>
					<StatusBadge color={bot.status === 'active' ? 'green' : 'orange'}>
						{t(`bots.status.${bot.status}`)}
					</StatusBadge>
				</div>
				<Text size="small" leading="compact" className="text-ui-fg-subtle">
					{bot.price.mode === 'per_answer'
						? t('bots.price_per_answer', { credits: credits(bot.price.credits) })
						: t('bots.price_metered', {
								input: number(bot.price.credits_per_1k_input),
								output: number(bot.price.credits_per_1k_output),
							})}
					{' · '}
					{bot.time_zone}
					{bot.giveaways_per_month > 0 && ` · ${t('bots.giveaways', { credits: credits(bot.giveaways_per_month) })}`}
					{bot.edit_url && (
						<>
							{' · '}
							<a
								href={bot.edit_url}
								target="_blank"
								rel="noreferrer"
								className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover"
							>
								{t('bots.edit')}
							</a>
						</>
					)}
				</Text>
			</div>
			<Rows columns={columns} rows={bot.pools.map((pool) => ({ ...pool, id: pool.pool }))} />
		</section>
	);
}

/** How much of a pool is gone. The numbers beside it say it in words, so a screen reader skips it. */
function Bar({ pool: { budget, held, used } }: { pool: AdminPool }) {
	const share = budget > 0 ? Math.min(1, (held + used) / budget) : 1;
	return (
		<span className="bg-ui-bg-component-hover inline-block h-1.5 w-16 overflow-hidden rounded-full" aria-hidden="true">
			<span
				className={clx(
					'block h-full rounded-full',
					share >= NEARLY_USED_UP ? 'bg-ui-tag-orange-icon' : 'bg-ui-tag-green-icon',
				)}
				style={{ width: `${share * 100}%` }}
			/>
		</span>
	);
}
