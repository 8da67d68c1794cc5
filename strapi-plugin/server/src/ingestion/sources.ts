import { ARTICLE_UID, FAQ_UID, FILE_UID, MAPPING_UID, PAGE_UID } from '../constants';

/** What kind of thing a passage comes from. */
export type SourceType = 'faq' | 'article' | 'file' | 'page' | 'mapping';

/** The content types that editors feed bots with, and the field that names an entry. */
export const SOURCES = {
	[FAQ_UID]: { type: 'faq', title: 'question' },
	[ARTICLE_UID]: { type: 'article', title: 'title' },
	[FILE_UID]: { type: 'file', title: 'title' },
	[PAGE_UID]: { type: 'page', title: 'url' },
	[MAPPING_UID]: { type: 'mapping', title: 'name' },
} as const satisfies Record<string, { type: SourceType; title: string }>;

export type SourceUid = keyof typeof SOURCES;

export const SOURCE_UIDS = Object.keys(SOURCES) as SourceUid[];

export function isSource(uid: string): uid is SourceUid {
	return uid in SOURCES;
}

/** What Strapi takes an entry's locale for when i18n is off. */
export const DEFAULT_LOCALE = 'en';
