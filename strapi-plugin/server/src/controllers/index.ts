import { answers } from './answers';
import { botSettings } from './bot-settings';
import { bots } from './bots';
import { conversationOverview } from './conversation-overview';
import { conversations } from './conversations';
import { customers } from './customers';
import { gaps } from './gaps';
import { overview } from './overview';
import { playground } from './playground';
import { sources } from './sources';
import { visitors } from './visitors';

export const controllers = {
	answers,
	bots,
	'bot-settings': botSettings,
	'conversation-overview': conversationOverview,
	conversations,
	customers,
	gaps,
	overview,
	playground,
	sources,
	visitors,
};
