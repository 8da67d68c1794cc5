import { Button, Container, Heading, Skeleton, Text } from '@medusajs/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../words';

/** A section of a page, as Medusa's own look: a heading, and below it what belongs together. */
export function Section(props: { title: string; explained?: string; aside?: ReactNode; children: ReactNode }) {
	const { title, explained, aside, children } = props;
	return (
		<Container className="divide-y overflow-hidden p-0">
			<div className="flex items-center justify-between gap-x-4 px-6 py-4">
				<div>
					<Heading level="h2">{title}</Heading>
					{explained && (
						<Text size="small" leading="compact" className="text-ui-fg-subtle">
							{explained}
						</Text>
					)}
				</div>
				{aside && <div className="shrink-0">{aside}</div>}
			</div>
			{children}
		</Container>
	);
}

/** What a query found, or that it is on its way, or that it failed and can be tried again. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
	if (query.data !== undefined) return <>{children(query.data)}</>;
	if (query.isError) return <Failed query={query} />;
	return <Waiting />;
}

/** That something is on its way. */
export function Waiting() {
	return (
		<div className="flex flex-col gap-y-2 px-6 py-4" aria-busy="true">
			<Skeleton className="h-5 w-2/3" />
			<Skeleton className="h-5 w-1/2" />
		</div>
	);
}

/** That something could not be loaded, and the way to try again. */
export function Failed({ query }: { query: UseQueryResult<unknown> }) {
	const { t } = useWords();
	return (
		<div className="flex items-center justify-between gap-x-4 px-6 py-4" role="alert">
			<Text size="small" className="text-ui-fg-error">
				{t('error')}
			</Text>
			<Button size="small" variant="secondary" onClick={() => query.refetch()} isLoading={query.isFetching}>
				{t('retry')}
			</Button>
		</div>
	);
}

/** That there is nothing, and what would change that. */
export function Nothing({ children }: { children: ReactNode }) {
	return (
		<Text size="small" leading="compact" className="text-ui-fg-subtle px-6 py-4">
			{children}
		</Text>
	);
}
