import { Link, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import type { SourceListed } from '../../api';
import { SourceState } from '../../components/SourceState';
import { entryPath } from '../../links';
import { messageId } from '../../translations';

const COLUMNS = ['title', 'type', 'state', 'passages', 'size', 'changed'] as const;

/** Sources, one row for each entry and language. */
export function SourceTable({ sources }: { sources: readonly SourceListed[] }) {
	const { formatMessage } = useIntl();
	return (
		<Table colCount={COLUMNS.length} rowCount={sources.length + 1}>
			<Thead>
				<Tr>
					{COLUMNS.map((column) => (
						<Th key={column}>
							<Typography variant="sigma" textColor="neutral600">
								{formatMessage({ id: messageId(`sources.column.${column}`) })}
							</Typography>
						</Th>
					))}
				</Tr>
			</Thead>
			<Tbody>
				{sources.map((source) => (
					<SourceRow key={`${source.document_id} ${source.locale}`} source={source} />
				))}
			</Tbody>
		</Table>
	);
}

/** An address can be long. */
const WRAPPED = { whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: '16rem' } as const;

function SourceRow({ source }: { source: SourceListed }) {
	const { formatMessage, formatNumber, formatDate, formatDisplayName } = useIntl();
	const { uid, document_id, locale, title, type, passages, characters, changed_at } = source;
	return (
		<Tr>
			<Td>
				<Link tag={NavLink} to={entryPath(uid, document_id, locale)} style={WRAPPED}>
					{title || formatMessage({ id: messageId('sources.untitled') })}
				</Link>
			</Td>
			<Td>
				<Typography textColor="neutral800" tag="p">
					{formatMessage({ id: messageId(`type.${type}`) })}
				</Typography>
				<Typography variant="pi" textColor="neutral600">
					{formatDisplayName(locale, { type: 'language', fallback: 'code' }) ?? locale}
				</Typography>
			</Td>
			<Td>
				<SourceState uid={uid} documentId={document_id} state={source} />
			</Td>
			<Td>
				<Typography textColor="neutral800">{formatNumber(passages)}</Typography>
			</Td>
			<Td>
				<Typography textColor="neutral800">{formatNumber(characters)}</Typography>
			</Td>
			<Td>
				<Typography textColor="neutral800">{formatDate(changed_at, { dateStyle: 'medium' })}</Typography>
			</Td>
		</Tr>
	);
}
