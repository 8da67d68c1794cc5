import { Container, Heading, Text } from '@medusajs/ui';
import { useBots } from '../api';
import { BotSection } from '../components/bot-section';
import { Loaded, Nothing } from '../components/section';
import { useWords } from '../words';

/** The first page of answer credits: what the bots use, at a glance. */
export function Overview() {
	const { t } = useWords();
	return (
		<Container className="divide-y p-0">
			<div className="px-6 py-4">
				<Heading>{t('title')}</Heading>
				<Text size="small" className="text-ui-fg-subtle">
					{t('meaning')}
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
