import { EllipsisHorizontal } from '@medusajs/icons';
import {
	Container,
	createDataTableColumnHelper,
	DataTable,
	type DataTableFilter,
	DropdownMenu,
	Heading,
	IconButton,
	Text,
	useDataTable,
} from '@medusajs/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment, type ReactNode, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useWords } from '../words';
import { Failed } from './section';
import type { Column } from './table';

export const ROWS_PER_PAGE = 20;

/** What a list shows, kept in the address: so a reload, a bookmark and the way back come to the same rows. */
export function useListState(filters: readonly string[] = []) {
	const [params, setParams] = useSearchParams();
	const offset = Math.max(0, Number.parseInt(params.get('offset') ?? '', 10) || 0);
	const set = (values: Record<string, string | undefined>) =>
		setParams(
			(before) => {
				for (const [name, value] of Object.entries(values)) {
					if (value) before.set(name, value);
					else before.delete(name);
				}
				return before;
			},
			{ replace: true },
		);
	return {
		page: { limit: ROWS_PER_PAGE, offset },
		q: params.get('q') ?? undefined,
		filters: Object.fromEntries(
			filters.flatMap((name) => (params.get(name) ? [[name, params.get(name) as string]] : [])),
		),
		set,
	};
}

export type ListState = ReturnType<typeof useListState>;

/** Something that can be done with a row. */
export interface Action {
	label: string;
	icon: ReactNode;
	onClick: () => void;
}

interface ListProps<Data, Row extends { id: string }> {
	title: string;
	explained: string;
	/** What stands at the right of the title, such as the way to add one. */
	buttons?: ReactNode;
	query: UseQueryResult<Data>;
	rows: (data: Data) => { rows: Row[]; count: number };
	columns: Column<Row>[];
	/** In groups; what the menu is called for a screen reader names the row. */
	actions?: (row: Row) => { name: string; groups: Action[][] };
	state: ListState;
	/** Radio buttons each, which are kept in the address by their ids. */
	filters?: DataTableFilter[];
	search?: string;
	onRowClick?: (row: Row) => void;
	empty: { heading: string; description: string };
}

/** A page's list in Medusa's table: with its title, search, filters and pages. */
export function List<Data, Row extends { id: string }>(props: ListProps<Data, Row>) {
	const { title, explained, buttons, query, columns, actions, state, filters = [], search, onRowClick, empty } = props;
	const { t } = useWords();
	const { rows, count } = query.data === undefined ? { rows: [], count: 0 } : props.rows(query.data);
	const table = useDataTable({
		data: rows,
		columns: useColumns(columns, actions),
		filters,
		rowCount: count,
		getRowId: ({ id }) => id,
		isLoading: query.isPending,
		onRowClick: onRowClick && ((_, row) => onRowClick(row as Row)),
		pagination: {
			state: { pageIndex: Math.floor(state.page.offset / state.page.limit), pageSize: state.page.limit },
			onPaginationChange: ({ pageIndex }) => state.set({ offset: String(pageIndex * state.page.limit || '') }),
		},
		...(search !== undefined && {
			search: { state: state.q ?? '', onSearchChange: (q: string) => state.set({ q, offset: undefined }) },
		}),
		...(filters.length > 0 && {
			filtering: {
				state: state.filters,
				onFilteringChange: (values: Record<string, unknown>) =>
					state.set({
						...Object.fromEntries(filters.map(({ id }) => [id, values[id] as string | undefined])),
						offset: undefined,
					}),
			},
		}),
	});
	return (
		<Container className="divide-y overflow-hidden p-0">
			<DataTable instance={table}>
				<DataTable.Toolbar
					className="flex flex-col items-start justify-between gap-4 md:flex-row md:items-center"
					translations={{ clearAll: t('table.clear') }}
				>
					<div className="max-w-prose">
						<Heading>{title}</Heading>
						<Text size="small" className="text-ui-fg-subtle">
							{explained}
						</Text>
					</div>
					<div className="flex flex-wrap items-center gap-2">
						{filters.length > 0 && <DataTable.FilterMenu tooltip={t('table.filter')} />}
						{search !== undefined && <DataTable.Search placeholder={search} aria-label={search} />}
						{buttons}
					</div>
				</DataTable.Toolbar>
				{query.isError && query.data === undefined ? (
					<Failed query={query} />
				) : (
					<DataTable.Table
						emptyState={{
							empty,
							filtered: { heading: t('table.nothing'), description: t('table.nothing_explained') },
						}}
					/>
				)}
				{count > state.page.limit && (
					<DataTable.Pagination
						translations={{
							of: t('table.of'),
							results: t('table.results'),
							pages: t('table.pages'),
							prev: t('table.prev'),
							next: t('table.next'),
						}}
					/>
				)}
			</DataTable>
		</Container>
	);
}

function useColumns<Row extends { id: string }>(columns: Column<Row>[], actions: ListProps<unknown, Row>['actions']) {
	return useMemo(() => {
		const helper = createDataTableColumnHelper<{ id: string }>();
		const shown = columns.map(({ header, cell, number }, index) =>
			helper.accessor((row) => row, {
				id: `column_${index}`,
				header: () => header,
				cell: ({ row }) => cell(row.original as Row),
				align: number ? 'right' : 'left',
			}),
		);
		if (!actions) return shown;
		return [
			...shown,
			helper.display({ id: 'action', cell: ({ row }) => <Actions {...actions(row.original as Row)} /> }),
		];
	}, [columns, actions]);
}

/** What can be done with one thing. */
export function Actions({ name, groups }: { name: string; groups: Action[][] }) {
	const { t } = useWords();
	const shown = groups.filter((group) => group.length > 0);
	if (shown.length === 0) return null;
	return (
		<DropdownMenu>
			<DropdownMenu.Trigger asChild>
				<IconButton
					size="small"
					variant="transparent"
					aria-label={t('product.actions', { name })}
					onClick={(event) => event.stopPropagation()}
				>
					<EllipsisHorizontal />
				</IconButton>
			</DropdownMenu.Trigger>
			<DropdownMenu.Content onClick={(event) => event.stopPropagation()}>
				{shown.map((group, index) => (
					<Fragment key={group[0]?.label}>
						{index > 0 && <DropdownMenu.Separator />}
						{group.map(({ label, icon, onClick }) => (
							<DropdownMenu.Item key={label} className="[&>svg]:text-ui-fg-subtle gap-x-2" onClick={onClick}>
								{icon}
								{label}
							</DropdownMenu.Item>
						))}
					</Fragment>
				))}
			</DropdownMenu.Content>
		</DropdownMenu>
	);
}
