import { Badge, Box, Flex, Link, Typography } from '@strapi/design-system';
import { Fragment } from 'react';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import type { PassageFound } from '../api';
import { entryPath } from '../links';
import { messageId } from '../translations';

const LETTERS = /([\p{L}\p{M}\p{N}]+)/u;

/** A passage that a search found, or one of before whose score nobody wrote down. */
type ListedPassage = Pick<PassageFound, 'title' | 'heading' | 'text' | 'terms' | 'page' | 'entry'> & {
	score: number | null;
};

/** Passages as the bot reads them, the best first, with what of them the question asks for in bold. */
export function PassageList({ passages }: { passages: readonly ListedPassage[] }) {
	const { formatMessage, formatNumber } = useIntl();
	if (passages.length === 0) {
		return <Typography textColor="neutral600">{formatMessage({ id: messageId('passages.none') })}</Typography>;
	}
	return (
		<Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
			{passages.map((passage, position) => (
				<Box key={`${passage.title} ${passage.text}`} tag="li" borderColor="neutral200" hasRadius padding={4}>
					<Flex direction="column" alignItems="stretch" gap={2}>
						<Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
							<Typography fontWeight="bold" tag="h3">
								[{position + 1}] {[passage.title, passage.heading].filter(Boolean).join(' › ')}
								{passage.page !== null &&
									`, ${formatMessage({ id: messageId('passages.page') }, { page: passage.page })}`}
							</Typography>
							{passage.score !== null && (
								<Badge>
									{formatMessage({ id: messageId('passages.score') }, { score: formatNumber(passage.score, SCORE) })}
								</Badge>
							)}
						</Flex>
						<Typography tag="p" textColor="neutral800" style={WRAPPED}>
							<Marked text={passage.text} terms={passage.terms} />
						</Typography>
						{passage.entry && (
							<Link
								tag={NavLink}
								to={entryPath(passage.entry.uid, passage.entry.document_id, passage.entry.locale)}
								style={{ alignSelf: 'flex-start' }}
							>
								{formatMessage({ id: messageId('passages.open') })}
							</Link>
						)}
					</Flex>
				</Box>
			))}
		</Flex>
	);
}

const SCORE = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const WRAPPED = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' } as const;

function Marked({ text, terms }: { text: string; terms: readonly string[] }) {
	const wanted = new Set(terms);
	return text.split(LETTERS).map((piece, at) =>
		wanted.has(piece.toLowerCase()) ? (
			// biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never changes its order
			<Typography key={at} tag="strong" fontWeight="bold" textColor="primary600">
				{piece}
			</Typography>
		) : (
			// biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never changes its order
			<Fragment key={at}>{piece}</Fragment>
		),
	);
}
