import type { Core } from '@strapi/strapi';
import type { FaqEntry } from '../../content-types/faq/schema';
import type { Reader } from '../reading';
import { publishedSource } from './published';

export const createFaqReader =
	(strapi: Core.Strapi): Reader =>
	async (row) => {
		const faq = await publishedSource<FaqEntry>(strapi, row);
		if (!faq) return { kind: 'gone' };
		const { question, variants, answer, url } = faq;
		return {
			kind: 'text',
			title: question ?? '',
			format: 'markdown',
			body: answer ?? '',
			url: url || null,
			aliases: variants?.trim() || undefined,
		};
	};
