import { Grid, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { messageId } from '../translations';

export type Fact = [label: Parameters<typeof messageId>[0], value: string];

/** Labels with their values, side by side where there is room. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
	const { formatMessage } = useIntl();
	return (
		<Grid.Root tag="dl" gap={3}>
			{facts.map(([label, value]) => (
				<Grid.Item key={label} col={6} s={12} xs={12} direction="column" alignItems="flex-start">
					<Typography tag="dt" variant="sigma" textColor="neutral600">
						{formatMessage({ id: messageId(label) })}
					</Typography>
					<Typography tag="dd" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
						{value}
					</Typography>
				</Grid.Item>
			))}
		</Grid.Root>
	);
}
