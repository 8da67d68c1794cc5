import { articleSchema } from './article/schema';
import { botSchema } from './bot/schema';

export const contentTypes = { bot: { schema: botSchema }, article: { schema: articleSchema } };
