import { articleSchema } from './article/schema';
import { botSchema } from './bot/schema';
import { faqSchema } from './faq/schema';

export const contentTypes = {
	bot: { schema: botSchema },
	article: { schema: articleSchema },
	faq: { schema: faqSchema },
};
