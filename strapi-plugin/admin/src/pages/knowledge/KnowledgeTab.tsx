import { Flex } from '@strapi/design-system';
import type { BotState } from '../../api';
import { Search } from './Search';
import { Sources } from './Sources';

/** What a bot knows: its sources, and a search over their passages. */
export function KnowledgeTab({ bot }: { bot: BotState }) {
	return (
		<Flex direction="column" alignItems="stretch" gap={6}>
			<Sources bot={bot} />
			<Search bot={bot} />
		</Flex>
	);
}
