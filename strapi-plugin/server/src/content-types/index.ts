import { articleSchema } from './article/schema';
import { botSchema } from './bot/schema';
import { faqSchema } from './faq/schema';
import { fileSchema } from './file/schema';
import { mappingSchema } from './mapping/schema';
import { pageSchema } from './page/schema';

export const contentTypes = {
	bot: { schema: botSchema },
	article: { schema: articleSchema },
	faq: { schema: faqSchema },
	file: { schema: fileSchema },
	page: { schema: pageSchema },
	mapping: { schema: mappingSchema },
};
