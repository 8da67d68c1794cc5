import { clx, Table } from '@medusajs/ui';
import type { ReactNode } from 'react';
import { useWords } from '../words';

export interface Column<Row> {
	header: string;
	cell: (row: Row) => ReactNode;
	/** Numbers stand at the right, below each other. */
	number?: boolean;
}

/** Rows below headers, scrolling sideways where the page is narrow. */
export function Rows<Row extends { id: string }>({ columns, rows }: { columns: Column<Row>[]; rows: Row[] }) {
	return (
		<div className="overflow-x-auto">
			<Table>
				<Table.Header className="border-t-0">
					<Table.Row>
						{columns.map(({ header, number }) => (
							<Table.HeaderCell key={header} className={clx('whitespace-nowrap', number && 'text-right')}>
								{header}
							</Table.HeaderCell>
						))}
					</Table.Row>
				</Table.Header>
				<Table.Body className="border-b-0">
					{rows.map((row) => (
						<Table.Row key={row.id} className="last:border-b-0">
							{columns.map(({ header, cell, number }) => (
								<Table.Cell key={header} className={clx('whitespace-nowrap', number && 'text-right tabular-nums')}>
									{cell(row)}
								</Table.Cell>
							))}
						</Table.Row>
					))}
				</Table.Body>
			</Table>
		</div>
	);
}

/** The way through a list that comes in pages; nothing for a list that fits on one. */
export function Pages(props: { count: number; limit: number; offset: number; onOffset: (offset: number) => void }) {
	const { count, limit, offset, onOffset } = props;
	const { t } = useWords();
	if (count <= limit) return null;
	const pages = Math.ceil(count / limit);
	const page = Math.floor(offset / limit);
	return (
		<Table.Pagination
			count={count}
			pageSize={limit}
			pageIndex={page}
			pageCount={pages}
			canPreviousPage={page > 0}
			canNextPage={page < pages - 1}
			previousPage={() => onOffset(offset - limit)}
			nextPage={() => onOffset(offset + limit)}
			translations={{
				of: t('table.of'),
				results: t('table.results'),
				pages: t('table.pages'),
				prev: t('table.prev'),
				next: t('table.next'),
			}}
		/>
	);
}
