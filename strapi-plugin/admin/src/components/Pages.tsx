import { NextLink, PageLink, Pagination, PreviousLink } from '@strapi/design-system';
import { useQueryParams } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

/** Leads from page to page of a list whose filters the address keeps, as `?page=`. */
export function Pages({ pagination: { page, pageCount } }: { pagination: { page: number; pageCount: number } }) {
	const [{ query }] = useQueryParams<Record<string, string>>();
	if (pageCount <= 1) return null;
	const to = (n: number) => ({ search: new URLSearchParams({ ...query, page: String(n) }).toString() });
	return (
		<Pagination activePage={page} pageCount={pageCount}>
			<PreviousLink tag={NavLink} to={to(Math.max(1, page - 1))}>
				‹
			</PreviousLink>
			{Array.from({ length: pageCount }, (_, at) => at + 1)
				.filter((n) => n === 1 || n === pageCount || Math.abs(n - page) <= 2)
				.map((n) => (
					<PageLink key={n} tag={NavLink} to={to(n)} number={n}>
						{n}
					</PageLink>
				))}
			<NextLink tag={NavLink} to={to(Math.min(pageCount, page + 1))}>
				›
			</NextLink>
		</Pagination>
	);
}
