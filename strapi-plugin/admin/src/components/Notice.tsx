import { Box, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** Something to know that stays: nothing to close, unlike the design system's alert. */
export function Notice({ variant = 'neutral', children }: { variant?: 'neutral' | 'danger'; children: ReactNode }) {
	return (
		<Box
			role={variant === 'danger' ? 'alert' : 'note'}
			background={variant === 'danger' ? 'danger100' : 'neutral100'}
			borderColor={variant === 'danger' ? 'danger200' : 'neutral200'}
			hasRadius
			padding={4}
		>
			<Typography textColor={variant === 'danger' ? 'danger700' : 'neutral800'}>{children}</Typography>
		</Box>
	);
}
