import type { Core } from '@strapi/strapi';
import type { ArticleEntry } from '../../content-types/article/schema';
import type { Reader } from '../reading';
import { publishedSource } from './published';

export const createArticleReader =
	(strapi: Core.Strapi): Reader =>
	async (row) => {
		const article = await publishedSource<ArticleEntry>(strapi, row);
		if (!article) return { kind: 'gone' };
		const { title, body, url } = article;
		return { kind: 'text', title: title ?? '', format: 'markdown', body: body ?? '', url: url || null };
	};
