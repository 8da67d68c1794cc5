import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { POLLING, type PoolState, useGetPoolsQuery } from '../../api';
import { Notice } from '../../components/Notice';
import { messageId } from '../../translations';

const POLLING_SLOWLY = { ...POLLING, pollingInterval: 10_000 };

/** What is left in each pool, as Medusa counts it. */
export function Pools({ id }: { id: string }) {
	const { formatMessage } = useIntl();
	const { data } = useGetPoolsQuery(id, POLLING_SLOWLY);
	if (!data) return null;
	if (!data.pools) {
		const unpublished = data.unavailable === 'bot_not_published';
		return <Notice>{formatMessage({ id: messageId(unpublished ? 'pools.unpublished' : 'pools.away') })}</Notice>;
	}
	const { owner_cap_percent: percent, alert_at: threshold } = data;
	return (
		<Flex direction="column" alignItems="stretch" gap={4}>
			<Typography variant="epsilon" tag="h3" fontWeight="bold">
				{formatMessage({ id: messageId('pools.title') })}
			</Typography>
			{typeof threshold === 'number' && (
				<Notice variant="danger">{formatMessage({ id: messageId('pools.alert') }, { percent, threshold })}</Notice>
			)}
			<Grid.Root gap={4}>
				{data.pools.map((pool) => (
					<Grid.Item key={pool.pool} col={4} s={12} xs={12} direction="column" alignItems="stretch">
						<PoolCard pool={pool} />
					</Grid.Item>
				))}
			</Grid.Root>
		</Flex>
	);
}

function PoolCard({ pool: { pool, window, answers, used, budget, left } }: { pool: PoolState }) {
	const { formatMessage, formatNumber } = useIntl();
	const credits = (n: number) => formatNumber(n, { maximumFractionDigits: 3 });
	const name = formatMessage({ id: messageId(`pools.${pool}`) });
	const what =
		budget === null
			? formatMessage({ id: messageId('pools.used') }, { used: credits(used) })
			: formatMessage(
					{ id: messageId(window === 'day' ? 'pools.left.day' : 'pools.left') },
					{ left: credits(left ?? 0), budget: credits(budget) },
				);
	return (
		<Box borderColor="neutral200" hasRadius padding={4} height="100%">
			<Flex direction="column" alignItems="stretch" gap={2}>
				<Typography fontWeight="bold">{name}</Typography>
				<Typography textColor="neutral800">{what}</Typography>
				{budget !== null && <Meter label={name} percent={budget ? Math.round(((left ?? 0) / budget) * 100) : 0} />}
				<Typography variant="pi" textColor="neutral600">
					{formatMessage({ id: messageId('pools.answers') }, { count: answers })}
					{budget === null && `. ${formatMessage({ id: messageId('pools.unlimited') })}`}
				</Typography>
			</Flex>
		</Box>
	);
}

/** How much is left, as a bar over the whole width. */
function Meter({ label, percent }: { label: string; percent: number }) {
	return (
		<Box
			role="meter"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={percent}
			background="neutral150"
			hasRadius
			height="0.6rem"
		>
			<Box background={percent > 20 ? 'success500' : 'danger500'} hasRadius height="100%" width={`${percent}%`} />
		</Box>
	);
}
