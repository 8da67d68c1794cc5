import { Flex, Link, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { type BotAttention, useGetAttentionQuery } from '../api';
import { type BotTab, botPath } from '../links';
import { messageId } from '../translations';

/** On the start page: bots whose budget runs out, whose sources failed, or that could not answer something. */
export default function Attention() {
	const { formatMessage } = useIntl();
	const { data, isError } = useGetAttentionQuery();
	if (isError) return <Widget.Error />;
	if (!data) return <Widget.Loading />;
	if (data.length === 0) return <Widget.NoData>{formatMessage({ id: messageId('attention.none') })}</Widget.NoData>;
	return (
		<Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
			{data.map((bot) => (
				<Flex key={bot.document_id} tag="li" direction="column" alignItems="flex-start" gap={1}>
					<Typography fontWeight="bold">{bot.name}</Typography>
					<Reasons bot={bot} />
				</Flex>
			))}
		</Flex>
	);
}

function Reasons({ bot }: { bot: BotAttention }) {
	const { formatMessage } = useIntl();
	const { document_id, alert_at, owner_cap_percent: percent, failed_sources, gaps } = bot;
	const reasons: [tab: BotTab, text: string, query?: string][] = [];
	if (alert_at !== null) {
		reasons.push(['settings', formatMessage({ id: messageId('attention.alert') }, { percent })]);
	}
	if (failed_sources > 0) {
		const text = formatMessage({ id: messageId('attention.failed') }, { count: failed_sources });
		reasons.push(['knowledge', text, '?state=failed']);
	}
	if (gaps > 0) reasons.push(['gaps', formatMessage({ id: messageId('attention.gaps') }, { count: gaps })]);
	return reasons.map(([tab, text, query = '']) => (
		<Link key={tab} tag={NavLink} to={botPath(document_id, tab) + query}>
			{text}
		</Link>
	));
}
