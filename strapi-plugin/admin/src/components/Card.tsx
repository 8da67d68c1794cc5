import { Box, Flex, Typography } from '@strapi/design-system';
import { type ReactNode, useId } from 'react';

/** A white box with a heading, as the content manager has them. */
export function Card({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
	const id = useId();
	return (
		<Box
			tag="section"
			aria-labelledby={id}
			background="neutral0"
			padding={{ initial: 4, medium: 6 }}
			hasRadius
			shadow="tableShadow"
			borderColor="neutral150"
		>
			<Flex direction="column" alignItems="stretch" gap={4}>
				<Flex direction="column" alignItems="flex-start" gap={1}>
					<Typography id={id} variant="delta" tag="h2">
						{title}
					</Typography>
					{hint && <Typography textColor="neutral600">{hint}</Typography>}
				</Flex>
				{children}
			</Flex>
		</Box>
	);
}
