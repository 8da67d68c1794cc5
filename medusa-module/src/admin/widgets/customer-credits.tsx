import { defineWidgetConfig } from '@medusajs/admin-sdk';
import { Badge, Heading, StatusBadge, Text } from '@medusajs/ui';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { AdminAnswer, AdminLot } from '../../api/admin/answerpack/types';
import { useCustomerAnswers, useCustomerCredits } from '../api';
import { GiveCredits } from '../components/give-credits';
import { Loaded, Nothing, Section } from '../components/section';
import { type Column, Pages, Rows } from '../components/table';
import { useWords } from '../words';

const ANSWERS_PER_PAGE = 10;

/** What a customer has at each bot, lot by lot, and every answer that used it. */
export default function CustomerCredits({ data: customer }: { data: { id: string } }) {
	const { t, number } = useWords();
	const columns = useLotColumns();
	return (
		<Section
			title={t('title')}
			aside={
				<div className="flex items-center gap-x-4">
					<Text size="small" leading="compact" className="text-ui-fg-subtle text-right">
						{t('meaning')}
					</Text>
					<GiveCredits customerId={customer.id} />
				</div>
			}
		>
			<Loaded query={useCustomerCredits(customer.id)}>
				{({ bots }) =>
					bots.length === 0 ? (
						<Nothing>{t('customer.empty')}</Nothing>
					) : (
						bots.map((bot) => (
							<section key={bot.bot_id} aria-label={bot.name}>
								<div className="flex items-center gap-x-2 px-6 py-3">
									<Heading level="h3">{bot.name}</Heading>
									<Badge size="2xsmall" color={bot.left > 0 ? 'green' : 'grey'}>
										{t('left', { n: number(bot.left) })}
									</Badge>
								</div>
								<Rows columns={columns} rows={bot.lots} />
							</section>
						))
					)
				}
			</Loaded>
			<Answers customerId={customer.id} />
		</Section>
	);
}

function useLotColumns(): Column<AdminLot>[] {
	const { t, number, date } = useWords();
	return [
		{
			header: t('lot.name'),
			cell: ({ name, category, expired, taken_back }) => (
				<span className="flex items-center gap-x-2">
					{name ?? t(`lot.category.${category}`)}
					{expired > 0 && <Badge size="2xsmall">{t('lot.expired', { n: number(expired) })}</Badge>}
					{taken_back > 0 && (
						<Badge size="2xsmall" color="orange">
							{t('lot.taken_back', { n: number(taken_back) })}
						</Badge>
					)}
				</span>
			),
		},
		{ header: t('lot.granted'), cell: ({ granted }) => number(granted), number: true },
		{ header: t('lot.left'), cell: ({ left }) => number(left), number: true },
		{ header: t('lot.held'), cell: ({ held }) => number(held), number: true },
		{ header: t('lot.used'), cell: ({ used }) => number(used), number: true },
		{ header: t('lot.expires'), cell: ({ expires_at }) => (expires_at ? date(expires_at) : t('never')) },
		{
			header: t('lot.order'),
			cell: ({ order }) =>
				order ? (
					<Link to={`/orders/${order.id}`} className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover">
						#{order.display_id}
					</Link>
				) : (
					t('none')
				),
		},
	];
}

const STATE_COLORS = { open: 'blue', settled: 'green', released: 'grey', expired: 'orange' } as const;

function Answers({ customerId }: { customerId: string }) {
	const { t, number, dateTime } = useWords();
	const [offset, setOffset] = useState(0);
	const columns: Column<AdminAnswer>[] = [
		{ header: t('answer.time'), cell: ({ at }) => dateTime(at) },
		{ header: t('answer.bot'), cell: ({ bot_name, bot_id }) => bot_name ?? bot_id },
		{ header: t('answer.paid_from'), cell: ({ pool }) => t(`pool.${pool}`) },
		{ header: t('answer.credits'), cell: ({ credits }) => number(credits), number: true },
		{
			header: t('answer.state'),
			cell: ({ state }) => <StatusBadge color={STATE_COLORS[state]}>{t(`answer.states.${state}`)}</StatusBadge>,
		},
	];
	return (
		<section aria-label={t('customer.answers')}>
			<div className="px-6 py-3">
				<Heading level="h3">{t('customer.answers')}</Heading>
			</div>
			<Loaded query={useCustomerAnswers(customerId, { limit: ANSWERS_PER_PAGE, offset })}>
				{({ answers, count, limit }) =>
					count === 0 ? (
						<Nothing>{t('customer.answers_empty')}</Nothing>
					) : (
						<>
							<Rows columns={columns} rows={answers} />
							<Pages count={count} limit={limit} offset={offset} onOffset={setOffset} />
						</>
					)
				}
			</Loaded>
		</section>
	);
}

export const config = defineWidgetConfig({ zone: 'customer.details.after', id: 'answerpack:customer-credits' });
