import { defineRouteConfig } from '@medusajs/admin-sdk';
import { ChatBubbleLeftRight } from '@medusajs/icons';
import { Container, Heading, Text } from '@medusajs/ui';
import { useBots } from '../../api';
import { BotSection } from '../../components/bot-section';
import { OffersSection } from '../../components/offers-section';
import { Loaded, Nothing } from '../../components/section';
import { useWords } from '../../words';

/** The shop's bots with their pools, and what is sold for them. */
export default function AnswerCreditsPage() {
	const { t } = useWords();
	return (
		<div className="flex flex-col gap-y-3">
			<Container className="divide-y p-0">
				<div className="px-6 py-4">
					<Heading>{t('title')}</Heading>
					<Text size="small" className="text-ui-fg-subtle">
						{t('bots.explained')} {t('meaning')}
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
			<OffersSection />
		</div>
	);
}

function Crumb() {
	const { t } = useWords();
	return <>{t('title')}</>;
}

export const handle = { breadcrumb: () => <Crumb /> };

export const config = defineRouteConfig({ label: 'title', translationNs: 'answerpack', icon: ChatBubbleLeftRight });
