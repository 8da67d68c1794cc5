import { defineRouteConfig } from '@medusajs/admin-sdk';
import { Container, Heading, Text } from '@medusajs/ui';
import { useBots } from '../../../api';
import { BotSection } from '../../../components/bot-section';
import { crumb } from '../../../components/crumb';
import { Loaded, Nothing } from '../../../components/section';
import { useWords } from '../../../words';

/** The shop's bots as Strapi published them, and what is left of their pools. */
export default function BotsPage() {
	const { t } = useWords();
	return (
		<Container className="divide-y overflow-hidden p-0">
			<div className="px-6 py-4">
				<Heading>{t('pages.bots')}</Heading>
				<Text size="small" className="text-ui-fg-subtle">
					{t('bots.explained')}
				</Text>
			</div>
			<Loaded query={useBots()}>
				{({ bots }) =>
					bots.length === 0 ? (
						<Nothing>{t('bots.empty')}</Nothing>
					) : (
						bots.map((bot) => <BotSection key={bot.bot_id} bot={bot} />)
					)
				}
			</Loaded>
		</Container>
	);
}

export const handle = crumb('pages.bots');

export const config = defineRouteConfig({ label: 'pages.bots', translationNs: 'answerpack' });
